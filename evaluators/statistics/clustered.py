"""Means of values that come in clusters, such as the two languages of one question."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from evaluators.statistics.significance import LEVEL, Interval


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean with what is known of its precision.

    Attributes:
        value: the mean over all values.
        error: its standard error, robust to dependence within clusters; None with fewer than two clusters.
        interval: at 95 %, from Student's t with clusters - 1 degrees of freedom; None with fewer than two clusters.
        n, clusters: how many values, and in how many clusters.
    """

    value: float
    error: float | None
    interval: Interval | None
    n: int
    clusters: int


def clustered_mean(values: ArrayLike, clusters: Sequence[Hashable] | None = None) -> Mean | None:
    """The mean of `values`, each in the cluster named at its place (None: each in its own); None without any.

    The standard error is the sandwich estimate for an intercept alone, with the factor G / (G - 1) of G clusters.

    Source: K.-Y. Liang and S. L. Zeger, "Longitudinal data analysis using generalized linear models", Biometrika 73
    (1986).
    """
    found = np.asarray(values, dtype=float)
    if not found.size:
        return None
    mean = float(found.mean())
    names: Sequence[Hashable] = range(found.size) if clusters is None else clusters
    place = {name: number for number, name in enumerate(dict.fromkeys(names))}
    groups = len(place)
    if groups < 2:
        return Mean(mean, None, None, found.size, groups)
    sums = np.bincount([place[name] for name in names], weights=found - mean)
    error = float(np.sqrt((sums**2).sum() * groups / (groups - 1)) / found.size)
    from scipy.stats import t  # slow to import: only where it is used

    reach = float(t.ppf((1 + LEVEL) / 2, groups - 1)) * error
    return Mean(mean, error, Interval(mean - reach, mean + reach), found.size, groups)
