"""Runs as people keep them: named, put away, deleted and brought back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.errors import NarabeError
from app.records import Run
from app.store import _run_rows as rows
from app.store import _tables as t
from app.store._database import Database

KEPT = timedelta(days=30)
"""How long a deleted run can be brought back."""
LONGEST = 120
"""Characters of a run's name."""


class Keeping(Database):
    """What people do with runs as a whole."""

    def rename_run(self, run_id: str, label: str) -> None:
        """Call a run by another name; empty: as its file is called."""
        self._set(run_id, label=" ".join(label.split())[:LONGEST])

    def archive_run(self, run_id: str, *, archived: bool) -> None:
        """Put a run away, or back among the others."""
        self._set(run_id, archived=archived)

    def delete_run(self, run_id: str) -> None:
        """Delete a run: it is listed no more, and gone for good after `KEPT`.

        Raises:
            NarabeError: it is in progress.
        """
        free = t.runs.c.state.not_in(["running", "queued"])
        if not self._set(run_id, free, deleted=datetime.now(UTC)):
            raise NarabeError(
                "the run is in progress → cancel it first", "実行中のため削除できません → 先に中止してください"
            )

    def restore_run(self, run_id: str) -> None:
        """Bring a deleted run back."""
        self._set(run_id, deleted=None)

    def deleted_runs(self) -> list[Run]:
        """The runs that can still be brought back, newest first."""
        with self._reading() as db:
            return rows.runs(db, t.runs.c.deleted.is_not(None) & t.runs.c.trial.is_(False))

    def owner(self, run_id: str) -> str:
        """Who started a run, as the server knew them; empty where nobody did, or there is no such run."""
        with self._reading() as db:
            return db.scalar(sa.select(t.runs.c.owner).where(t.runs.c.id == run_id)) or ""

    def purge(self, now: datetime | None = None) -> int:
        """Remove for good what was deleted more than `KEPT` before `now`. Returns how many runs that were."""
        before = (now or datetime.now(UTC)) - KEPT
        with self._writing() as db:
            return db.execute(sa.delete(t.runs).where(t.runs.c.deleted < before)).rowcount

    def related_runs(self, run_id: str) -> list[Run]:
        """The other runs, not deleted, that ask some version of the same questions, newest first."""
        family = sa.select(t.question_sets.c.family).join(t.runs).where(t.runs.c.id == run_id).scalar_subquery()
        listed = t.runs.c.trial.is_(False) & t.runs.c.deleted.is_(None) & (t.runs.c.id != run_id)
        with self._reading() as db:
            return rows.runs(db, listed & (t.question_sets.c.family == family))

    def _set(self, run_id: str, wanted: sa.ColumnElement[bool] | None = None, **values: Any) -> bool:
        """Whether the run was there to be changed."""
        named = t.runs.c.id == run_id
        condition = named if wanted is None else named & wanted
        with self._writing() as db:
            return db.execute(sa.update(t.runs).where(condition).values(values)).rowcount > 0
