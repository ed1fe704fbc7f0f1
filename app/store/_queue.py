"""Which run comes next: everybody's turn comes, however much somebody else asks for."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from app.store import _tables as t
from app.store._column_types import UtcTime

LONG_AGO = datetime.min.replace(tzinfo=UTC)


def waiting_runs(db: sa.Connection) -> list[str]:
    """The queued runs by their turn, the one that comes next first.

    A trial goes first, because it is short and somebody looks on; but after a trial, a run that waits has its turn.
    Within trials and within runs, the owner comes next who has waited longest since the last turn.
    """
    queued = db.execute(
        sa.select(t.runs.c.id, t.runs.c.owner, t.runs.c.trial, t.runs.c.created).where(t.runs.c.state == "queued")
    ).all()
    if not queued:
        return []
    last = sa.select(t.runs.c.owner, t.runs.c.trial, sa.func.max(t.runs.c.started, type_=UtcTime()).label("at"))
    turns = {
        (row.owner, row.trial): row.at
        for row in db.execute(last.where(t.runs.c.started.is_not(None)).group_by(t.runs.c.owner, t.runs.c.trial))
    }
    trial_was_last = max(turns.items(), key=lambda turn: turn[1])[0][1] if turns else False

    def turn(run: sa.Row[tuple[str, str, bool, datetime]]) -> tuple[bool, datetime, datetime, str]:
        return run.trial == trial_was_last, turns.get((run.owner, run.trial), LONG_AGO), run.created, run.id

    return [run.id for run in sorted(queued, key=turn)]


def others_wait(db: sa.Connection, owner: str) -> bool:
    """Whether somebody else's run is queued, or a trial."""
    waiting = (t.runs.c.state == "queued") & ((t.runs.c.owner != owner) | t.runs.c.trial)
    return db.scalar(sa.select(t.runs.c.id).where(waiting).limit(1)) is not None
