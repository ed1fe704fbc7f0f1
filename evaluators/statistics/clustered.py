"""Means of values that come in clusters, such as the two languages of one question."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from evaluators.statistics.significance import NORMAL, Interval, student


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
    reach = student(groups - 1) * error
    return Mean(mean, error, Interval(mean - reach, mean + reach), found.size, groups)


def clustered_interval(values: ArrayLike, clusters: Sequence[Hashable]) -> Interval | None:
    """The 95 % interval of a rate whose yes/no `values` come in clusters; None without any.

    Wilson's interval for as many independent values as would be known as precisely (at most all of them; as many as
    there are clusters where all values are alike), with Student's t of clusters - 1 degrees of freedom.

    Source: N. Dean and M. Pagano, "Evaluating confidence interval methods for binomial proportions in clustered
    surveys", Journal of Survey Statistics and Methodology 3 (2015).
    """
    mean = clustered_mean(values, clusters)
    if mean is None:
        return None
    rate, effective, reach = mean.value, float(mean.clusters), NORMAL
    if mean.error:
        effective = min(rate * (1 - rate) / mean.error**2, float(mean.n))
    if mean.clusters > 1:
        reach = student(mean.clusters - 1)
    square = reach**2
    middle = (rate + square / (2 * effective)) / (1 + square / effective)
    half = reach * np.sqrt(rate * (1 - rate) / effective + square / (4 * effective**2)) / (1 + square / effective)
    return Interval(max(0.0, min(float(middle - half), rate)), min(1.0, max(float(middle + half), rate)))


def clustered_test(mean: Mean) -> float | None:
    """The two-sided probability of a mean at least this far from 0 if it were 0; None with fewer than two clusters.

    Student's t with clusters - 1 degrees of freedom on `clustered_mean`; 1.0 where all values are 0.
    """
    if mean.error is None:
        return None
    if mean.error == 0:
        return 0.0 if mean.value else 1.0
    from scipy.special import stdtr  # slow to import: only where it is used

    return float(2 * stdtr(mean.clusters - 1, -abs(mean.value) / mean.error))
