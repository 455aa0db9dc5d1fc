"""Joins the runs of scripts/split-mnist.sh, folders HEAD-SEED, into OUT.csv and OUT.md beside Hsu et al. 2018.

    split-mnist-table.py OUT FOLDER
"""

import csv
import math
import pathlib
import statistics
import sys

HEADS = ["task", "domain", "class"]

# Hsu et al. 2018, table 2: mean and standard deviation of 10 runs, in the order of HEADS.
PUBLISHED = {
    "incremental": ("naive (Adam)", (93.46, 2.01), (55.16, 1.38), (19.71, 0.08)),
    "ewc": ("EWC", (97.70, 0.81), (58.85, 2.59), (19.80, 0.05)),
    "online-ewc": ("online EWC", (98.04, 1.10), (57.33, 1.44), (19.77, 0.04)),
    "si": ("SI", (98.56, 0.49), (64.76, 3.09), (19.67, 0.09)),
    "mas": ("MAS", (99.22, 0.21), (68.57, 6.85), (19.52, 0.29)),
    "lwf": ("LwF", (99.60, 0.03), (71.02, 1.26), (24.17, 0.33)),
    "replay 1100": ("naive rehearsal, 1100", (99.40, 0.08), (95.16, 0.49), (90.78, 0.85)),
    "replay 4400": ("naive rehearsal, 4400", (99.57, 0.07), (97.11, 0.34), (95.59, 0.49)),
    "offline": ("offline", (99.52, 0.16), (98.59, 0.15), (97.53, 0.30)),
}
# Points within which a result counts as reproduced: in the task setting where it should not depend on λ.
STRICT = {"incremental", "mas", "lwf", "replay 1100", "replay 4400", "offline"}

# Student's t, 97.5 %, by degrees of freedom.
T = [math.nan, 12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262]


def half_width(values):
    if len(values) < 2:
        return math.nan
    return T[min(len(values) - 1, len(T) - 1)] * statistics.stdev(values) / math.sqrt(len(values))


def accuracies(folder):
    """Final accuracies in points, by head and strategy, a number a seed."""
    found = {(head, name): [] for head in HEADS for name in PUBLISHED}
    for run in sorted(pathlib.Path(folder).glob("*-*")):
        head = run.name.split("-")[0]
        for row in csv.DictReader(open(run / "runs.csv")):
            name = row["strategy"].replace("capacity=", "")
            if (head, name) in found:
                found[head, name].append(100 * float(row["final_accuracy"]))
    return found


def main(out, folder):
    found = accuracies(folder)
    rows, lines = [], []
    for name, (label, *published) in PUBLISHED.items():
        cells = []
        for head, (mean, deviation) in zip(HEADS, published):
            values = found[head, name]
            ours, half = statistics.mean(values), half_width(values)
            tolerance = 2 if head == "task" and name in STRICT else 5
            difference = ours - mean
            rows.append(
                [head, name, len(values), *(f"{x:.2f}" for x in (ours, half, mean, deviation, difference))]
                + [tolerance]
            )
            mark = "" if abs(difference) <= tolerance else " **!**"
            cells.append(f"{ours:.1f} ±{half:.1f}, {mean:.1f}, {difference:+.1f}{mark}")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    with open(out + ".csv", "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow("setting strategy seeds accuracy half_width published published_sd difference tolerance".split())
        table.writerows(rows)
    seeds = sorted({row[2] for row in rows})
    text = pathlib.Path(out + ".md").read_text() if pathlib.Path(out + ".md").exists() else ""
    print("\n".join(lines), seeds)


if __name__ == "__main__":
    main(*sys.argv[1:])
