"""Versions of a question set: what was loaded before, in whole or in part, is recognised by what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.records import Language, Question, QuestionSet, digest
from app.store import _tables as t
from app.store._run_rows import question_values

SHARED = 0.5
"""The share of its questions that makes a set a version of another one, whatever its name …"""
SHARED_UNDER_ONE_NAME = 0.2
"""… and under the same file name."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where a question set stands among those that are known.

    Attributes:
        set_id: the known set that says the same; None for one that is new or changed.
        sha256: of the file that the set was first read from (the given one's, unless it is known).
        family: the identity of all its versions together.
        version: counted from 1.
        name: the file name of the version before, if there is one.
        unchanged: how many of its questions stand in the version before, in the same words.
    """

    set_id: int | None
    sha256: str
    family: str
    version: int
    name: str = ""
    unchanged: int = 0


def content(question_set: QuestionSet) -> str:
    """The identity of what a set says: every cell that matters, in order, whatever the file's bytes."""
    rows = question_values(0, question_set.questions)
    return digest([[row["no"], row["type"], row["sides"], row["extra"]] for row in rows])


def trace(db: sa.Connection, question_set: QuestionSet, *, alone: bool = False) -> Lineage:
    """Find a set among the known ones: the same file, the same content, a changed version, or a new set.

    A set is a version of the known one that shares the most question texts with it, in proportion to the larger of the
    two; at least half of them, or a fifth under the same file name. A set that stands `alone` is no version of another.
    """
    identity = content(question_set)
    known = _same(db, question_set, identity)
    if known is not None:
        return Lineage(known.id, known.sha256, known.family, known.version, known.name, len(question_set.questions))
    asked = [_texts(question) for question in question_set.questions]
    best, most = None, 0.0
    for before in [] if alone else _latest(db):
        stored = _stored_texts(db, before.id)
        shared = len(stored & set(asked)) / max(len(stored), len(asked), 1)
        alike = Path(before.name).stem.casefold() == Path(question_set.name).stem.casefold()
        if shared >= (SHARED_UNDER_ONE_NAME if alike else SHARED) and shared > most:
            best, most = (before, stored), shared
    if best is None:
        return Lineage(None, question_set.sha256, identity, 1)
    before, stored = best
    unchanged = sum(texts in stored for texts in asked)
    return Lineage(None, question_set.sha256, before.family, before.version + 1, before.name, unchanged)


def known_id(db: sa.Connection, question_set: QuestionSet) -> int | None:
    """The set that is the same file or says the same; None where there is none."""
    known = _same(db, question_set, content(question_set))
    return known.id if known else None


def _same(db: sa.Connection, question_set: QuestionSet, identity: str) -> Any:
    sets = t.question_sets
    same = (sets.c.sha256 == question_set.sha256) | (sets.c.content == identity)
    return db.execute(sa.select(sets).where(same).order_by(sets.c.sha256 != question_set.sha256, sets.c.id)).first()


def values(question_set: QuestionSet, place: Lineage) -> dict[str, Any]:
    """A set's place among its versions, as columns of its row."""
    return {"content": content(question_set), "family": place.family, "version": place.version}


def _latest(db: sa.Connection) -> list[Any]:
    """The newest version of each family, newest family first; questions that were only tried are no sets."""
    sets, tried = t.question_sets, sa.select(t.runs.c.set_id).where(t.runs.c.trial)
    by_version = db.execute(sa.select(sets).where(sets.c.id.not_in(tried)).order_by(sets.c.version, sets.c.id))
    return list({row.family: row for row in by_version}.values())[::-1]


def _stored_texts(db: sa.Connection, set_id: int) -> set[tuple[tuple[str, str], ...]]:
    stored = db.scalars(sa.select(t.questions.c.sides).where(t.questions.c.set_id == set_id))
    return {tuple(sorted((code, side[0]) for code, side in sides.items())) for sides in stored}


def _texts(question: Question) -> tuple[tuple[str, str], ...]:
    sides: Mapping[Language, Any] = question.sides
    return tuple(sorted((code, side.text) for code, side in sides.items()))
