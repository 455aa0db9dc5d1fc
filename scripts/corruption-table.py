"""Joins the runs of scripts/corruption.sh, folders STREAM+KIND+ARM in FOLDER, into OUT.csv and OUT.md.

    corruption-table.py OUT FOLDER SEEDS
"""

import csv
import math
import pathlib
import statistics
import sys

from student import interval, number

KINDS = ["none", "shuffled-columns", "wrong-unit", "missing-columns", "duplicated-rows", "constant-label"]
ARMS = ["nothing", "validation", "gate", "both", "clairvoyant"]
# Rows of a run.
ROWS = 20000

HEAD = """# What do broken rows cost, and what keeps them out?

`corruption.csv`, made by `scripts/corruption.sh` from `scenarios/corruption.yaml`: 200 rows of every 2 000 are
broken, the rule really changes at row 10 000 of 20 000, and updates come every 5 steps; seeds {seeds}, none of
which the thresholds of the checks were chosen on (101 to 110).

*Loss* is the accuracy that serving lost against the same run without corruption and without anything in its way, in
points of 100, mean and half of the 95 % t interval of the paired differences. Part of it nothing can help: rows that
are broken are served too, and with `constant-label` even scored by their broken labels. The column *clairvoyant*
shows that part: there training is given no row that is broken, and every other one. *Missed* is the share of broken
rows that training was given in spite of validation, *false* the share of the rows that are not broken that it was
never given. Of duplicated rows only the copies count as broken; their originals share the batch. Broken stretches
begin and end in the middle of a batch, so that a third of the rows of a quarantine that misses nothing are whole.
Runs that diverged are left out of the losses, and counted.
"""

TAIL = """
* **Wrong units are what validation is for**: without it the mixture's models diverge and the others lose 5 to 8 points
  going on with new rows; with it, at most .7 points more than one that knows the truth.
* **A shuffle of columns that look alike** (sea, mixture) shows only in what the columns say of the label, and only in
  batches that are broken whole: about half of the rows get through. Between unlike columns (agrawal) none does.
* **A wrong label** is found where it changes the label's rate enough: nearly always on sea and mixture, in three rows of
  four on agrawal.
* **Duplicates are better left alone**: they cost next to nothing, and keeping their batches out loses the originals and
  their neighbours too. `duplicates: 1` switches that check off. Missing columns cost incremental no less with
  validation than without where few rows can be spared (agrawal, mixture).
* **The real change** at row 10 000 is learned at once or two batches late: at most .1 points, and .4 % of the rows are
  kept out for good, by accident of batches in which two concepts meet.
* **A gate is no replacement for validation, and this one did harm.** It holds a fifth of the rows back, broken ones
  too, and its 500 historical rows are of the rule that is gone: after the real change they stand against every candidate
  that has learned the new one and forgotten the old. *Incremental* on agrawal and the mixture loses 5 to 11 points
  without any corruption; *full-retrain*, which keeps both rules, loses at most .5. (On agrawal without corruption, 5
  seeds, the same gate gives incremental .637 without historical rows and .533 with them; of its 102 rejections with
  them, 100 fall after the change.) It helps where a broken batch wrecks a model: wrong units make nothing diverge.
* The gate's settings were written down before any run with it, and are left as they were.
* Constant labels are easy to guess, which lowers the loss of what is trained on them (full-retrain).
"""


def runs(folder):
    """Accuracy (none where the run diverged), broken rows trained on, clean rows kept out, by strategy and seed."""
    table = {}
    for row in csv.DictReader(open(folder / "runs.csv")):
        number = lambda name: float(row[name] or 0)
        table[row["strategy"], row["seed"]] = (
            number("accuracy") if row["outcome"] == "completed" else None,
            number("corrupted_rows_trained"), number("clean_rows_quarantined"))
    return table


def points(line):
    """A loss in points of 100, and how many runs it leaves out."""
    diverged = f" ({line['diverged']} diverged)" if line["diverged"] else ""
    if not line["loss"]:
        return diverged.strip(" ()")
    half = f" ± {100 * float(line['loss_half_interval']):.2f}" if line["loss_half_interval"] else ""
    return f"{100 * float(line['loss']):.2f}{half}{diverged}"


def main(out, folder, seeds):
    folder = pathlib.Path(folder)
    found = {tuple(path.name.split("+")): runs(path) for path in sorted(folder.iterdir()) if path.is_dir()}
    streams = [s for s in ["sea", "agrawal", "mixture"] if (s, "none", "nothing") in found]
    arms = [arm for arm in ARMS if any(key[2] == arm for key in found)]
    lines = []
    for stream in streams:
        plain = found[stream, "none", "nothing"]
        for kind in KINDS:
            broken = max(
                (trained for arm in ["nothing"] for _, trained, _ in found[stream, kind, arm].values()), default=0)
            for strategy in dict.fromkeys(name for name, _ in plain):
                for arm in arms:
                    if (stream, kind, arm) not in found:
                        continue
                    table = found[stream, kind, arm]
                    keys = [key for key in table if key[0] == strategy]
                    done = [key for key in keys if None not in (table[key][0], plain[key][0])]
                    loss, half = interval([plain[key][0] - table[key][0] for key in done])
                    checked = arm in ("validation", "both", "clairvoyant")
                    missed = statistics.fmean(table[key][1] for key in keys) / broken if broken else math.nan
                    false = statistics.fmean(table[key][2] for key in keys) / (ROWS - broken)
                    lines.append({
                        "stream": stream, "kind": kind, "strategy": strategy, "arm": arm, "seeds": len(keys),
                        "diverged": len(keys) - len(done),
                        "accuracy": number(interval([table[key][0] for key in done])[0]),
                        "loss": number(loss), "loss_half_interval": number(half),
                        "missed": f"{missed:.4f}" if checked and broken else "",
                        "false": f"{false:.5f}" if checked else "",
                    })
    with open(f"{out}.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, lines[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
    write_page(out, lines, arms, seeds)


def write_page(out, lines, arms, seeds):
    checks = [arm for arm in arms if arm in ("validation", "both")]
    heads = [f"loss: {arm}" for arm in arms] + [f"{name}: {arm}" for arm in checks for name in ("missed", "false")]
    rows = {}
    for line in lines:
        rows.setdefault((line["stream"], line["kind"], line["strategy"]), {})[line["arm"]] = line
    with open(f"{out}.md", "w") as page:
        page.write(HEAD.format(seeds=seeds.replace("-", " to ")) + "\n")
        page.write("| stream | corruption | strategy | " + " | ".join(heads) + " |\n")
        page.write("| --- | --- | --- |" + " ---: |" * len(heads) + "\n")
        for (stream, kind, strategy), cells in rows.items():
            texts = [points(cells[arm]) if arm in cells else "" for arm in arms]
            for arm in checks:
                for name in ("missed", "false"):
                    text = cells[arm][name] if arm in cells else ""
                    texts.append(f"{100 * float(text):.1f} %" if text else "")
            page.write(f"| {stream} | {kind} | {strategy} | " + " | ".join(texts) + " |\n")
        page.write(TAIL)


main(*sys.argv[1:])
