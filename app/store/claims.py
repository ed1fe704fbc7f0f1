"""Who executes a run: a claim with a lease, which lapses when its worker dies, so that no item is asked twice."""

from __future__ import annotations

import os
import socket
import sys
import threading
from datetime import UTC, datetime, timedelta
from typing import Literal

import sqlalchemy as sa

from app.records import Run
from app.store import Store
from app.store import tables as t
from app.store.database import writing

LEASE = timedelta(seconds=20)
"""How long a run stays claimed without a sign of life from its worker."""


def claim(store: Store, worker: str, run_id: str | None = None) -> Run | None:
    """Take a queued run (the oldest, trials first, or the one named) for `worker`, or None if there is none.

    A run that is named may be claimed in any state but running.
    """
    now = datetime.now(UTC)
    free = t.runs.c.state == "queued"
    if run_id is not None:
        free = (t.runs.c.id == run_id) & (t.runs.c.state != "running")
    oldest = (
        sa.select(t.runs.c.id).where(free).order_by(t.runs.c.trial.desc(), t.runs.c.created).limit(1)
    ).scalar_subquery()
    taken = {"state": "running", "worker": worker, "lease_until": now + LEASE, "started": now, "updated": now}
    with writing(store.engine).begin() as db:
        claimed = db.scalar(
            sa.update(t.runs)
            .where(t.runs.c.id == oldest, free)
            .values(requested="", message="", **taken)
            .returning(t.runs.c.id)
        )
    return store.run(claimed) if claimed else None


def renew(store: Store, run_id: str, worker: str) -> Literal["", "cancelled", "paused", "lost"]:
    """A sign of life from the worker. Empty: go on; else stop, because that was asked for or the claim was lost."""
    now = datetime.now(UTC)
    with writing(store.engine).begin() as db:
        asked: Literal["", "cancelled", "paused"] | None = db.scalar(
            sa.update(t.runs)
            .where(t.runs.c.id == run_id, t.runs.c.worker == worker, t.runs.c.state == "running")
            .values(lease_until=now + LEASE, updated=now)
            .returning(t.runs.c.requested)
        )
    return "lost" if asked is None else asked


def pause_abandoned(store: Store) -> list[str]:
    """Mark runs whose worker died as paused, so that they can be resumed; returns their ids.

    A worker is dead when its lease has passed, or at once when its process is gone from this machine.
    """
    now = datetime.now(UTC)
    with writing(store.engine).begin() as db:
        running = db.execute(sa.select(t.runs).where(t.runs.c.state == "running")).all()
        dead = [row.id for row in running if row.lease_until < now or process_is_gone(row.worker)]
        left = {"state": "paused", "worker": None, "lease_until": None, "stage": "", "updated": now}
        db.execute(sa.update(t.runs).where(t.runs.c.id.in_(dead)).values(left))
    return dead


def worker_name() -> str:
    """How claims name the calling thread: machine, process, thread."""
    return f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"


def process_is_gone(worker: str) -> bool:
    """Whether a worker was a process of this machine that no longer exists."""
    host, _, rest = worker.partition(":")
    pid = rest.partition(":")[0]
    if host != socket.gethostname() or not pid.isdecimal() or sys.platform == "win32":
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
