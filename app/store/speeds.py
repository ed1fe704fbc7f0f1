"""How fast models answered on this machine, and how long a run would take by that."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from app.records import Arm
from app.store import Store
from app.store import tables as t
from app.store.database import writing

RECENT = 20
"""How many of a model's newest measurements are looked at."""
FULL_BATCH = 64
"""From so many answers on, more at once make a model hardly faster."""


@contextmanager
def measured(store: Store, arm: Arm) -> Iterator[Callable[[int | None], None]]:
    """Record how long the block takes; it calls what it is given with each answer's tokens (None: an error)."""
    tokens: list[int] = []
    began = time.monotonic()
    yield lambda count: None if count is None else tokens.append(count)
    if not tokens:
        return
    values = {
        "model": arm.model,
        "arm_key": arm.key,
        "machine": platform.node(),
        "answers": len(tokens),
        "tokens": sum(tokens),
        "seconds": time.monotonic() - began,
        "time": datetime.now(UTC),
    }
    with writing(store.engine).begin() as db:
        db.execute(sa.insert(t.speeds).values(values))


@dataclass(frozen=True, slots=True)
class Estimate:
    """How long answering would take.

    Attributes:
        seconds: with the models loaded.
        answers: how many earlier answers it rests on.
        at_most: those were asked in much smaller batches, so it will probably be quicker.
    """

    seconds: float
    answers: int
    at_most: bool


def estimate(store: Store, arms: Sequence[Arm], answers: int) -> Estimate | None:
    """How long `answers` answers under each of the arms would take here; None where a model's speed is unknown."""
    parts = [_arm(store, arm, answers) for arm in arms]
    known = [part for part in parts if part is not None]
    if not known or len(known) < len(parts):
        return None
    return Estimate(
        sum(part.seconds for part in known), sum(part.answers for part in known), any(part.at_most for part in known)
    )


def unknown(store: Store, arms: Sequence[Arm]) -> list[Arm]:
    """One arm of each model whose speed here is not known."""
    first: dict[str, Arm] = {}
    for arm in arms:
        first.setdefault(arm.model, arm)
    return [arm for arm in first.values() if _arm(store, arm, 1) is None]


def _arm(store: Store, arm: Arm, answers: int) -> Estimate | None:
    """By measurements of the arm itself, else of its model, and of those by the ones of a comparable size."""
    query = (
        sa.select(t.speeds)
        .where(t.speeds.c.model == arm.model, t.speeds.c.machine == platform.node())
        .order_by(t.speeds.c.id.desc())
        .limit(RECENT)
    )
    with store.engine.begin() as db:
        found = db.execute(query).all()
    if not found:
        return None
    found = [row for row in found if row.arm_key == arm.key] or found
    enough = min(answers, FULL_BATCH) / 2
    used = [row for row in found if row.answers >= enough] or [max(found, key=lambda row: row.answers)]
    count = sum(row.answers for row in used)
    seconds = sum(row.seconds for row in used) / count * answers
    return Estimate(seconds, count, any(row.answers < enough for row in used))
