"""Which verdicts stand: verdicts are only ever appended, and a withdrawal takes back the one before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

from app.records import IndexRow, IndexSide, Language, Question, Verdict

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


class Indexed(NamedTuple):
    """What the review list needs to know of an item; `state`: of its answer and judgement."""

    item_id: int
    question: Question
    language: Language
    arm_key: str
    state: Literal["pending", "error", "unjudged", "correct", "incorrect"]
    probability: float | None
    answered_in: str


def review_index(items: Sequence[Indexed], latest: Standing, reviewer: str) -> list[IndexRow]:
    """The review list: one row per question and arm, in the order of `items`."""
    by_row: dict[tuple[str, str], list[Indexed]] = {}
    for one in items:
        by_row.setdefault((one.question.no, one.arm_key), []).append(one)
    return [
        IndexRow(
            position=position,
            no=no,
            type=group[0].question.type,
            arm_key=arm_key,
            texts={language: side.text for language, side in group[0].question.sides.items()},
            sides={one.language: _side(one, latest.get(one.item_id, {}), reviewer) for one in group},
        )
        for position, ((no, arm_key), group) in enumerate(by_row.items())
    ]


def _side(one: Indexed, given: Mapping[str, Verdict], reviewer: str) -> IndexSide:
    mine = given.get(reviewer)
    return IndexSide(
        item_id=one.item_id,
        state=one.state,
        probability=one.probability,
        language=one.answered_in,
        mine=mine.value if mine else None,
        mine_language_ok=mine.language_ok if mine else None,
        latest=list(given.values())[-1].value if given else None,
        disagree=disagree(given.values()),
    )
