"""What the rate would be if people had judged everything, from a judge's predictions and people's verdicts on a sample.

A judge that errs shifts the rate that it reports, and more data make that rate only seem more certain. Verdicts on a
random sample tell how far it is off; the predictions on all the rest lend the sample their precision.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from evaluators.statistics.significance import Interval, student

ENOUGH = 30
"""Random verdicts from which on a corrected mean is worth its interval."""
FURTHER = 0.4
"""Of a squared error that the sample may have missed: see `corrected_mean`."""
FURTHER_WEIGHTED = 0.25
"""The same where items were sampled by unequal probabilities."""
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Corrected:
    """A mean corrected by verdicts.

    Attributes:
        value: the estimate; of a rate, cut to 0..1.
        error: its standard error.
        interval: at 95 %, cut like the value.
        sampled, n: verdicts used, and items in all.
        weight: how much the predictions were trusted, 0 (verdicts alone) to 1.
    """

    value: float
    error: float
    interval: Interval
    sampled: int
    n: int
    weight: float


def corrected_mean(
    predictions: ArrayLike,
    verdicts: ArrayLike,
    sampling: ArrayLike | None = None,
    *,
    bounds: tuple[float, float] = (0.0, 1.0),
) -> Corrected | None:
    """The mean verdict of all items; None with fewer than two verdicts.

    Args:
        predictions: the judge's value for each item, (n,): a probability, 0 or 1, or a difference of such.
        verdicts: the reviewers' value where the item is in the sample, NaN elsewhere, (n,).
        sampling: each item's known probability of being sampled, 0..1, (n,), independently of the others; None: the
            sample is a simple random one.
        bounds: between which the mean lies.

    The predictions' weight is the one with the smallest variance, within 0..1. The published interval (value ± z ·
    error) covers too little where verdicts and predictions hardly differ, or the mean is near an end. So `FURTHER` of
    an error is added to the squares of what verdicts and predictions differ by, the weight costs a degree of freedom
    as the mean does (of the variance, and of Student's t, whose quantile stands for z), and the interval of a rate is
    Wilson's for the effective sample size (E. L. Korn and B. I. Graubard, Survey Methodology 24, 1998). With unequal
    probabilities of sampling, the sum of the weights stands for the number of items (the ratio estimator of J. Hájek,
    1971), the variance is that of its linear part, and the sample counts as its effective size (`effective_size`).
    `benchmarks/statistics.md` has the coverage.

    Sources: A. N. Angelopoulos, S. Bates, C. Fannjiang, M. I. Jordan and T. Zrnic, "Prediction-powered inference",
    Science 382 (2023); A. N. Angelopoulos, J. C. Duchi and T. Zrnic, "PPI++" (2023) for the weight; T. Zrnic and E. J.
    Candès, "Active statistical inference" (2024) for known sampling probabilities.

    Raises:
        ValueError: arrays of different lengths, or a sampled item whose probability is not within 0..1.
    """
    said, given = np.asarray(predictions, dtype=float), np.asarray(verdicts, dtype=float)
    if said.shape != given.shape:
        raise ValueError(f"predictions and verdicts differ in length: {said.shape} and {given.shape}")
    inside = ~np.isnan(given)
    sampled = int(inside.sum())
    if sampled < 2:
        return None
    size = float(sampled)
    if sampling is None:
        value, error, weight = _simple(said, given, inside)
    else:
        chances = np.asarray(sampling, float)
        value, error, weight = _weighted(said, given, inside, chances)
        size = effective_size(1 / chances[inside])
    value = min(max(value, bounds[0]), bounds[1])
    return Corrected(value, error, _interval(value, error, size, bounds), sampled, said.size, weight)


def _interval(value: float, error: float, sampled: float, bounds: tuple[float, float]) -> Interval:
    """Wilson's interval for as many observations as would have this standard error, between 0 and 1; else plain t."""
    reach = student(_freedom(sampled))
    if bounds != (0.0, 1.0):
        low, high = np.clip([value - reach * error, value + reach * error], *bounds).tolist()
        return Interval(low, high)
    inside = min(max(value, 0.5 / sampled), 1 - 0.5 / sampled)
    size = inside * (1 - inside) / error**2
    spread = reach * float(np.sqrt(value * (1 - value) / size + (reach / (2 * size)) ** 2))
    middle, scale = value + reach**2 / (2 * size), 1 + reach**2 / size
    return Interval(max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale))


def _freedom(sampled: float) -> float:
    """What is left of a sample from which a mean and a weight were estimated."""
    return max(1.0, sampled - 2)


def _simple(said: Array, given: Array, inside: NDArray[np.bool_]) -> tuple[float, float, float]:
    rest, own, verdicts = said[~inside], said[inside], given[inside]
    n, others = verdicts.size, rest.size
    spread = float(said.var(ddof=1))
    weight = 0.0
    if others > 1 and spread > 0:
        together = float(np.cov(verdicts, own)[0, 1])
        weight = min(1.0, max(0.0, together / ((1 + n / others) * spread)))
    left = verdicts - weight * own
    value = float(left.mean()) + (weight * float(rest.mean()) if weight else 0.0)
    squares = float(((left - left.mean()) ** 2).sum())
    variance = (squares / _freedom(n) + FURTHER / n) / n
    variance += weight**2 * float(rest.var(ddof=1)) / others if weight else 0.0
    return value, float(np.sqrt(variance)), weight


def _weighted(said: Array, given: Array, inside: NDArray[np.bool_], sampling: Array) -> tuple[float, float, float]:
    if sampling.shape != said.shape or not np.all((sampling[inside] > 0) & (sampling[inside] <= 1)):
        raise ValueError("every sampled item needs its probability of being sampled, above 0 and up to 1")
    share = np.where(inside, 1 / np.where(inside, sampling, 1.0), 0.0)
    share *= said.size / share.sum()
    verdicts = np.where(inside, given, 0.0)
    mean, expected = (float((share * values).mean()) for values in (verdicts, said))
    told = share * (verdicts - mean)
    off = said - float(said.mean()) - share * (said - expected)  # what a weight of 1 adds to each item's term
    spread = float(off.var(ddof=1))
    weight = min(1.0, max(0.0, -float(np.cov(told, off)[0, 1]) / spread)) if spread > 0 else 0.0
    variance = float((told + weight * off).var(ddof=1)) / said.size + FURTHER_WEIGHTED / effective_size(share) ** 2
    return mean + weight * (float(said.mean()) - expected), float(np.sqrt(variance)), weight


def effective_size(shares: Array) -> float:
    """How many equally weighted observations weigh as much as these (L. Kish, Survey Sampling, 1965); 0: not sampled.

    >>> effective_size(np.array([1.0, 1.0, 0.0, 2.0]))
    2.6666666666666665
    """
    return float(shares.sum() ** 2 / (shares**2).sum())
