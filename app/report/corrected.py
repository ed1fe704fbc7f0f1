"""Rates and differences corrected by the verdicts on a random sample."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from app.records import GradedAnswer
from evaluators.statistics.prediction_powered import ENOUGH, Corrected, corrected_mean

NAN = float("nan")


def corrected_rate(answers: Sequence[GradedAnswer], sampled: Collection[int]) -> Corrected | None:
    """The share that reviewers would call correct; None with fewer than `ENOUGH` random verdicts, or all graded.

    Answers that are unjudged, and those of the sample that a reviewer left undecided, are in neither.
    """
    known = [(one, said) for one in answers if (said := _prediction(one)) is not None and not _undecided(one, sampled)]
    verdicts = [_verdict(one) if one.item.id in sampled else NAN for one, _ in known]
    count = sum(one.item.id in sampled for one, _ in known)
    if count < ENOUGH or count == len(known):
        return None
    return corrected_mean([said for _, said in known], verdicts)


def corrected_difference(
    pairs: Sequence[tuple[GradedAnswer, GradedAnswer]], sampled: Collection[int]
) -> Corrected | None:
    """Share of the first minus share of the second of each pair; None as above."""
    said, given = list[float](), list[float]()
    count = 0
    for first, second in pairs:
        one, two = _prediction(first), _prediction(second)
        if one is None or two is None or _undecided(first, sampled) or _undecided(second, sampled):
            continue
        inside = first.item.id in sampled and second.item.id in sampled
        count += inside
        said.append(one - two)
        given.append(_verdict(first) - _verdict(second) if inside else NAN)
    if count < ENOUGH or count == len(given):
        return None
    return corrected_mean(said, given, bounds=(-1.0, 1.0))


def _prediction(one: GradedAnswer) -> float | None:
    return one.tested.probability if one.tested else None


def _undecided(one: GradedAnswer, sampled: Collection[int]) -> bool:
    decided = one.verdict is not None and one.verdict.value in ("correct", "incorrect")
    return one.item.id in sampled and not decided


def _verdict(one: GradedAnswer) -> float:
    return float(one.verdict is not None and one.verdict.value == "correct")
