"""The review list: one row per question, arm and sample, with what a reviewer needs to see of each side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from app.records import Language, Question
from app.verdicts import Annotation, Verdict

ItemState: TypeAlias = Literal["pending", "error", "unjudged", "correct", "incorrect"]
"""No answer yet, an error in its place, or what the automatic judgement says of it."""


@dataclass(frozen=True, slots=True)
class IndexSide:
    """What the review list knows of one answer. `verdicts` stand, one of each reviewer; `final`: the adjudicator's.

    Who may see what of it is for the page to say. `annotations`: the newest of each reviewer.
    """

    item_id: int
    state: ItemState
    probability: float | None
    similarity: float | None
    language: str
    verdicts: tuple[Verdict, ...] = ()
    final: Verdict | None = None
    annotations: tuple[Annotation, ...] = ()

    def mine(self, reviewer: str) -> Verdict | None:
        """The verdict of this reviewer."""
        return next((verdict for verdict in self.verdicts if verdict.reviewer == reviewer), None)


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One line of the review list: a sample of a question under one arm. `texts` and `sides` are by language."""

    position: int
    question_id: int
    no: str
    type: str
    arm_key: str
    texts: Mapping[Language, str]
    sides: Mapping[Language, IndexSide]
    sample: int = 1


class Listed(NamedTuple):
    """What the review list needs to know of an item."""

    question_id: int
    question: Question
    language: Language
    arm_key: str
    sample: int
    side: IndexSide


def review_list(items: Sequence[Listed]) -> list[IndexRow]:
    """One row per question, arm and sample, in the order of `items`."""
    by_row: dict[tuple[str, str, int], list[Listed]] = {}
    for item in items:
        by_row.setdefault((item.question.no, item.arm_key, item.sample), []).append(item)
    return [
        IndexRow(
            position=position,
            question_id=group[0].question_id,
            no=no,
            type=group[0].question.type,
            arm_key=arm_key,
            texts={language: side.text for language, side in group[0].question.sides.items()},
            sides={item.language: item.side for item in group},
            sample=sample,
        )
        for position, ((no, arm_key, sample), group) in enumerate(by_row.items())
    ]
