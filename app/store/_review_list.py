"""The review list: one row per question and arm, with what a reviewer needs to see of each side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from app.records import Language, Question
from app.verdicts import Standing, Verdict, VerdictValue, disagree, standing_verdict

ItemState: TypeAlias = Literal["pending", "error", "unjudged", "correct", "incorrect"]
"""No answer yet, an error in its place, or what the automatic judgement says of it."""


@dataclass(frozen=True, slots=True)
class IndexSide:
    """What the review list shows of one answer. `mine` is the asking reviewer's verdict, `latest` anyone's."""

    item_id: int
    state: ItemState
    probability: float | None
    language: str
    mine: VerdictValue | None
    mine_language_ok: bool | None
    mine_id: int | None
    latest: VerdictValue | None
    disagree: bool


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One line of the review list: a question under one arm. `texts` and `sides` are by language."""

    position: int
    no: str
    type: str
    arm_key: str
    texts: Mapping[Language, str]
    sides: Mapping[Language, IndexSide]


class Listed(NamedTuple):
    """What the review list needs to know of an item."""

    item_id: int
    question: Question
    language: Language
    arm_key: str
    state: ItemState
    probability: float | None
    answered_in: str


def review_list(items: Sequence[Listed], standing: Standing, reviewer: str) -> list[IndexRow]:
    """One row per question and arm, in the order of `items`, as this reviewer sees it."""
    by_row: dict[tuple[str, str], list[Listed]] = {}
    for item in items:
        by_row.setdefault((item.question.no, item.arm_key), []).append(item)
    return [
        IndexRow(
            position=position,
            no=no,
            type=group[0].question.type,
            arm_key=arm_key,
            texts={language: side.text for language, side in group[0].question.sides.items()},
            sides={item.language: _side(item, standing.get(item.item_id, {}), reviewer) for item in group},
        )
        for position, ((no, arm_key), group) in enumerate(by_row.items())
    ]


def _side(item: Listed, by_reviewer: Mapping[str, Verdict], reviewer: str) -> IndexSide:
    mine = by_reviewer.get(reviewer)
    counts = standing_verdict(list(by_reviewer.values()))
    return IndexSide(
        item_id=item.item_id,
        state=item.state,
        probability=item.probability,
        language=item.answered_in,
        mine=mine.value if mine else None,
        mine_language_ok=mine.language_ok if mine else None,
        mine_id=mine.id if mine and mine.carried_from is None else None,
        latest=counts.verdict.value if counts else None,
        disagree=disagree(by_reviewer.values()),
    )
