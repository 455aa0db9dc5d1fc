"""Two-sample tests by numpy and scipy for Tests/DriftTests: Tests/Golden/tests/two-sample.json.

pip install numpy scipy; python3 scripts/reference/two_sample.py
"""

import json
from pathlib import Path

import numpy as np
from scipy.spatial.distance import jensenshannon, pdist, squareform
from scipy.stats import chi2, chi2_contingency, cramervonmises_2samp, false_discovery_control
from scipy.stats import ks_2samp, kstwo, mannwhitneyu, wasserstein_distance

rng = np.random.default_rng(20260726)


def lattice(count, step, modulus, bend):
    """Many values by a rule that other programs can follow to the last bit."""
    v = (step * np.arange(count) % modulus) / modulus
    return v + bend * v * (1 - v)


def normal(count, shift=0.0, scale=1.0):
    return np.round(rng.normal(shift, scale, count), 4)


def quantile_bins(cut, count):
    count = min(count, len(cut))
    return np.unique(np.quantile(cut, np.arange(1, count) / count, method="inverted_cdf"))


def counts(sample, edges):
    """Values with edge(i - 1) < x <= edge(i)."""
    return np.bincount(np.searchsorted(edges, sample, side="left"), minlength=len(edges) + 1)


def psi(a, b, edges):
    table = np.array([counts(a, edges), counts(b, edges)])
    table = table[:, table.sum(0) > 0]
    p, q = np.maximum(table, 0.5) / np.array([[len(a)], [len(b)]])
    smoothed = table + 0.5
    n, m = smoothed.sum(1)
    r, s = smoothed / np.array([[n], [m]])
    scaled = n * m / (n + m) * np.sum((r - s) * np.log(r / s))
    value = np.sum((p - q) * np.log(p / q))
    return {"statistic": value, "p": chi2.sf(scaled, table.shape[1] - 1)}


def cvm(a, b):
    """scipy's; with ties, where it is of no use, the statistic by its definition."""
    pooled = np.sort(np.concatenate([a, b]))
    n, m = len(a), len(b)
    f = np.searchsorted(np.sort(a), pooled, side="right") / n
    g = np.searchsorted(np.sort(b), pooled, side="right") / m
    value = n * m / (n + m) ** 2 * np.sum((f - g) ** 2)
    if len(np.unique(pooled)) < n + m:
        return {"statistic": value}
    found = cramervonmises_2samp(a, b)
    assert abs(found.statistic - value) < 1e-9
    return {"statistic": float(found.statistic), "p": float(found.pvalue)}


def compare(name, a, b, bins=10, rules=None):
    pooled = np.concatenate([a, b])
    values = np.unique(pooled)
    nominal = len(values) <= bins
    edges = values[:-1] if nominal else quantile_bins(pooled, bins)
    table = np.array([counts(a, edges), counts(b, edges)])
    used = table[:, table.sum(0) > 0]
    ks = ks_2samp(a, b)
    pearson = chi2_contingency(used, correction=False)
    rank = mannwhitneyu(a, b, alternative="greater", method="asymptotic")
    return {
        "name": name,
        "bins": bins,
        "reference": rules[0] if rules else a.tolist(),
        "current": rules[1] if rules else b.tolist(),
        "ks": {"statistic": ks.statistic, "p": ks.pvalue},
        "cvm": cvm(a, b),
        "chi-square": {"statistic": pearson.statistic, "p": pearson.pvalue},
        "psi": psi(a, b, values[:-1] if nominal else quantile_bins(a, bins)),
        "jensen-shannon": {"statistic": jensenshannon(used[0], used[1])},
        "wasserstein": {"statistic": wasserstein_distance(a, b)},
        "mann-whitney": {"statistic": rank.statistic / (len(a) * len(b)), "p": rank.pvalue},
    }


def by_rule(name, first, second, bins=10):
    keys = ["count", "step", "modulus", "bend"]
    rules = [dict(zip(keys, rule)) for rule in (first, second)]
    return compare(name, lattice(*first), lattice(*second), bins, rules)


def kernel(a, b):
    """Unbiased MMD squared by its definition, columns over their pooled standard deviation."""
    pooled = np.concatenate([a, b])
    spread = pooled.std(0)
    pooled = pooled[:, spread > 0] / spread[spread > 0]
    distances = pdist(pooled)
    width = np.median(distances)
    if width == 0:
        width = np.median(distances[distances > 0])
    k = np.exp(-squareform(distances) ** 2 / (2 * width**2))
    n, m = len(a), len(b)
    within = [(block.sum() - np.trace(block)) for block in (k[:n, :n], k[n:, n:])]
    value = within[0] / n / (n - 1) + within[1] / m / (m - 1) - 2 * k[:n, n:].mean()
    return {"reference": a.tolist(), "current": b.tolist(), "statistic": value}


cases = [
    compare("equal sizes, shifted", normal(30), normal(30, 0.5)),
    compare("equal sizes, same", normal(25), normal(25)),
    compare("sizes with a common divisor", normal(60), normal(40, 0.4)),
    compare("sizes without a common divisor", normal(53), normal(31, 0, 2)),
    compare("one size a multiple of the other", normal(100), normal(20, 0.3)),
    compare("small and equal", normal(7), normal(7, 1)),
    compare("small and unequal", normal(12), normal(9, 0.8)),
    compare("the largest with an exact Cramer-von Mises p", normal(20), normal(17, 0.2)),
    compare("the smallest without", normal(21), normal(4, 0.2)),
    compare("two rows", np.array([0.5, 1.5]), np.array([1.0, 2.0, 3.0])),
    compare("far apart", normal(40), normal(35, 9)),
    compare("unequal and far apart", normal(150), normal(90, 3)),
    compare("rounded, tied", np.round(normal(80), 1), np.round(normal(50, 0.3), 1)),
    compare("small, tied", np.round(normal(15)), np.round(normal(11, 1)), bins=20),
    compare("five categories", rng.choice(5, 70, p=[0.1, 0.2, 0.3, 0.2, 0.2]).astype(float),
            rng.choice(5, 90, p=[0.2, 0.2, 0.1, 0.2, 0.3]).astype(float)),
    compare("categories only one sample has", rng.choice([0.0, 1, 2], 40),
            rng.choice([1.0, 2, 7], 30)),
    compare("binary", (rng.random(200) < 0.2).astype(float), (rng.random(90) < 0.35).astype(float)),
    compare("four bins", normal(90), normal(110, 0.3), bins=4),
    by_rule("exact with the largest samples", (2000, 7919, 10007, 0), (1500, 5, 10007, 0.1)),
    by_rule("beyond the exact limit", (10001, 7919, 10007, 0), (9000, 11, 10007, 0.06)),
    by_rule("beyond, small current", (10006, 7919, 10007, 0), (150, 617, 10007, 0.3)),
    by_rule("beyond, tiny current", (10006, 7919, 10007, 0), (20, 1999, 10007, 0.5)),
    by_rule("beyond, middling current", (10006, 7919, 10007, 0), (700, 617, 10007, 0.15)),
    by_rule("beyond, different", (10006, 7919, 10007, 0), (3000, 617, 10007, 0.4)),
]

tails = [
    {"size": n, "distance": z / np.sqrt(n), "p": kstwo.sf(z / np.sqrt(n), n)}
    for n in (1, 2, 5, 20, 99, 140, 450, 1000, 1001, 1500, 20000, 150000)
    for z in (0.3, 0.55, 0.7, 0.9, 1.1, 1.36, 1.48, 1.5, 1.9, 3.0)
    if z / np.sqrt(n) < 1
]

p_values = [[0.01], [0.04, 0.01, 0.03, 0.2, 0.5], [0.9, 0.001, 0.001, 0.04, 0.04, 0.6], [1.0, 1.0]]
adjusted = [{"p": p, "adjusted": false_discovery_control(p).tolist()} for p in p_values]

plane = np.column_stack([normal(18), 100 * normal(18), np.full(18, 3.0)])
moved = np.column_stack([normal(13, 0.6), 100 * normal(13, 0, 2), np.full(13, 3.0)])
coarse = np.array([[0.0], [0], [0], [0], [0], [1]])
kernels = [kernel(plane, moved), kernel(plane[:5, :1], moved[:9, :1]), kernel(coarse, coarse[1:])]

target = Path(__file__).resolve().parents[2] / "Tests" / "Golden" / "tests" / "two-sample.json"
tables = {"cases": cases, "kolmogorov": tails, "adjusted": adjusted, "mmd": kernels}
text = json.dumps(tables, default=float)
target.write_text(text.replace('{"name"', '\n{"name"').replace('{"size"', '\n{"size"') + "\n")
