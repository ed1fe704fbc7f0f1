"""Which verdicts stand: verdicts are only ever appended, and a withdrawal takes back the one before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

from app.records import GradedAnswer, IndexRow, IndexSide, Verdict

Standing: TypeAlias = Mapping[int, Mapping[str, Verdict]]
"""Item id → reviewer → the verdict that stands, items and reviewers in the order of those verdicts."""


def standing(verdicts: Iterable[Verdict]) -> Standing:
    """Fold verdicts, oldest first, into those that stand."""
    given: dict[tuple[int, str], list[Verdict]] = {}
    for verdict in verdicts:
        stack = given.setdefault((verdict.item_id, verdict.reviewer), [])
        if verdict.value != "withdrawn":
            stack.append(verdict)
        elif stack:
            stack.pop()
    latest: dict[int, dict[str, Verdict]] = {}
    for verdict in sorted((stack[-1] for stack in given.values() if stack), key=lambda one: one.id):
        latest.setdefault(verdict.item_id, {})[verdict.reviewer] = verdict
    return latest


def disagree(verdicts: Iterable[Verdict]) -> bool:
    """Whether reviewers differ about the meaning (an `unsure` differs from nobody)."""
    return len({verdict.value for verdict in verdicts} - {"unsure"}) > 1


def review_index(answers: Sequence[GradedAnswer], latest: Standing, reviewer: str) -> list[IndexRow]:
    """The review list: one row per question and arm, in the order of `answers`."""
    by_row: dict[tuple[str, str], list[GradedAnswer]] = {}
    for one in answers:
        by_row.setdefault((one.item.question.no, one.item.arm.key), []).append(one)
    return [
        IndexRow(
            position=position,
            no=group[0].item.question.no,
            type=group[0].item.question.type,
            arm_key=arm_key,
            texts={language: side.text for language, side in group[0].item.question.sides.items()},
            sides={one.item.language: _side(one, latest.get(one.item.id, {}), reviewer) for one in group},
        )
        for position, ((_, arm_key), group) in enumerate(by_row.items())
    ]


def _side(one: GradedAnswer, given: Mapping[str, Verdict], reviewer: str) -> IndexSide:
    mine = given.get(reviewer)
    return IndexSide(
        item_id=one.item.id,
        state=_state(one),
        probability=one.judgement.probability if one.judgement else None,
        language=one.answer.language if one.answer else "none",
        mine=mine.value if mine else None,
        mine_language_ok=mine.language_ok if mine else None,
        latest=list(given.values())[-1].value if given else None,
        disagree=disagree(given.values()),
    )


def _state(one: GradedAnswer) -> Literal["pending", "error", "unjudged", "correct", "incorrect"]:
    if one.answer is None:
        return "pending"
    if one.answer.error is not None:
        return "error"
    return one.judgement.value if one.judgement else "unjudged"
