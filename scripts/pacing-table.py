"""Joins the runs of scripts/pacing.sh, a folder for each stream in FOLDER, into OUT.csv and OUT.md.

    pacing-table.py OUT FOLDER SEEDS
"""

import csv
import math
import pathlib
import statistics
import sys

from student import interval, number

KINDS = ["no drift", "early", "middle", "late", "slow", "recurring", "several"]
TRIGGERS = {"drop": 10, "adwin": 3}

HEAD = """# Is a budget of updates better spent in step with time?

`pacing.csv`, made by `scripts/pacing.sh` from `scenarios/pacing.yaml`: {streams} streams of 300 steps of 100 rows,
seeds {seeds}, one strategy (incremental) under two triggers. `drop` asks for an update in a tenth of the steps by
chance alone and may make 10; `adwin` asks where the errors change and may make 3. *Unpaced*, they may be made at any
time; *paced* (`pacing: even`), at the end of step t only as many as the budget · (t + 1) / 300. An early drift comes in step
30, a middle one in 150, a late one in 240.

*Effect* is the accuracy of the paced run minus that of the unpaced one of the same seed, in points of 100: mean and
half of the 95 % t interval over seeds; of several streams, over the means of the streams. *Binds* is the share of the
seeds in which the run without a budget makes more updates than the budget has: elsewhere pacing can only delay.
"""

TAIL = """
* **Pacing keeps what asks too often from running dry.** Unpaced, `drop` has made its ten updates before the middle of
  the run, whether or not there was a drift; paced, there are some left for later drifts, and it wins on every stream whose
  drifts are in the middle, late, slow or several. It loses where updates are needed early: on the mixture that
  drifts in step 30, and wherever concepts take turns every 50 steps.
* **What asks seldom is only delayed by it.** `adwin` alarms once or twice a drift, and an alarm that is held is not
  made up for: with three updates for 300 steps, the first is allowed in step 99, and a drift before that is never
  answered. Where its budget does not bind, pacing has nothing to win.
* Paced runs make one update less on average: the last is only allowed in the last step.
* The mean over all streams is that of this choice of streams, no more.
"""


def runs(folder):
    """Accuracy and updates by arm and seed."""
    table = {}
    for row in csv.DictReader(open(folder / "runs.csv")):
        if row["trigger"] != "–":
            done = row["outcome"] == "completed"
            table[row["trigger"], row["seed"]] = (
                float(row["accuracy"]) if done else None, float(row["updates"] or 0))
    return table


def points(mean, half):
    """An effect in points of 100."""
    return f"{100 * mean:+.2f}" + ("" if math.isnan(half) else f" ± {100 * half:.2f}")


def line(stream, trigger, table):
    """What pacing does to one trigger on one stream."""
    arms = {arm: {seed: value for (name, seed), value in table.items() if name == f"{trigger} {arm}"}
            for arm in ("unlimited", "none", "even")}
    seeds = [seed for seed in arms["none"] if None not in (arms["none"][seed][0], arms["even"][seed][0])]
    effect, half = interval([arms["even"][seed][0] - arms["none"][seed][0] for seed in seeds])
    mean = lambda arm, i: statistics.fmean(arms[arm][seed][i] for seed in seeds) if seeds else math.nan
    found = {"stream": stream, "trigger": trigger, "budget": TRIGGERS[trigger], "seeds": len(seeds)}
    for arm in arms:
        usable = [seed for seed in seeds if arms[arm][seed][0] is not None]
        found[f"accuracy_{arm}"] = number(interval([arms[arm][seed][0] for seed in usable])[0])
    for arm in arms:
        found[f"updates_{arm}"] = f"{mean(arm, 1):.1f}"
    binds = statistics.fmean(arms["unlimited"][seed][1] > TRIGGERS[trigger] for seed in seeds)
    return found | {"binds": f"{binds:.2f}", "effect": number(effect), "effect_half_interval": number(half)}


def summary(lines, trigger, kind=None):
    """The mean effect over the means of streams."""
    chosen = [float(l["effect"]) for l in lines if l["trigger"] == trigger
              and (kind is None or l["stream"].startswith(kind + ":"))]
    return points(*interval(chosen)), len(chosen)


def main(out, folder, seeds):
    tables = {path.name: runs(path) for path in pathlib.Path(folder).iterdir() if path.is_dir()}
    names = sorted(tables, key=lambda name: (KINDS.index(name.split(":")[0]), name))
    lines = [line(name, trigger, tables[name]) for trigger in TRIGGERS for name in names]
    with open(f"{out}.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, lines[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
    with open(f"{out}.md", "w") as page:
        page.write(HEAD.format(streams=len(names), seeds=seeds.replace("-", " to ")))
        page.write("\n| drifts | streams | " + " | ".join(f"effect: {t}" for t in TRIGGERS) + " |\n")
        page.write("| --- | ---: |" + " ---: |" * len(TRIGGERS) + "\n")
        for kind in [None] + KINDS:
            cells = [summary(lines, trigger, kind) for trigger in TRIGGERS]
            page.write(f"| {kind or '**all**'} | {cells[0][1]} | " + " | ".join(c for c, _ in cells) + " |\n")
        page.write("\n| trigger | stream | accuracy: unlimited | unpaced | paced | updates: unlimited | unpaced | paced "
                   "| binds | effect |\n| --- | --- |" + " ---: |" * 8 + "\n")
        for l in lines:
            accuracies = " | ".join(l[f"accuracy_{arm}"][:6] for arm in ("unlimited", "none", "even"))
            updates = " | ".join(l[f"updates_{arm}"] for arm in ("unlimited", "none", "even"))
            effect = points(float(l["effect"]), float(l["effect_half_interval"] or "nan"))
            page.write(f"| {l['trigger']} | {l['stream']} | {accuracies} | {updates} | "
                       f"{100 * float(l['binds']):.0f} % | {effect} |\n")
        page.write(TAIL)


main(*sys.argv[1:])
