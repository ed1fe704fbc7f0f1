"""How far to trust the numbers: reviewers among themselves, the judge against them, minds changed by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.records import GradedAnswer
from app.verdicts import Histories, Verdict, histories
from evaluators.statistics.agreement import GroupAgreement, PairAgreement, group_agreement, pair_agreement

DECIDED = ("correct", "incorrect")


@dataclass(frozen=True, slots=True)
class Changes:
    """Verdicts given while the judgement was hidden: how many, and how many were changed once it was shown.

    `toward`: changed to what the automatic judgement said.
    """

    blind: int
    changed: int
    toward: int


@dataclass(frozen=True, slots=True)
class Trust:
    """Agreement within one run.

    Attributes:
        reviewers: of the reviewers, on answers that at least two of them decided.
        judge: of the automatic judgement with the standing verdict, on answers that both decided.
        too_kind: judged correct, but incorrect to the reviewer; `too_strict` the other way round.
        blind: of the judgement with what reviewers said before they saw it.
        changes: how reviewers' minds changed when they did.
    """

    reviewers: GroupAgreement
    judge: PairAgreement
    too_kind: int
    too_strict: int
    blind: PairAgreement
    changes: Changes


def trust(answers: Sequence[GradedAnswer], verdicts: Sequence[Verdict]) -> Trust:
    """Measure agreement from a run's answers and every verdict ever given in it, oldest first."""
    judged = {one.item.id: one.tested.value for one in answers if one.tested and one.tested.value in DECIDED}
    pairs = [
        (judged[one.item.id], one.verdict.value)
        for one in answers
        if one.item.id in judged and one.verdict and one.verdict.value in DECIDED
    ]
    counts = Counter(pairs)
    given = histories(verdicts)
    first = [(item, history[0].value) for (item, _), history in given.items() if not history[0].judgement_visible]
    blind = [(judged[item], value) for item, value in first if item in judged and value in DECIDED]
    return Trust(
        reviewers=group_agreement({v.reviewer: v.value for v in one.counted if v.value in DECIDED} for one in answers),
        judge=pair_agreement(pairs),
        too_kind=counts["correct", "incorrect"],
        too_strict=counts["incorrect", "correct"],
        blind=pair_agreement(blind),
        changes=_changes(given, judged),
    )


def _changes(given: Histories, judged: Mapping[int, str]) -> Changes:
    hidden = [(item, history) for (item, _), history in given.items() if not history[0].judgement_visible]
    changed = [
        (item, history[-1].value)
        for item, history in hidden
        if history[-1].judgement_visible and history[-1].value != history[0].value
    ]
    return Changes(len(hidden), len(changed), sum(judged.get(item) == value for item, value in changed))
