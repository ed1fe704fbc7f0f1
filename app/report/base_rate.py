"""Judgements restated at a run's own base rate: how many answers are right differs from run to run.

See `evaluators.judge.prior_shift` for the method (Saerens et al. 2002) and its assumptions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.records import GradedAnswer, Language
from evaluators.judge.judgement import THRESHOLD
from evaluators.judge.prior_shift import ENOUGH, PriorShift, correct_prior, training_base_rate
from evaluators.results import Judgement, JudgementValue


@dataclass(frozen=True, slots=True)
class BaseRate:
    """The estimated share (0..1) of right answers of one arm in one language, from `n` judged answers."""

    arm_key: str
    language: Language
    share: float
    n: int


def base_rates(answers: Sequence[GradedAnswer]) -> list[BaseRate]:
    """The estimate for each arm and language that has enough judged answers for one."""
    rates = []
    for (arm_key, language), group in _groups(answers).items():
        found = _shift(group)
        if found and found.prevalence is not None:
            rates.append(BaseRate(arm_key, language, found.prevalence, len(group)))
    return rates


def restated(answers: Sequence[GradedAnswer]) -> list[GradedAnswer]:
    """The answers with their judgements at the base rate of their arm and language; as they are where n is small."""
    changed: dict[int, GradedAnswer] = {}
    for group in _groups(answers).values():
        found = _shift(group)
        if found:
            pairs = zip(group, found.probabilities, strict=True)
            changed |= {one.item.id: replace(one, judgement=_judged(one, chance)) for one, chance in pairs}
    return [changed.get(one.item.id, one) for one in answers]


def _groups(answers: Sequence[GradedAnswer]) -> dict[tuple[str, Language], list[GradedAnswer]]:
    groups: dict[tuple[str, Language], list[GradedAnswer]] = {}
    for one in answers:
        if one.judgement and one.judgement.probability is not None and one.judgement.value != "unjudged":
            groups.setdefault((one.item.arm.key, one.item.language), []).append(one)
    return groups


def _shift(group: Sequence[GradedAnswer]) -> PriorShift | None:
    if len(group) < ENOUGH:
        return None
    given = [one.judgement.probability for one in group if one.judgement and one.judgement.probability is not None]
    return correct_prior(given, training_base_rate())


def _judged(one: GradedAnswer, chance: float) -> Judgement | None:
    value: JudgementValue = "correct" if chance >= THRESHOLD else "incorrect"
    return one.judgement and replace(one.judgement, value=value, probability=chance)
