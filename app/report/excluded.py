"""What is in no rate, and why: errors, what could not be judged, what reviewers left undecided, what is unanswered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from app.records import GradedAnswer, Language
from app.report.arms import ArmAnswers

Kind: TypeAlias = Literal["error", "unanswered", "unjudged", "unsure"]


@dataclass(frozen=True, slots=True)
class Excluded:
    """One answer that a rate leaves out. `reason` is empty where the kind says it all."""

    arm: str
    arm_key: str
    no: str
    language: Language
    kind: Kind
    reason: str
    reason_ja: str
    item: int


def excluded(arms: Sequence[ArmAnswers]) -> tuple[Excluded, ...]:
    """Every answer that the judged rate (error, unanswered, unjudged) or the reviewed one (unsure) leaves out."""
    return tuple(
        Excluded(arm.label, arm.key, one.item.name, one.item.language, kind, reason, reason_ja, one.item.id)
        for arm in arms
        for one in arm.answers
        for kind, reason, reason_ja in _reasons(one)
    )


def _reasons(one: GradedAnswer) -> Iterator[tuple[Kind, str, str]]:
    if one.answer is None:
        yield "unanswered", "", ""
    elif one.answer.error is not None:
        yield "error", one.answer.error, one.answer.error
    else:
        if one.judgement is None:
            yield "unjudged", "", ""
        elif one.judgement.value == "unjudged":
            yield "unjudged", one.judgement.reason, one.judgement.reason_ja or one.judgement.reason
        if one.verdict and one.verdict.value == "unsure":
            yield "unsure", one.verdict.comment, one.verdict.comment
