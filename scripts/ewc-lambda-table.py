"""Joins the runs of scripts/ewc-lambda.sh, folders in FOLDER, into OUT.csv and OUT.md.

    ewc-lambda-table.py OUT FOLDER
"""

import csv
import math
import pathlib
import sys
import textwrap

# Folders with the rows, the batch and the epochs they stand for.
RUNS = {
    "8x5": ("digits", 8, 5),
    "32x5": ("digits", 32, 5),
    "128x5": ("digits", 128, 5),
    "32x50": ("digits", 32, 50),
    "32x5-mixture": ("mixture", 32, 5),
}
KINDS = ["exact", "empirical", "predicted", "squared-batch-mean"]

HEAD = """# Does EWC's λ carry over from one Fisher information to another?

`ewc-lambda.csv`, made by `scripts/ewc-lambda.sh` from `scenarios/ewc-lambda.yaml`: five tasks, handwritten
digits with their pixels in an order of each task's own, an MLP 64-100-10, SGD, {seeds} seeds, λ on a
logarithmic grid, two values a decade; *mixture* is the same with five overlapping Gaussians in place of digits,
whose labels nobody can know for sure. *Best λ* is that of the highest mean final accuracy on the grid, and no
end of it; *vertex* is where the parabola through it and its two neighbours (over log λ) is highest, so that
ratios do not hang on the grid; *ratio* compares vertices with that of `exact` in the same training.

| rows, batch, epochs | Fisher information | best λ | final accuracy | vertex | ratio |
| --- | --- | --- | --- | --- | --- |
"""


TAIL = """
* **λ carries over between estimates of the same thing.** The vertex of `empirical` (squared gradients at the
  observed labels) is {empirical} times that of `exact` (the expectation over the model's own labels): within one
  order of magnitude in every training here. Where the network's probabilities are right, the two are equal in
  expectation, and on the mixture they nearly are; on digits, which it comes to know by heart, a row that is right
  with probability p counts p (1 − p) in the one and (1 − p)² in the other, and ten times the epochs widen the
  gap. `predicted`, the squares at the most probable label, needs {predicted} times the λ of `exact`. The best
  accuracies hardly differ: the kinds of Fisher information differ in scale here, not in what they protect.
* **It does not carry over to the square of a batch's mean gradient**, which passes for Fisher information in some
  implementations: its vertex is {batch} times that of `exact`, and it moves with the batch: {against} times
  that of `empirical`. The mean of b independent gradients has a b-th of their variance, so that the factor is b
  where their mean is near 0. A λ tuned with such code says nothing without its batch.
* The setting is one in which EWC has something to gain (compare *no pull*), and training is short enough for the
  rows to have gradients left. On rows that are fitted perfectly all kinds tend to 0, and λ would have to follow.
"""


def curves(folder):
    """Per kind, the points (λ, mean, low, high) by λ; the accuracy without a pull; the number of seeds."""
    points, plain, seeds = {kind: [] for kind in KINDS}, None, None
    for row in csv.DictReader(open(folder / "summary.csv")):
        words = row["strategy"].split()
        accuracy = [float(row[f"final_accuracy_{part}"] or "nan") for part in ("mean", "low", "high")]
        if words[0] == "incremental":
            plain, seeds = accuracy, row["seeds"]
        elif words[0] == "ewc":
            settings = dict(word.split("=") for word in words[1:])
            points[settings["fisher"]].append((float(settings["lambda"]), *accuracy))
    return {kind: sorted(curve) for kind, curve in points.items()}, plain, seeds


def vertex(curve, best):
    """The top of the parabola through three neighbouring points of accuracy over log λ."""
    x = [math.log10(curve[i][0]) for i in (best - 1, best, best + 1)]
    y = [curve[i][1] for i in (best - 1, best, best + 1)]
    left, right = (y[1] - y[0]) / (x[1] - x[0]), (y[2] - y[1]) / (x[2] - x[1])
    bend = (right - left) / (x[2] - x[0])
    return 10 ** ((x[0] + x[1]) / 2 - left / (2 * bend))


def number(x):
    """A ratio with two digits or more."""
    return f"{x:.1f}" if x < 10 else f"{x:.0f}"


def fill(text):
    """The bullets of a text, each line as long as it may be."""
    bullets = text.strip().split("\n* ")
    return "\n" + "\n".join(
        textwrap.fill(" ".join(bullet.removeprefix("* ").split()), 112, initial_indent="* ", subsequent_indent="  ",
                      break_on_hyphens=False)
        for bullet in bullets) + "\n"


def conclusions(tops):
    """TAIL with the ratios of the vertices, by kind and training."""

    def ratios(kind, other):
        return {key[1:]: top / tops[other, *key[1:]] for key, top in tops.items() if key[0] == kind}

    ranges = {name: sorted(ratios(kind, "exact").values()) for name, kind in zip(
        ["empirical", "predicted", "batch"], ["empirical", "predicted", "squared-batch-mean"])}
    against = ratios("squared-batch-mean", "empirical")
    words = [f"at {b} rows {x:.0f}" for (rows, b, epochs), x in against.items()
             if rows == "digits" and epochs == 5]
    return fill(TAIL.format(
        **{name: f"{number(found[0])} to {number(found[-1])}" for name, found in ranges.items()},
        against=", ".join(words[:-1]) + " and " + words[-1]))


def main(out, folder):
    rows, lines, seeds, tops = [], [], None, {}
    for name, training in RUNS.items():
        points, plain, seeds = curves(pathlib.Path(folder) / name)
        rows.append([*training, "none", 0, *plain])
        where = ", ".join(map(str, training))
        lines.append(f"| {where} | no pull | – | {plain[0]:.3f} ±{plain[2] - plain[0]:.3f} | – | – |")
        exact = None
        for kind in KINDS:
            curve = points[kind]
            rows += [[*training, kind, *point] for point in curve]
            best = max(range(len(curve)), key=lambda i: curve[i][1])
            assert 0 < best < len(curve) - 1, f"{name}: the best λ of {kind} is an end of the grid"
            top = vertex(curve, best)
            exact = exact or top
            tops[kind, *training] = top
            lam, mean, _, high = curve[best]
            lines.append(
                f"| {where} | {kind} | {lam:g} | {mean:.3f} ±{high - mean:.3f} | {number(top)} | "
                f"{number(top / exact)} |"
            )
    with open(out + ".csv", "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow("rows batch epochs fisher lambda final_accuracy low high".split())
        table.writerows(rows)
    pathlib.Path(out + ".md").write_text(HEAD.format(seeds=seeds) + "\n".join(lines) + "\n" + conclusions(tops))


if __name__ == "__main__":
    main(*sys.argv[1:])
