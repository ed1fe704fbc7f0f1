"""The judge on a run's own verdicts: how well it ranks, how far it is calibrated, in which languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.records import LANGUAGES, GradedAnswer, Language
from app.report.counts import decision
from evaluators.statistics.judging import Judging, judging


@dataclass(frozen=True, slots=True)
class Confusion:
    """Answers to questions in one language that came in another (or the same): judgement against verdict.

    `answers` counts all of them; the others those that both decided: judged correct or not, rightly or wrongly.
    """

    asked: Language
    answered: str
    answers: int
    hits: int
    false_alarms: int
    misses: int
    rejections: int


@dataclass(frozen=True, slots=True)
class JudgeCheck:
    """The judge against the verdicts of a run."""

    judging: Judging
    confusions: tuple[Confusion, ...]


def judge_check(answers: Sequence[GradedAnswer]) -> JudgeCheck:
    """Measure the judgements (out of fold, where the run has a calibration) against the standing verdicts."""
    decided = [
        (one.tested.probability, correct)
        for one in answers
        if one.tested and one.tested.probability is not None
        if (correct := decision(one, "verdict")) is not None
    ]
    measured = judging([chance for chance, _ in decided], [correct for _, correct in decided])
    groups: dict[tuple[Language, str], list[GradedAnswer]] = {}
    for one in answers:
        if one.answer is not None and one.answer.error is None:
            groups.setdefault((one.item.language, one.answer.language), []).append(one)
    order = {name: place for place, name in enumerate((*LANGUAGES, "mixed", "other", "none"))}
    listed = sorted(groups.items(), key=lambda pair: (order[pair[0][0]], order.get(pair[0][1], len(order))))
    return JudgeCheck(measured, tuple(_confusion(asked, said, group) for (asked, said), group in listed))


def _confusion(asked: Language, answered: str, group: Sequence[GradedAnswer]) -> Confusion:
    pairs = [(one.tested.value, one.verdict.value) for one in group if one.tested and one.verdict]
    cells = (("correct", "correct"), ("correct", "incorrect"), ("incorrect", "correct"), ("incorrect", "incorrect"))
    return Confusion(asked, answered, len(group), *(pairs.count(cell) for cell in cells))  # type: ignore[arg-type]
