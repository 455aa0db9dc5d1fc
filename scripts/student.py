"""Means with Student's t intervals, for the tables that other scripts make."""

import math
import statistics

# Student's t, 97.5 %, by degrees of freedom from 1.
T = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
     2.110, 2.101, 2.093, 2.086]


def interval(values):
    """Mean and half of the 95 % t interval; NaN where there are too few values. Beyond 20 degrees of freedom, t of 20."""
    if not values:
        return math.nan, math.nan
    mean = statistics.fmean(values)
    if len(values) < 2:
        return mean, math.nan
    return mean, T[min(len(values) - 1, len(T)) - 1] * statistics.stdev(values) / math.sqrt(len(values))


def number(value):
    """As a cell; empty for what is undefined."""
    return "" if math.isnan(value) else f"{value:.5f}"
