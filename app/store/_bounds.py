"""How much visitors may ask for: runs, answers, tokens, trials. A refusal says what is left, and when there is more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import ceil
from typing import NamedTuple

import sqlalchemy as sa

from app.errors import NarabeError
from app.store import _tables as t

DAY, MINUTE = timedelta(hours=24), timedelta(minutes=1)


class Bounds(NamedTuple):
    """What may be asked for; 0: any number."""

    each: int = 0
    """Runs of one owner that may be queued or running."""
    together: int = 0
    """Bounded runs of all owners that may."""
    kept: int = 0
    """Runs of one owner that are not deleted."""
    answers: int = 0
    """Answers that all queued and running bounded runs may still ask for."""
    trials: int = 0
    """Trials and probes of one owner in a minute."""
    trials_together: int = 0
    """Bounded trials and probes of all owners in a minute."""
    tokens: int = 0
    """Tokens of the answers of one owner in 24 hours."""
    tokens_together: int = 0
    """Tokens generated in 24 hours."""


UNBOUNDED = Bounds()


def check(db: sa.Connection, owner: str, bounds: Bounds, *, trial: bool = False) -> None:
    """Refuse one more run, or one more `trial`, where there are too many.

    Raises:
        NarabeError: as much as `bounds` allow is taken.
    """
    if bounds == UNBOUNDED:
        return
    _check_waiting(db, owner, bounds)
    if trial:
        _check_trials(db, owner, bounds)
    elif bounds.kept:
        _check_kept(db, owner, bounds.kept)
    if spent := spending(db, owner, bounds):
        raise spent


def _check_waiting(db: sa.Connection, owner: str, bounds: Bounds) -> None:
    going = t.runs.c.state.in_(["queued", "running"]) & t.runs.c.bounded
    waiting = db.scalars(sa.select(t.runs.c.owner).where(going)).all()
    own = waiting.count(owner)
    if bounds.each and own >= bounds.each:
        raise NarabeError(
            f"{own} runs of yours wait or are at work already (at most {bounds.each}, none is left) → let one end, or "
            "cancel it",
            f"すでに {own} 件の実行が待機中または実行中です（上限 {bounds.each} 件、残り 0 件）→ 終わるのを待つか、"
            "中止してください",
        )
    if bounds.together and len(waiting) >= bounds.together:
        raise NarabeError(
            f"{len(waiting)} runs wait already (at most {bounds.together} of all visitors) → try again when some of "
            "them have ended",
            f"すでに {len(waiting)} 件の実行が待機しています（全員で {bounds.together} 件まで）→ "
            "時間をおいてやり直してください",
        )


def _check_trials(db: sa.Connection, owner: str, bounds: Bounds) -> None:
    since = datetime.now(UTC) - MINUTE
    recent = db.execute(
        sa.select(t.runs.c.owner, t.runs.c.created).where(t.runs.c.trial, t.runs.c.bounded, t.runs.c.created > since)
    ).all()
    own = sorted(row.created for row in recent if row.owner == owner)
    everybodys = sorted(row.created for row in recent)
    if bounds.trials and len(own) >= bounds.trials:
        seconds = _left(own[-bounds.trials], MINUTE)
        raise NarabeError(
            f"{bounds.trials} questions a minute can be tried here, and none is left → again in {seconds} s",
            f"試せるのは1分に {bounds.trials} 件までで、残りはありません → {seconds} 秒後にお試しください",
        )
    if bounds.trials_together and len(everybodys) >= bounds.trials_together:
        seconds = _left(everybodys[-bounds.trials_together], MINUTE)
        raise NarabeError(
            f"all visitors together try {bounds.trials_together} questions a minute, and none is left → again in "
            f"{seconds} s",
            f"試せるのは全員で1分に {bounds.trials_together} 件までで、残りはありません → "
            f"{seconds} 秒後にお試しください",
        )


def _check_kept(db: sa.Connection, owner: str, most: int) -> None:
    own = (t.runs.c.owner == owner) & t.runs.c.trial.is_(False) & t.runs.c.deleted.is_(None)
    kept = db.scalar(sa.select(sa.func.count()).select_from(t.runs).where(own)) or 0
    if kept >= most:
        raise NarabeError(
            f"{kept} runs of yours are kept here (at most {most}, none is left) → delete one",
            f"保存されている実行は {kept} 件です（上限 {most} 件、残り 0 件）→ どれかを削除してください",
        )


def check_answers(db: sa.Connection, bounds: Bounds, run_id: str) -> None:
    """Refuse a run whose items are in the store already, where all runs together ask for too many answers.

    Raises:
        NarabeError: see above; the transaction takes the items back.
    """
    if not bounds.answers:
        return
    waiting = t.runs.c.state.in_(["queued", "running"]) & t.runs.c.bounded & t.answers.c.item_id.is_(None)
    items = sa.select(sa.func.count()).select_from(t.items.join(t.runs).outerjoin(t.answers)).where(waiting)
    total, own = db.scalar(items) or 0, db.scalar(items.where(t.runs.c.id == run_id)) or 0
    if total > bounds.answers:
        left = max(bounds.answers - (total - own), 0)
        raise NarabeError(
            f"this run asks for {own:,} answers; {left:,} of {bounds.answers:,} are left for all visitors now → choose "
            "fewer questions, or try again when other runs have ended",
            f"この実行の回答数は {own:,} 件です（いまは全員で {bounds.answers:,} 件まで、残り {left:,} 件）→ "
            "質問を減らすか、ほかの実行が終わってからやり直してください",
        )


def spending(db: sa.Connection, owner: str, bounds: Bounds, now: datetime | None = None) -> NarabeError | None:
    """Why no more tokens may be generated for an owner; None: more may."""
    now = now or datetime.now(UTC)
    since = now - DAY
    if bounds.tokens:
        theirs = t.items.join(t.runs).join(t.answers)
        query = sa.select(t.answers.c.time, t.answers.c.tokens).select_from(theirs)
        hours = _hours(db, query.where(t.runs.c.owner == owner, t.answers.c.time > since), bounds.tokens, now)
        if hours:
            return NarabeError(
                f"your answers of the last 24 hours have {bounds.tokens:,} tokens or more, and none is left → again "
                f"in {hours} h",
                f"直近24時間の回答が上限の {bounds.tokens:,} トークンに達しました（残り 0）→ 約 {hours} "
                "時間後にお試しください",
            )
    if bounds.tokens_together:
        query = sa.select(t.speeds.c.time, t.speeds.c.tokens).where(t.speeds.c.time > since)
        hours = _hours(db, query, bounds.tokens_together, now)
        if hours:
            return NarabeError(
                f"{bounds.tokens_together:,} tokens were generated here for all visitors in 24 hours, and none is left "
                f"→ again in {hours} h",
                f"直近24時間の全員の回答が上限の {bounds.tokens_together:,} トークンに達しました（残り 0）→ 約 {hours} "
                "時間後にお試しください",
            )
    return None


def _hours(db: sa.Connection, query: sa.Select[tuple[datetime, int]], most: int, now: datetime) -> int:
    """Hours, rounded up, until what the query finds has fewer than `most` tokens; 0: it has."""
    named = query.subquery()
    total = db.scalar(sa.select(sa.func.sum(named.c.tokens))) or 0
    if total < most:
        return 0
    for time, tokens in db.execute(query.order_by(query.selected_columns[0])):
        total -= tokens
        if total < most:
            return max(1, ceil(float((time + DAY - now).total_seconds()) / 3600))
    return 24


def _left(since: datetime, window: timedelta) -> int:
    """Seconds until a window that began then has passed."""
    return max(1, ceil((since + window - datetime.now(UTC)).total_seconds()))
