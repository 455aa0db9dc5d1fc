"""Exact two-sample Kolmogorov-Smirnov p-values by scipy for Tests/DriftTests/KSWINTests.swift.

pip install scipy; python3 scripts/reference/ks.py
"""

from scipy.stats import ks_2samp

for size, steps in [(5, 4), (30, 3), (30, 9), (30, 13), (30, 14), (30, 30), (200, 24), (500, 60)]:
    first = range(size)
    second = [i + steps - 0.5 for i in range(size)]
    result = ks_2samp(first, second, method="exact")
    assert round(result.statistic * size) == steps
    print(f"({size}, {steps}, {result.pvalue!r}),")
