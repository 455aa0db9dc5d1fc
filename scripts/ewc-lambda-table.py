"""Joins the runs of scripts/ewc-lambda.sh, folders BATCHxEPOCHS, into OUT.csv and OUT.md.

    ewc-lambda-table.py OUT FOLDER
"""

import csv
import math
import pathlib
import sys

KINDS = ["exact", "empirical", "predicted", "squared-batch-mean"]

HEAD = """# Does EWC's λ carry over from one Fisher information to another?

`ewc-lambda.csv`, made by `scripts/ewc-lambda.sh` from `scenarios/ewc-lambda.yaml`: five tasks, handwritten
digits with their pixels in an order of each task's own, an MLP 64-100-10, SGD, {seeds} seeds, λ on a
logarithmic grid, two values a decade. *Best λ* is that of the highest mean final accuracy on the grid, and no
end of it; *vertex* is where the parabola through it and its two neighbours (over log λ) is highest, so that
ratios do not hang on the grid; *ratio* compares vertices with that of `exact` in the same training.

| batch, epochs | Fisher information | best λ | final accuracy | vertex | ratio |
| --- | --- | --- | --- | --- | --- |
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


def main(out, folder):
    rows, lines, seeds = [], [], None
    found = sorted(pathlib.Path(folder).iterdir(), key=lambda f: [int(n) for n in f.name.split("x")][::-1])
    for run in found:
        batch, epochs = run.name.split("x")
        points, plain, seeds = curves(run)
        rows.append([batch, epochs, "none", 0, *plain])
        lines.append(f"| {batch}, {epochs} | no pull | – | {plain[0]:.3f} ±{plain[2] - plain[0]:.3f} | – | – |")
        exact = None
        for kind in KINDS:
            curve = points[kind]
            rows += [[batch, epochs, kind, *point] for point in curve]
            best = max(range(len(curve)), key=lambda i: curve[i][1])
            assert 0 < best < len(curve) - 1, f"{run.name}: the best λ of {kind} is an end of the grid"
            top = vertex(curve, best)
            exact = exact or top
            lam, mean, _, high = curve[best]
            lines.append(
                f"| {batch}, {epochs} | {kind} | {lam:g} | {mean:.3f} ±{high - mean:.3f} | {top:.3g} | "
                f"{top / exact:.3g} |"
            )
    with open(out + ".csv", "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow("batch epochs fisher lambda final_accuracy low high".split())
        table.writerows(rows)
    text = pathlib.Path(__file__).with_name("ewc-lambda.md").read_text()
    pathlib.Path(out + ".md").write_text(HEAD.format(seeds=seeds) + "\n".join(lines) + "\n\n" + text)


if __name__ == "__main__":
    main(*sys.argv[1:])
