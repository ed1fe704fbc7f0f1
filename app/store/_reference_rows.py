"""References that reviewers add: changes are appended, and laid over the questions whenever these are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any, TypeAlias

import sqlalchemy as sa

from app.records import Language, Question, Reference, Side
from app.store import _tables as t
from app.store._database import chunks, insert_id

Accepted: TypeAlias = Mapping[tuple[str, str, str], Sequence[Reference]]
"""(family, language, question text) → the references that reviewers added and that stand, in order."""

_FIELDS = [column for column in t.reference_changes.c if column.name != "judged"]


def read_changes(db: sa.Connection, condition: sa.ColumnElement[bool]) -> list[Reference]:
    """The changes that satisfy `condition`, oldest first."""
    changes = db.execute(sa.select(*_FIELDS).where(condition).order_by(t.reference_changes.c.id))
    return [Reference(**row) for row in changes.mappings()]


def standing(changes: Iterable[Reference]) -> Accepted:
    """Fold changes, oldest first, into the references that stand: the latest change of a text decides."""
    latest: dict[tuple[str, str, str, str], Reference] = {}
    for change in changes:
        key = (change.family, change.language, change.question, change.text)
        latest.pop(key, None)
        latest[key] = change
    accepted: dict[tuple[str, str, str], list[Reference]] = {}
    for (*place, _), change in latest.items():
        if change.value == "accepted":
            accepted.setdefault((place[0], place[1], place[2]), []).append(change)
    return accepted


def accepted_in(db: sa.Connection, families: Iterable[str]) -> Accepted:
    """The references that stand in these families of question sets."""
    accepted: dict[tuple[str, str, str], Sequence[Reference]] = {}
    for some in chunks(list(families)):
        accepted |= standing(read_changes(db, t.reference_changes.c.family.in_(some)))
    return accepted


def grown(question: Question, family: str, accepted: Accepted) -> Question:
    """The question with what reviewers added to its references, after those of the file."""
    if not accepted:
        return question
    return replace(
        question, sides={code: _grown(side, family, code, accepted) for code, side in question.sides.items()}
    )


def _grown(side: Side, family: str, language: Language, accepted: Accepted) -> Side:
    more = [one.text for one in accepted.get((family, language, side.text), ()) if one.text not in side.references]
    return replace(side, references=(*side.references, *more)) if more else side


def append(db: sa.Connection, change: Reference) -> Reference:
    """Keep a change, whose judgements have yet to follow; the same with its id."""
    values: dict[str, Any] = {**asdict(change), "judged": False}
    del values["id"]
    return replace(change, id=insert_id(db, t.reference_changes, values))


def newest(db: sa.Connection) -> int:
    """The id of the newest change of any references; 0 before the first."""
    return db.scalar(sa.select(sa.func.max(t.reference_changes.c.id))) or 0


def unsettle(db: sa.Connection, seen: int) -> None:
    """Let judgements follow the changes after `seen` once more: some were made without knowing of them."""
    db.execute(sa.update(t.reference_changes).where(t.reference_changes.c.id > seen).values(judged=False))


def versions(db: sa.Connection, families: Iterable[str]) -> dict[str, int]:
    """How often the references of each family have changed."""
    family = t.reference_changes.c.family
    counted = sa.select(family, sa.func.count().label("changes")).group_by(family)
    return {
        row.family: row.changes
        for some in chunks(list(families))
        for row in db.execute(counted.where(family.in_(some)))
    }
