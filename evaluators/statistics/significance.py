"""How far a rate or a difference can be trusted: intervals and paired tests (computed by SciPy)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LEVEL = 0.95
"""Coverage of the intervals."""
NORMAL = 1.959963984540054
"""How many standard errors either way hold so much of a normal distribution."""


def student(freedom: float) -> float:
    """How many standard errors either way hold so much of Student's t distribution with these degrees of freedom."""
    from scipy.special import stdtrit  # slow to import: only where it is used

    return float(stdtrit(freedom, (1 + LEVEL) / 2))


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval of a rate, both ends in 0..1."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PairedTest:
    """Two yes/no results per item, compared on the items that have both.

    Attributes:
        both, first_only, second_only, neither: items for which both, one, or none of the two results is a yes.
        p_value: exact two-sided probability of a split of the discordant items at least this uneven if neither side
            is better, 0..1; 1.0 when no item is discordant; None without any item.
        clusters: in how many clusters (questions asked several times) the items come, where they do. `p_value` is then
            of a t-test on the clusters' differences.
    """

    both: int
    first_only: int
    second_only: int
    neither: int
    p_value: float | None
    clusters: int | None = None

    @property
    def n(self) -> int:
        """The number of items with both results."""
        return self.both + self.first_only + self.second_only + self.neither


def wilson_interval(successes: int, n: int) -> Interval | None:
    """Wilson's score interval of `successes` out of `n`, at 95 %; None when `n` is 0.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).

    Raises:
        ValueError: unless 0 <= successes <= n.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"successes must lie between 0 and n: {successes} of {n}")
    if n == 0:
        return None
    from scipy.stats import binomtest  # slow to import: only where it is used

    found, rate = binomtest(successes, n).proportion_ci(LEVEL, method="wilson"), successes / n
    # Rounding can leave an end a hair inside an extreme rate.
    return Interval(max(0.0, min(float(found.low), rate)), min(1.0, max(float(found.high), rate)))


def exact_mcnemar(pairs: Iterable[tuple[bool, bool]]) -> PairedTest:
    """McNemar's test in its exact (binomial) form on pairs of (first, second) results.

    Source: Q. McNemar, "Note on the sampling error of the difference between correlated proportions or percentages",
    Psychometrika 12 (1947).
    """
    counts = {(first, second): 0 for first in (True, False) for second in (True, False)}
    for first, second in pairs:
        counts[bool(first), bool(second)] += 1
    both, first_only = counts[True, True], counts[True, False]
    second_only, neither = counts[False, True], counts[False, False]
    p_value = None
    if both + first_only + second_only + neither:
        from scipy.stats import binomtest

        differing = first_only + second_only
        p_value = float(binomtest(first_only, differing).pvalue) if differing else 1.0
    return PairedTest(both, first_only, second_only, neither, p_value)
