"""How far raters agree, beyond chance: Cohen's kappa, Gwet's AC1 and Krippendorff's alpha for unordered values.

Kappa and alpha collapse when nearly all values are the same, even though the raters agree; AC1 does not, so the three
are shown side by side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from statsmodels.stats.inter_rater import cohens_kappa


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two raters on the same items.

    Attributes:
        n: items that both rated.
        observed: share of items with equal values, 0..1; None without items.
        kappa: Cohen's kappa, -1..1; None when it is undefined (both always gave the same single value).
        ac1: Gwet's AC1, -1..1; None without items.
    """

    n: int
    observed: float | None
    kappa: float | None
    ac1: float | None


@dataclass(frozen=True, slots=True)
class GroupAgreement:
    """Any number of raters, each on some of the items.

    Attributes:
        items: items with at least two ratings; the others say nothing about agreement.
        raters: raters of those items.
        observed: mean share of agreeing pairs of ratings per item, 0..1; None without items.
        alpha: Krippendorff's alpha for nominal values, -1..1; None when all values are the same, or without items.
        ac1: Gwet's AC1 for several raters, -1..1; None without items.
    """

    items: int
    raters: int
    observed: float | None
    alpha: float | None
    ac1: float | None


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
    values = sorted({value for pair in counts for value in pair})
    kappa = None
    if len(values) > 1:
        table = [[counts[first, second] for second in values] for first in values]
        kappa = float(cohens_kappa(table, return_results=False))
    ratings = [Counter(pair) for pair, count in counts.items() for _ in range(count)]
    return PairAgreement(n, observed, kappa, _ac1(ratings, ratings))


def group_agreement(ratings: Iterable[Mapping[str, str]]) -> GroupAgreement:
    """The agreement of several raters from each item's ratings (rater → value).

    Sources: K. Krippendorff, "Computing Krippendorff's alpha-reliability" (2011); K. L. Gwet (2008).
    """
    rated = [given for given in ratings if given]
    multiple = [given for given in rated if len(given) > 1]
    if not multiple:
        return GroupAgreement(0, 0, None, None, None)
    counts = [Counter(given.values()) for given in multiple]
    return GroupAgreement(
        items=len(multiple),
        raters=len({rater for given in multiple for rater in given}),
        observed=sum(map(_agreeing, counts)) / len(counts),
        alpha=_alpha(counts),
        ac1=_ac1([Counter(given.values()) for given in rated], counts),
    )


def _agreeing(counts: Counter[str]) -> float:
    """Share of an item's pairs of ratings that are equal."""
    n = counts.total()
    return sum(count * (count - 1) for count in counts.values()) / (n * (n - 1))


def _ac1(rated: Sequence[Counter[str]], multiple: Sequence[Counter[str]]) -> float:
    """AC1 = (p_a - p_e) / (1 - p_e), p_e = sum pi (1 - pi) / (K - 1); `multiple`: the items rated twice or more."""
    observed = sum(map(_agreeing, multiple)) / len(multiple)
    values = {value for counts in rated for value in counts}
    if len(values) < 2:
        return observed
    shares = [sum(counts[value] / counts.total() for counts in rated) / len(rated) for value in values]
    chance = sum(share * (1 - share) for share in shares) / (len(values) - 1)
    return (observed - chance) / (1 - chance)


def _alpha(multiple: Sequence[Counter[str]]) -> float | None:
    """Alpha = 1 - D_o / D_e from the coincidences of values within items."""
    totals = sum(multiple, Counter[str]())
    n = totals.total()
    expected = n * n - sum(count * count for count in totals.values())
    if expected == 0:
        return None
    disagreeing = sum(
        (counts.total() ** 2 - sum(count * count for count in counts.values())) / (counts.total() - 1)
        for counts in multiple
    )
    return 1 - (n - 1) * disagreeing / expected
