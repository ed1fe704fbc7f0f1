"""Two yes/no results for each item: how large the difference is, how small a one could be found, and many tests."""

from __future__ import annotations

import math
from collections.abc import Sequence

from evaluators.statistics.significance import NORMAL, Interval, PairedTest, wilson_interval

POWER = 0.8
"""The probability with which the minimum detectable difference is found."""
MOST = 10_000_000


def paired_difference(test: PairedTest) -> tuple[float, Interval] | None:
    """Share of the first minus share of the second, with Tango's score interval at 95 %; None without an item.

    Source: T. Tango, "Equivalence test and confidence interval for the difference in proportions for the paired-sample
    design", Statistics in Medicine 17 (1998).
    """
    n, first, second = test.n, test.first_only, test.second_only
    if n == 0:
        return None
    from scipy.optimize import brentq  # slow to import: only where it is used

    found = (first - second) / n

    def off(difference: float, sign: int) -> float:
        return _score(first, second, n, difference) - sign * NORMAL

    edge = 1e-12
    low = -1.0 if first - second == -n else brentq(off, -1 + edge, found, args=(1,), xtol=1e-12)
    high = 1.0 if first - second == n else brentq(off, found, 1 - edge, args=(-1,), xtol=1e-12)
    return found, Interval(float(low), float(high))


def _score(first: int, second: int, n: int, difference: float) -> float:
    """Tango's statistic: how many standard errors the observed difference lies above this one."""
    a = 2.0 * n
    b = -first - second + (2 * n - first + second) * difference
    c = -second * difference * (1 - difference)
    q = max(0.0, (math.sqrt(max(0.0, b * b - 4 * a * c)) - b) / (2 * a))
    variance = n * (2 * q + difference * (1 - difference))
    gap = first - second - n * difference
    if variance <= 0:
        return 0.0 if abs(gap) < 1e-9 else math.copysign(math.inf, gap)
    return gap / math.sqrt(variance)


def detectable_difference(test: PairedTest) -> float | None:
    """The smallest true difference that McNemar's test at 5 % would find with 80 % probability; None without an item.

    The share of items that differ is taken as observed (half an item more, so that it is never nothing). None too where
    not even all of those going one way would be found.

    Source: R. J. Connor, "Sample size for testing differences in proportions for the paired-sample design", Biometrics
    43 (1987), its normal approximation solved for the difference.
    """
    if not test.n:
        return None
    from scipy.optimize import brentq
    from scipy.special import ndtri

    differing = (test.first_only + test.second_only + 0.5) / (test.n + 0.5)
    beta = float(ndtri(POWER))

    def short(difference: float) -> float:
        needed = NORMAL * math.sqrt(differing) + beta * math.sqrt(differing - difference**2)
        return difference * math.sqrt(test.n) - needed

    most = min(differing, math.sqrt(differing))
    return float(brentq(short, 0.0, most)) if short(most) > 0 else None


def more_for(correct: int, n: int, half_width: float) -> int | None:
    """How many more answers, right as often as those so far, make the Wilson interval ± `half_width` or narrower.

    None where `n` is 0 or it would take more than ten million.
    """
    if n == 0:
        return None

    def wide(total: int) -> bool:
        interval = wilson_interval(round(correct / n * total), total)
        return interval is None or (interval.high - interval.low) / 2 > half_width

    low, high = n, n
    while wide(high):
        low, high = high, 2 * high
        if high > MOST:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if wide(middle) else (low, middle)
    return high - n


def holm(p_values: Sequence[float]) -> list[float]:
    """The p-values adjusted for being several, in their order: rejecting below 5 % errs anywhere in 5 % at most.

    Source: S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6
    (1979).
    """
    # Not statsmodels' `multipletests`: it collects garbage, which takes a second where a run is in memory.
    adjusted = [0.0] * len(p_values)
    highest = 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        highest = max(highest, min((len(p_values) - rank) * p_values[place], 1.0))
        adjusted[place] = highest
    return adjusted
