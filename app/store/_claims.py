"""Who executes a run: a claim with a lease, which lapses when its worker dies, so that no item is asked twice."""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Literal

import sqlalchemy as sa

from app.records import RunState
from app.store import _tables as t
from app.store._database import Claim, ClaimLost, Database
from app.store._queue import others_wait, waiting_runs
from app.store._runs import AT_REST, move

LEASE = timedelta(seconds=20)
"""How long a run stays claimed without a sign of life from its worker."""

GONE = "the process that executed it is gone → resume the run"


class Claims(Database):
    """What workers do with runs. All but claiming is for a store that is `held_by` a claim."""

    def claim(
        self, worker: str, run_id: str | None = None, leaving: Callable[[list[str]], bool] | None = None
    ) -> Claim | None:
        """Take a queued run (the one whose turn it is, or the one named) for `worker`, or None if there is none.

        A run that is named may be claimed in any state but running. `leaving`: whether a run of these models is left
        to others.
        """
        if run_id is None:
            with self._reading() as db:
                if not _waiting(db, leaving):
                    return None
        now = datetime.now(UTC)
        taken = {"state": "running", "worker": worker, "lease_until": now + LEASE, "started": now, "updated": now}
        with self._writing(alone=False) as db:
            for wanted in [run_id] if run_id else _waiting(db, leaving):
                free = (t.runs.c.id == wanted) & t.runs.c.state.in_(list(AT_REST) if run_id else ["queued"])
                # one that another worker takes just now is passed over; SQLite has one writer anyway
                if db.scalar(sa.select(t.runs.c.id).where(free).with_for_update(skip_locked=True, key_share=True)):
                    taking = sa.update(t.runs).where(t.runs.c.id == wanted)
                    db.execute(taking.values(requested="", message="", stage="", **taken))
                    return Claim(wanted, worker)
        return None

    def renew(self) -> Literal["", "cancelled", "paused"]:
        """A sign of life from the worker. Empty: go on; else what the run was asked for.

        Raises:
            ClaimLost: somebody else has the run, or it has ended.
        """
        now = datetime.now(UTC)
        with self._writing(alone=False) as db:
            renewed = sa.update(t.runs).where(self._mine).values(lease_until=now + LEASE, updated=now)
            asked: Literal["", "cancelled", "paused"] = db.execute(renewed.returning(t.runs.c.requested)).scalar_one()
        return asked

    def somebody_waits(self) -> bool:
        """Whether another owner's run waits while this one is executed, or a trial."""
        with self._reading() as db:
            owner = db.scalar(sa.select(t.runs.c.owner).where(t.runs.c.id == self._held.run_id)) or ""
            return others_wait(db, owner)

    def set_stage(self, stage: str, progress: float = 0.0) -> None:
        """Say what the run is busy with (`converting`, `loading`, `answering`); `progress` is 0..1."""
        with self._writing(alone=False) as db:
            db.execute(sa.update(t.runs).where(self._mine).values(stage=stage, stage_progress=progress))

    def finish(self, state: RunState, message: str = "") -> None:
        """Leave the run in a state. One that is done, but was given more items meanwhile, is queued again."""
        with self._writing() as db:
            if state == "done" and _unanswered(db, self._held.run_id):
                state = "queued"
            move(db, self._held.run_id, state, message, of=["running"])

    @property
    def _held(self) -> Claim:
        if self._claim is None:
            raise ClaimLost("no run is claimed")
        return self._claim

    @property
    def _mine(self) -> sa.ColumnElement[bool]:
        return t.runs.c.id == self._held.run_id

    def pause_abandoned(self) -> list[str]:
        """Mark runs whose worker died as paused, so that they can be resumed; returns their ids.

        A worker is dead when its lease has passed, or at once when its process is gone from this machine.
        """
        with self._reading() as db:
            if not _abandoned(db):
                return []
        with self._writing() as db:
            dead = _abandoned(db)
            for run_id in dead:
                move(db, run_id, "paused", GONE, of=["running"])
        return dead


def _waiting(db: sa.Connection, leaving: Callable[[list[str]], bool] | None) -> list[str]:
    """The queued runs by their turn, without those that are left to others."""
    waiting = waiting_runs(db)
    return [run_id for run_id in waiting if leaving is None or not leaving(_models(db, run_id))]


def _models(db: sa.Connection, run_id: str) -> list[str]:
    settings = db.scalars(sa.select(t.arms.c.settings).where(t.arms.c.run_id == run_id))
    return [str(one["model"]) for one in settings]


def _unanswered(db: sa.Connection, run_id: str) -> bool:
    """Whether a run has items that nobody has answered, not even with an error."""
    waiting = sa.select(t.items.c.id).outerjoin(t.answers, t.answers.c.item_id == t.items.c.id)
    waiting = waiting.where(t.items.c.run_id == run_id, t.answers.c.item_id.is_(None)).limit(1)
    return db.scalar(waiting) is not None


def _abandoned(db: sa.Connection) -> list[str]:
    now = datetime.now(UTC)
    running = db.execute(
        sa.select(t.runs.c.id, t.runs.c.worker, t.runs.c.lease_until).where(t.runs.c.state == "running")
    )
    return [
        row.id
        for row in running
        if row.worker is None or row.lease_until is None or row.lease_until < now or process_is_gone(row.worker)
    ]


def worker_name() -> str:
    """How claims name the calling thread: machine, process, thread."""
    return f"{_machine()}:{os.getpid()}:{threading.get_ident()}"


def _machine() -> str:
    """The name of this machine, as far as it fits into a claim with its process and its thread."""
    return socket.gethostname()[:40]


def process_is_gone(worker: str) -> bool:
    """Whether a worker was a process of this machine that no longer exists."""
    host, _, rest = worker.partition(":")
    pid = rest.partition(":")[0]
    if host != _machine() or not pid.isdecimal() or sys.platform == "win32":
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
