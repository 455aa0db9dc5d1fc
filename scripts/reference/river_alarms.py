#!/usr/bin/env python3
"""Alarms of River's detectors against ours on the streams of scenarios/detectors-bernoulli.yaml.

Every stream that has a drift, 30 seeds, written by `relearn stream` and read by both: the alarms must be the
same, row by row. What differs in results/detectors-bernoulli.md is then the random streams alone.

    pip install river==0.26.1
    scripts/reference/river_alarms.py [path of relearn]
"""

import subprocess
import sys
import tempfile

from river import drift
from river.drift import binary

RELEARN = sys.argv[1] if len(sys.argv) > 1 else ".build/release/relearn"
DETECTORS = {
    "adwin-river": drift.ADWIN,
    "page-hinkley-river": drift.PageHinkley,
    "ddm-river": binary.DDM,
    "eddm-river": binary.EDDM,
    "hddm-a-river": binary.HDDMA,
    "hddm-w-river": binary.HDDMW,
}


def values(seed: int, rate: float, path: str) -> list[float]:
    """Errors of a rate that becomes .3 in the middle, also left in a file."""
    concepts = f"concepts=[{{at: 0, rate: {rate}}}, {{at: 5000, rate: 0.3}}]"
    command = [RELEARN, "stream", "bernoulli", "--rows", "10000", "--seed", str(seed)]
    subprocess.run(command + ["--set", concepts, "--out", path], check=True)
    with open(path, encoding="utf-8") as file:
        header = next(file).rstrip("\n").split(",")
        return [float(line.split(",")[header.index("label")]) for line in file]


def theirs(name: str, errors: list[float]) -> list[int]:
    """Where River's detector alarms."""
    detector, alarms = DETECTORS[name](), []
    for i, error in enumerate(errors):
        detector.update(error)
        if detector.drift_detected:
            alarms.append(i)
    return alarms


def ours(name: str, path: str) -> list[int]:
    """Where ours alarms."""
    command = [RELEARN, "detect", name, path, "--column", "label"]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    return [int(line) for line in run.stdout.split()]


def main() -> None:
    compared = differing = 0
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        for seed in range(1, 31):
            for rate in (0.2, 0.1):
                errors = values(seed, rate, file.name)
                for name in DETECTORS:
                    compared += 1
                    if theirs(name, errors) != ours(name, file.name):
                        differing += 1
                        print(f"{name} differs: seed {seed}, rate {rate}")
    print(f"{compared} runs compared, {differing} differ")
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
