"""The review list and its runs, as plain JSON values: only what the reviewer who asks may see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, TypedDict

from app.records import Run
from app.store import IndexRow, IndexSide, Store
from app.ui.choices import arm_label
from app.ui.labels import Labels
from app.ui.review.sending import sendable
from app.ui.runs import option
from app.ui.seeing import Sight
from app.verdicts import disagree, numbered


class ArmJson(TypedDict):
    """An arm's key and its name."""

    key: str
    label: str


class RunJson(TypedDict):
    """A run in the selector. `arms` is empty where it is reviewed blind."""

    id: str
    name: str
    state: str
    arms: list[ArmJson]


class SideJson(TypedDict):
    """One answer in the list.

    `state`: `answered` stands for a judgement that is hidden. `mine…`: the reviewer's own verdict and annotation;
    `reviewers`, `disagree`, `final` are what others said, empty until it may be seen; `adjudicable`: it waits for the
    reviewer's final verdict.
    """

    item_id: int
    state: str
    probability: float | None
    similarity: float | None
    language: str
    mine: str | None
    mine_language_ok: bool | None
    mine_id: int | None
    commented: bool
    tags: Sequence[str]
    score: int | None
    flagged: bool
    reviewers: list[str]
    disagree: bool
    final: str | None
    final_id: int | None
    adjudicable: bool


def run_json(run: Run, labels: Labels, *, hidden: bool = False) -> RunJson:
    """A run as the selector lists it, with its arms unless they are `hidden`."""
    arms: list[ArmJson] = [{"key": arm.key, "label": arm_label(labels, arm)} for arm in run.arms]
    return {
        "id": run.id,
        "name": option(labels, run, arms=not hidden),
        "state": run.state,
        "arms": [] if hidden else arms,
    }


def review_index(store: Store, run_id: str, seen_by: Sight) -> list[dict[str, Any]]:
    """The review list of a run: where its questions are shared, the reviewer's own; to who oversees it, all."""
    yours = store.reserve(run_id, seen_by.reviewer)
    every = yours is None or seen_by.settings.oversees(seen_by.reviewer)
    return index_json(store.review_index(run_id, None if every else yours), seen_by, yours)


def index_json(rows: Sequence[IndexRow], seen_by: Sight, yours: Collection[int] | None) -> list[dict[str, Any]]:
    """Rows of the list; `yours`: the questions that are the reviewer's to grade, by id; None: all of them."""
    oversees = seen_by.settings.oversees(seen_by.reviewer)
    return [
        {
            "position": position,
            "no": sendable(numbered(row.no, row.sample)),
            "type": sendable(row.type),
            "arm_key": row.arm_key if seen_by.hints(row.sides.values()) else "",
            "yours": not oversees and (yours is None or row.question_id in yours),
            "texts": sendable(row.texts),
            "sides": {code: _side(side, row, seen_by) for code, side in row.sides.items()},
        }
        for position, row in enumerate(seen_by.ordered(rows))
    ]


def _side(side: IndexSide, row: IndexRow, seen_by: Sight) -> SideJson:
    beside = row.sides.values()
    hints, others = seen_by.hints(beside), seen_by.others(side, beside)
    mine = seen_by.mine(side.verdicts)
    said = next((one for one in side.annotations if one.reviewer == seen_by.reviewer), None)
    final = side.final if others else None
    differ = others and disagree(side.verdicts)
    return {
        "item_id": side.item_id,
        "state": side.state if hints or side.state in ("pending", "error") else "answered",
        "probability": side.probability if hints else None,
        "similarity": side.similarity if hints else None,
        "language": side.language,
        "mine": mine.value if mine else None,
        "mine_language_ok": mine.language_ok if mine else None,
        "mine_id": mine.id if mine and mine.carried_from is None else None,
        "commented": bool(mine and mine.comment),
        "tags": said.tags if said else (),
        "score": said.score if said else None,
        "flagged": bool(said and said.flagged),
        "reviewers": sendable([verdict.reviewer for verdict in side.verdicts]) if others else [],
        "disagree": differ,
        "final": final.value if final else None,
        "final_id": final.id if final and final.reviewer == seen_by.reviewer and final.carried_from is None else None,
        "adjudicable": differ and final is None and seen_by.adjudicates(side, beside),
    }
