"""Which run comes next, and how many may wait: everybody's turn comes, however much somebody else asks for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from app.errors import NarabeError
from app.store import _tables as t

LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Bounds(NamedTuple):
    """How many runs may be queued or running; 0: any number."""

    each: int = 0
    """Of one owner."""
    together: int = 0
    """Of all owners."""
    trials: int = 0
    """How many trials and probes one owner may queue in a minute."""


UNBOUNDED = Bounds()


def check(db: sa.Connection, owner: str, bounds: Bounds, *, trial: bool = False) -> None:
    """Refuse one more run where too many wait, and one more `trial` where too many were asked for in the last minute.

    Raises:
        NarabeError: as many as `bounds` allow are queued or running.
    """
    if bounds == UNBOUNDED:
        return
    waiting = db.scalars(sa.select(t.runs.c.owner).where(t.runs.c.state.in_(["queued", "running"]))).all()
    own = waiting.count(owner)
    if bounds.each and own >= bounds.each:
        raise NarabeError(
            f"{own} runs of yours wait or are at work already → let one end, or cancel it",
            f"すでに {own} 件の実行が待機中または実行中です → 終わるのを待つか、中止してください",
        )
    if bounds.together and len(waiting) >= bounds.together:
        raise NarabeError(
            f"{len(waiting)} runs wait already → try again when some of them have ended",
            f"すでに {len(waiting)} 件の実行が待機しています → 時間をおいてやり直してください",
        )
    if trial and bounds.trials:
        since = datetime.now(UTC) - timedelta(minutes=1)
        mine = t.runs.c.owner == owner, t.runs.c.trial, t.runs.c.created > since
        if (db.scalar(sa.select(sa.func.count()).where(*mine)) or 0) >= bounds.trials:
            raise NarabeError(
                f"{bounds.trials} questions a minute can be tried here, and none is left → wait a minute",
                f"試せるのは1分に {bounds.trials} 件までで、残りはありません → 1分ほどお待ちください",
            )


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
    last = sa.select(t.runs.c.owner, t.runs.c.trial, sa.func.max(t.runs.c.started, type_=t.UtcTime()).label("at"))
    turns = {
        (row.owner, row.trial): row.at
        for row in db.execute(last.where(t.runs.c.started.is_not(None)).group_by(t.runs.c.owner, t.runs.c.trial))
    }
    trial_was_last = max(turns.items(), key=lambda turn: turn[1])[0][1] if turns else False

    def turn(run: sa.Row[tuple[str, str, bool, datetime]]) -> tuple[bool, datetime, datetime, str]:
        return run.trial == trial_was_last, turns.get((run.owner, run.trial), LONG_AGO), run.created, run.id

    return [run.id for run in sorted(queued, key=turn)]
