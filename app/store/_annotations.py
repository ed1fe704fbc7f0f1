"""Annotations: tags, scores, flags and drafts of comments; appended, the newest of each reviewer holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime

import sqlalchemy as sa

from app.errors import NarabeError
from app.store import _tables as t
from app.store._database import Database, insert_id
from app.verdicts import Annotation


class Annotations(Database):
    """What the store knows of annotations."""

    def annotate(self, annotation: Annotation) -> Annotation:
        """Append an annotation; when this returns, it is on disk. Returns it with its id and time.

        Raises:
            NarabeError: no item has its id.
        """
        made = replace(annotation, time=datetime.now(UTC))
        with self._writing(alone=False) as db:
            require_item(db, made.item_id)
            row = {name: value for name, value in asdict(made).items() if name != "id"}
            return replace(made, id=insert_id(db, t.annotated, row))

    def annotations(self, run_id: str) -> list[Annotation]:
        """Every annotation ever made in a run, oldest first."""
        with self._reading() as db:
            return _read(db, t.items.c.run_id == run_id)

    def annotations_on(self, item_id: int) -> list[Annotation]:
        """Every annotation ever made of an item, oldest first."""
        with self._reading() as db:
            return _read(db, t.items.c.id == item_id)


def require_item(db: sa.Connection, item_id: int) -> None:
    """Refuse what is said of an answer that is not there.

    Raises:
        NarabeError: no item has this id.
    """
    if db.scalar(sa.select(t.items.c.id).where(t.items.c.id == item_id)) is None:
        raise NarabeError(
            f"no answer has the id {item_id} → reload the page",
            f"ID {item_id} の回答はありません → ページを再読み込みしてください",
        )


def read_annotations(db: sa.Connection, condition: sa.ColumnElement[bool]) -> Mapping[int, tuple[Annotation, ...]]:
    """The annotations that hold, on items that satisfy `condition`: the newest of each reviewer, oldest first."""
    newest: dict[int, dict[str, Annotation]] = {}
    for annotation in _read(db, condition):
        by_reviewer = newest.setdefault(annotation.item_id, {})
        by_reviewer.pop(annotation.reviewer, None)
        by_reviewer[annotation.reviewer] = annotation
    return {item_id: tuple(by_reviewer.values()) for item_id, by_reviewer in newest.items()}


def _read(db: sa.Connection, condition: sa.ColumnElement[bool]) -> list[Annotation]:
    listed = db.execute(
        sa.select(t.annotated)
        .join(t.items, t.items.c.id == t.annotated.c.item_id)
        .where(condition)
        .order_by(t.annotated.c.id)
    )
    return [Annotation(**{**row, "tags": tuple(row["tags"])}) for row in listed.mappings()]
