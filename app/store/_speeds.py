"""How fast models answered on this machine, and how long a run would take by that."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from app.records import Arm, GradedAnswer, Run
from app.store import _tables as t
from app.store._database import Database

RECENT = 20
"""How many of a model's newest measurements are looked at."""
FULL_BATCH = 64
"""From so many answers on, more at once make a model hardly faster."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A run's live figures. Rates are over the last minute of the running run; `seconds_left` is None when unknown."""

    run: Run
    per_second: float
    tokens_per_second: float
    seconds_left: float | None
    latest: tuple[GradedAnswer, ...]


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


class Speeds(Database):
    """What the store knows of models' speeds."""

    @contextmanager
    def measured(self, arm: Arm) -> Iterator[Callable[[int | None], None]]:
        """Record how long the block takes; it calls what it is given with each answer's tokens (None: an error)."""
        tokens: list[int] = []
        began = time.monotonic()
        yield lambda count: None if count is None else tokens.append(count)
        if tokens:
            self.add_speed(arm, len(tokens), sum(tokens), time.monotonic() - began)

    def add_speed(self, arm: Arm, answers: int, tokens: int, seconds: float) -> None:
        """Keep a measurement: so many answers with so many tokens took so long on this machine."""
        values = {"model": arm.model, "arm_key": arm.key, "machine": platform.node(), "time": datetime.now(UTC)}
        values |= {"answers": answers, "tokens": tokens, "seconds": seconds}
        with self._writing(alone=False) as db:
            db.execute(sa.insert(t.speeds).values(values))

    def estimate(self, arms: Sequence[Arm], answers: int) -> Estimate | None:
        """How long `answers` answers under each of the arms would take here; None where a model's speed is unknown."""
        parts = [_estimate(arm, self._speeds(arm), answers) for arm in arms]
        known = [part for part in parts if part is not None]
        if not known or len(known) < len(parts):
            return None
        return Estimate(
            sum(part.seconds for part in known),
            sum(part.answers for part in known),
            any(part.at_most for part in known),
        )

    def of_unknown_speed(self, arms: Sequence[Arm]) -> list[Arm]:
        """One arm of each model whose speed here is not known."""
        first: dict[str, Arm] = {}
        for arm in arms:
            first.setdefault(arm.model, arm)
        return [arm for arm in first.values() if not self._speeds(arm)]

    def _speeds(self, arm: Arm) -> Sequence[Any]:
        """The newest measurements of the arm's model on this machine."""
        query = (
            sa.select(t.speeds)
            .where(t.speeds.c.model == arm.model, t.speeds.c.machine == platform.node())
            .order_by(t.speeds.c.id.desc())
            .limit(RECENT)
        )
        with self._reading() as db:
            return db.execute(query).all()


def _estimate(arm: Arm, speeds: Sequence[Any], answers: int) -> Estimate | None:
    """By measurements of the arm itself, else of its model, and of those by the ones of a comparable size."""
    if not speeds:
        return None
    speeds = [row for row in speeds if row.arm_key == arm.key] or speeds
    enough = min(answers, FULL_BATCH) / 2
    used = [row for row in speeds if row.answers >= enough] or [max(speeds, key=lambda row: row.answers)]
    count = sum(row.answers for row in used)
    seconds = sum(row.seconds for row in used) / count * answers
    return Estimate(seconds, count, any(row.answers < enough for row in used))
