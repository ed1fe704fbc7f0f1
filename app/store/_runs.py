"""Runs: queued, extended, found, moved from state to state."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, get_args

import sqlalchemy as sa

from app.errors import NarabeError
from app.records import Arm, Language, QuestionSet, Run, RunState
from app.store import _bounds as limits
from app.store import _lineage as lineage
from app.store import _question_sets as sets
from app.store import _run_rows as rows
from app.store import _tables as t
from app.store._bounds import UNBOUNDED, Bounds
from app.store._database import Database

AT_REST: frozenset[RunState] = frozenset(get_args(RunState)) - {"running"}
"""The states of a run that no worker has."""
LISTED = t.runs.c.trial.is_(False) & t.runs.c.deleted.is_(None)
"""The runs that are listed: trials are not, nor what was deleted."""


class Content(NamedTuple):
    """What a run holds: `mark` is another one after every change of its state, answers, verdicts and references.

    A mark tells nothing by itself, not even which of two is newer: clocks are set back.
    """

    run_id: str
    name: str
    """The file that its questions are from."""
    mark: str


class Runs(Database):
    """What the store knows of runs."""

    def create_run(
        self,
        question_set: QuestionSet,
        arms: Sequence[Arm],
        languages: Sequence[Language],
        limit: int | None = None,
        *,
        fresh: bool = False,
        trial: bool = False,
        example: bool = False,
        owner: str = "",
        bounds: Bounds = UNBOUNDED,
        samples: int = 1,
    ) -> Run:
        """Queue a new run of the first `limit` questions (None: all) under each arm in each language, `samples` times.

        A `fresh` run asks the model for every answer, also for those that another run has. `owner` is whose turn it
        uses up; empty: of whoever runs the server. Where there are `bounds`, it counts among what all visitors ask
        for. An `example` is never gone on with, and waits for no worker.

        Raises:
            NarabeError: nothing to compare, or more than `bounds` allow.
        """
        if not arms:
            raise NarabeError("a run needs a model → choose at least one", "モデルがありません → 1つ以上選んでください")
        now = datetime.now(UTC)
        run_id = f"{now:%Y%m%d-%H%M%S}-{os.urandom(3).hex()}"
        with self._writing() as db:
            limits.check(db, owner, bounds, trial=trial)
            set_id = sets.keep(db, question_set, trial=trial)
            values = rows.run_values(run_id, set_id, languages, now, fresh=fresh, trial=trial)
            values |= {"owner": owner, "example": example, "state": "paused" if example else "queued"}
            values["bounded"] = bounds != UNBOUNDED
            db.execute(sa.insert(t.runs).values(values))
            for position, arm in enumerate(arms):
                db.execute(sa.insert(t.arms).values(rows.arm_values(run_id, position, arm)))
            rows.add_items(db, run_id, languages, limit, samples)
            limits.check_answers(db, bounds, run_id)
        return self.run(run_id)

    def extend_run(
        self,
        run_id: str,
        languages: Sequence[Language],
        limit: int | None,
        samples: int = 1,
        *,
        owner: str = "",
        bounds: Bounds = UNBOUNDED,
    ) -> Run:
        """Add what a repeated request asks beyond the run's items, and queue it again unless it is running.

        Raises:
            NarabeError: more than `bounds` allow the `owner`, who asks for it.
        """
        with self._writing() as db:
            limits.check(db, owner, bounds._replace(kept=0))
            rows.add_items(db, run_id, languages, limit, samples)
            known = db.scalar(sa.select(t.runs.c.languages).where(t.runs.c.id == run_id)) or []
            merged = [code for code in ("ja", "en") if code in {*known, *languages}]
            changed = {"languages": merged, "bounded": bounds != UNBOUNDED}
            db.execute(sa.update(t.runs).where(t.runs.c.id == run_id).values(changed))
            move(db, run_id, "queued", of=AT_REST)
            limits.check_answers(db, bounds, run_id)
        return self.run(run_id)

    def resume_run(self, run_id: str, *, owner: str = "", bounds: Bounds = UNBOUNDED) -> None:
        """Queue a run again, unless it is queued or running; what has no answer, or an error, is asked.

        Raises:
            NarabeError: more than `bounds` allow the `owner`, who asks for it.
        """
        with self._writing() as db:
            limits.check(db, owner, bounds._replace(kept=0))
            db.execute(sa.update(t.runs).where(t.runs.c.id == run_id).values(bounded=bounds != UNBOUNDED))
            move(db, run_id, "queued", of=AT_REST - {"queued"})
            limits.check_answers(db, bounds, run_id)

    def spent(self, run_id: str, bounds: Bounds) -> str:
        """Why no more may be generated for the owner of a bounded run, in English; empty: more may."""
        with self._reading() as db:
            owner = db.scalar(sa.select(t.runs.c.owner).where(t.runs.c.id == run_id, t.runs.c.bounded)) or ""
            found = limits.spending(db, owner, bounds) if owner else None
        return str(found) if found else ""

    def find_run(self, question_set: QuestionSet, arms: Iterable[Arm]) -> Run | None:
        """The newest run of a set that says the same, whatever its file's bytes, under exactly these arms."""
        keys = {arm.key for arm in arms}
        with self._reading() as db:
            set_id = lineage.known_id(db, question_set)
            of_set = rows.runs(db, (t.runs.c.set_id == set_id) & LISTED & ~t.runs.c.example) if set_id else []
        return next((run for run in of_set if {arm.key for arm in run.arms} == keys), None)

    def is_new(self) -> bool:
        """Whether there has never been a run, or questions."""
        with self._reading() as db:
            return not db.scalar(sa.select(sa.exists().select_from(t.question_sets)))

    def runs(self, *, trials: bool = False) -> list[Run]:
        """All runs that are not deleted, newest first; trials only when asked for."""
        wanted = t.runs.c.deleted.is_(None) if trials else LISTED
        with self._reading() as db:
            return rows.runs(db, wanted)

    def run(self, run_id: str) -> Run:
        """One run, as it stands now.

        Raises:
            NarabeError: no run has this id.
        """
        with self._reading() as db:
            return rows.run(db, run_id)

    def has_run(self, run_id: str) -> bool:
        """Whether there is a run with this id."""
        with self._reading() as db:
            return bool(db.scalar(sa.select(sa.exists().where(t.runs.c.id == run_id))))

    def set_state(self, run_id: str, state: RunState, message: str = "") -> bool:
        """Move a run that no worker has to a state; queueing it withdraws a cancel. Whether it was moved."""
        with self._writing() as db:
            return move(db, run_id, state, message, of=AT_REST)

    def request_cancel(self, run_id: str) -> None:
        """Ask the worker to end a run; one that no worker has is cancelled at once. All answers are kept."""
        self._request(run_id, "cancelled")

    def request_pause(self, run_id: str) -> None:
        """Ask the worker to pause a run, to be resumed later; one that no worker has is paused at once."""
        self._request(run_id, "paused")

    def _request(self, run_id: str, state: RunState) -> None:
        with self._writing() as db:
            db.execute(
                sa.update(t.runs)
                .where(t.runs.c.id == run_id, t.runs.c.state.in_(["queued", "running"]))
                .values(
                    requested=state,
                    state=sa.case((t.runs.c.state == "queued", state), else_=t.runs.c.state),
                    updated=datetime.now(UTC),
                )
            )

    def touch_run(self, run_id: str) -> None:
        """Say that a run's content changed: its workbook is out of date."""
        with self._writing() as db:
            db.execute(sa.update(t.runs).where(t.runs.c.id == run_id).values(updated=datetime.now(UTC)))

    def content(self, run_id: str) -> Content:
        """What identifies the present content of a run.

        Raises:
            NarabeError: no run has this id.
        """
        with self._reading() as db:
            named = _contents(db, t.runs.c.id == run_id)
        if not named:
            raise rows.unknown(run_id)
        return named[0]

    def contents(self) -> list[Content]:
        """The same of all runs that no worker has, newest first; trials left out."""
        with self._reading() as db:
            return _contents(db, t.runs.c.state.in_(list(AT_REST)) & LISTED)


def _contents(db: sa.Connection, wanted: sa.ColumnElement[bool]) -> list[Content]:
    verdict, annotation = _count(t.verdicts), _count(t.annotated)
    listed = db.execute(
        sa.select(
            t.runs.c.id,
            t.question_sets.c.name,
            t.runs.c.updated,
            verdict.c.count.label("verdict"),
            annotation.c.count.label("annotation"),
        )
        .join(t.question_sets, t.question_sets.c.id == t.runs.c.set_id)
        .outerjoin(verdict, verdict.c.run_id == t.runs.c.id)
        .outerjoin(annotation, annotation.c.run_id == t.runs.c.id)
        .where(wanted)
        .order_by(t.runs.c.created.desc())
    )
    return [
        Content(row.id, row.name, f"{row.updated.isoformat()} {row.verdict or 0} {row.annotation or 0}")
        for row in listed
    ]


def _count(table: sa.Table) -> sa.Subquery:
    """By run, the rows of a table that only grows. Not the newest: ids are not always committed in their order."""
    counted = sa.select(t.items.c.run_id, sa.func.count().label("count"))
    return counted.join(table, table.c.item_id == t.items.c.id).group_by(t.items.c.run_id).subquery()


def move(db: sa.Connection, run_id: str, state: RunState, message: str = "", *, of: Iterable[RunState]) -> bool:
    """Move a run from one of the states `of` to another, in one statement; whether it was in one of them.

    A run that is moved belongs to no worker, and is asked neither to stop nor to pause.
    """
    values: dict[str, Any] = {"state": state, "message": message, "updated": datetime.now(UTC), "stage": ""}
    values |= {"worker": None, "lease_until": None}
    if state == "queued":
        values["requested"] = ""
    moved = sa.update(t.runs).where(t.runs.c.id == run_id, t.runs.c.state.in_(list(of))).values(values)
    return db.execute(moved).rowcount > 0
