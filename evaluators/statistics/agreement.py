"""How far raters agree, beyond chance: Cohen's kappa, Gwet's AC1 and Krippendorff's alpha for unordered values.

Kappa and alpha collapse when nearly all values are the same, even though the raters agree; AC1 does not, so the three
are shown side by side.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from evaluators.statistics.significance import Interval, student

Pattern: TypeAlias = frozenset[tuple[str, int]]
"""What an item was rated: each value with how often it was given."""
T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two raters on the same items.

    Attributes:
        n: items that both rated.
        observed: share of items with equal values, 0..1; None without items.
        kappa: Cohen's kappa, -1..1; None when it is undefined (both always gave the same single value).
        ac1: Gwet's AC1, -1..1; None without items.
        alpha: Krippendorff's alpha, -1..1; None when all values are the same, or without items.
        kappa_interval, ac1_interval, alpha_interval: at 95 %, by the jackknife over items; None with fewer than two, or
            undefined.
    """

    n: int
    observed: float | None
    kappa: float | None
    ac1: float | None
    alpha: float | None = None
    kappa_interval: Interval | None = None
    ac1_interval: Interval | None = None
    alpha_interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class GroupAgreement:
    """Any number of raters, each on some of the items.

    Attributes:
        items: items with at least two ratings; the others say nothing about agreement.
        raters: raters of those items.
        observed: mean share of agreeing pairs of ratings per item, 0..1; None without items.
        alpha: Krippendorff's alpha for nominal values, -1..1; None when all values are the same, or without items.
        ac1: Gwet's AC1 for several raters, -1..1; None without items.
        alpha_interval, ac1_interval: at 95 %, by the jackknife over items; None with fewer than two, or undefined.
    """

    items: int
    raters: int
    observed: float | None
    alpha: float | None
    ac1: float | None
    alpha_interval: Interval | None = None
    ac1_interval: Interval | None = None


def pair_agreement(pairs: Iterable[tuple[str, str]]) -> PairAgreement:
    """The agreement of two raters from their (first, second) values of each item.

    Sources: J. Cohen, Educational and Psychological Measurement 20 (1960); K. L. Gwet, British Journal of
    Mathematical and Statistical Psychology 61 (2008).
    """
    counts = Counter(pairs)
    n = sum(counts.values())
    if n == 0:
        return PairAgreement(0, None, None, None)
    observed = sum(count for (first, second), count in counts.items() if first == second) / n
    return PairAgreement(
        n,
        observed,
        kappa=_kappa(counts),
        ac1=_pair_ac1(counts),
        alpha=_pair_alpha(counts),
        kappa_interval=_jackknife(counts, _kappa),
        ac1_interval=_jackknife(counts, _pair_ac1),
        alpha_interval=_jackknife(counts, _pair_alpha),
    )


def group_agreement(ratings: Iterable[Mapping[str, str]]) -> GroupAgreement:
    """The agreement of several raters from each item's ratings (rater → value).

    Sources: K. Krippendorff, "Computing Krippendorff's alpha-reliability" (2011); K. L. Gwet (2008).
    """
    rated = [given for given in ratings if given]
    multiple = [given for given in rated if len(given) > 1]
    if not multiple:
        return GroupAgreement(0, 0, None, None, None)
    patterns = Counter(frozenset(Counter(given.values()).items()) for given in rated)
    multiple_patterns = Counter({one: times for one, times in patterns.items() if _size(one) > 1})
    return GroupAgreement(
        items=len(multiple),
        raters=len({rater for given in multiple for rater in given}),
        observed=sum(times * _agreeing(one) for one, times in multiple_patterns.items()) / len(multiple),
        alpha=_alpha(multiple_patterns),
        ac1=_ac1(patterns),
        alpha_interval=_jackknife(multiple_patterns, _alpha),
        ac1_interval=_jackknife(patterns, _ac1),
    )


def _jackknife(counts: Counter[T], statistic: Callable[[Counter[T]], float | None]) -> Interval | None:
    """The interval of a statistic of items, of which equal ones are counted together.

    Leaving out one item is the same for all that are equal, so each kind is left out once.

    Source: B. Efron and C. Stein, "The jackknife estimate of variance", Annals of Statistics 9 (1981).
    """
    n = counts.total()
    whole = statistic(counts)
    if whole is None or n < 2:
        return None
    without = {one: statistic(counts - Counter([one])) for one, times in counts.items() if times}
    known = {one: value for one, value in without.items() if value is not None}
    if len(known) < len(without):
        return None
    mean = sum(counts[one] * value for one, value in known.items()) / n
    variance = (n - 1) / n * sum(counts[one] * (value - mean) ** 2 for one, value in known.items())
    reach = student(n - 1) * math.sqrt(variance)
    return Interval(max(-1.0, whole - reach), min(1.0, whole + reach))


def _kappa(counts: Counter[tuple[str, str]]) -> float | None:
    """(p_o - p_e) / (1 - p_e), p_e from each rater's own shares."""
    n = counts.total()
    first, second = Counter[str](), Counter[str]()
    for (one, two), times in counts.items():
        first[one] += times
        second[two] += times
    chance = sum(first[value] * second[value] for value in first) / n**2
    observed = sum(times for (one, two), times in counts.items() if one == two) / n
    return None if chance == 1 else (observed - chance) / (1 - chance)


def _pair_ac1(counts: Counter[tuple[str, str]]) -> float | None:
    return _ac1(_patterns(counts))


def _pair_alpha(counts: Counter[tuple[str, str]]) -> float | None:
    return _alpha(_patterns(counts))


def _patterns(counts: Counter[tuple[str, str]]) -> Counter[Pattern]:
    patterns = Counter[Pattern]()
    for pair, times in counts.items():
        patterns[frozenset(Counter(pair).items())] += times
    return patterns


def _size(pattern: Pattern) -> int:
    return sum(count for _, count in pattern)


def _agreeing(pattern: Pattern) -> float:
    """Share of an item's pairs of ratings that are equal."""
    n = _size(pattern)
    return sum(count * (count - 1) for _, count in pattern) / (n * (n - 1))


def _ac1(patterns: Counter[Pattern]) -> float | None:
    """AC1 = (p_a - p_e) / (1 - p_e), p_e = sum pi (1 - pi) / (K - 1); p_a over the items rated twice or more."""
    multiple = {one: times for one, times in patterns.items() if _size(one) > 1}
    if not multiple:
        return None
    observed = sum(times * _agreeing(one) for one, times in multiple.items()) / sum(multiple.values())
    shares = Counter[str]()
    for one, times in patterns.items():
        for value, count in one:
            shares[value] += times * count / _size(one)  # type: ignore[assignment]
    if len(shares) < 2:
        return observed
    chance = sum(share / patterns.total() * (1 - share / patterns.total()) for share in shares.values())
    chance /= len(shares) - 1
    return (observed - chance) / (1 - chance)


def _alpha(patterns: Counter[Pattern]) -> float | None:
    """Alpha = 1 - D_o / D_e from the coincidences of values within items."""
    totals = Counter[str]()
    disagreeing = 0.0
    for one, times in patterns.items():
        for value, count in one:
            totals[value] += times * count
        size = _size(one)
        disagreeing += times * (size**2 - sum(count * count for _, count in one)) / (size - 1)
    n = totals.total()
    expected = n * n - sum(count * count for count in totals.values())
    return 1 - (n - 1) * disagreeing / expected if expected else None
