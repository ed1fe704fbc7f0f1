"""Reservations: which questions of a run are a reviewer's, where they are shared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from math import ceil

import sqlalchemy as sa

from app.store import _tables as t
from app.store._database import Database
from app.store._reviews import settings_of
from app.store._verdicts import RESERVED, read_verdicts
from app.verdicts import ReviewSettings, standing

AHEAD = 6
"""Questions that a reviewer has reserved at a time."""


class Reservations(Database):
    """What the store knows of who grades what."""

    def reserve(self, run_id: str, reviewer: str, now: datetime | None = None) -> frozenset[int] | None:
        """The questions of a run, by id, that are this reviewer's: those begun, and a few reserved; None: all are.

        A question is reserved for as many reviewers as it waits for, in the questions' order. What was reserved and not
        begun within `RESERVED` falls to whoever comes next.
        """
        now = now or datetime.now(UTC)
        with self._reading() as db:
            settings = settings_of(db, run_id)
        if settings.wanted is None or not reviewer:
            return None if settings.wanted is None else frozenset()
        with self._writing() as db:
            takers = _takers(db, run_id)
            held = _held(db, run_id, now)
            mine = {question for question, names in takers.items() if reviewer in names}
            reserved = {question for question, names in held.items() if reviewer in names and question not in mine}
            room = min(AHEAD - len(reserved), _share(db, run_id, settings) - len(mine | reserved))
            for question in _questions(db, run_id) if room > 0 else ():
                taken = takers.get(question, set()) | held.get(question, set())
                if room > 0 and len(taken) < settings.wanted and reviewer not in taken:
                    _hold(db, run_id, question, reviewer, now + RESERVED)
                    reserved.add(question)
                    room -= 1
        return frozenset(mine | reserved)

    def question_ids(self, run_id: str) -> dict[str, int]:
        """The ids of a run's questions by their numbers, in their order."""
        with self._reading() as db:
            asked = sa.select(t.items.c.question_id).where(t.items.c.run_id == run_id)
            listed = sa.select(t.questions.c.no, t.questions.c.id).where(t.questions.c.id.in_(asked))
            return dict(db.execute(listed.order_by(t.questions.c.position)).tuples().all())


def _takers(db: sa.Connection, run_id: str) -> Mapping[int, set[str]]:
    """Who has a verdict that stands on a question, by the question's id."""
    of_run = t.items.c.run_id == run_id
    questions = dict(db.execute(sa.select(t.items.c.id, t.items.c.question_id).where(of_run)).tuples().all())
    takers: dict[int, set[str]] = defaultdict(set)
    for item_id, by_reviewer in standing(read_verdicts(db, of_run)).items():
        takers[questions[item_id]] |= set(by_reviewer)
    return takers


def _held(db: sa.Connection, run_id: str, now: datetime) -> Mapping[int, set[str]]:
    held: dict[int, set[str]] = defaultdict(set)
    live = (t.reservations.c.run_id == run_id) & (t.reservations.c.until > now)
    for row in db.execute(sa.select(t.reservations).where(live)):
        held[row.question_id].add(row.reviewer)
    return held


def _questions(db: sa.Connection, run_id: str) -> list[int]:
    asked = sa.select(t.items.c.question_id).where(t.items.c.run_id == run_id)
    return list(
        db.scalars(sa.select(t.questions.c.id).where(t.questions.c.id.in_(asked)).order_by(t.questions.c.position))
    )


def _share(db: sa.Connection, run_id: str, settings: ReviewSettings) -> int:
    """How many questions one reviewer may have: an even share where the team is named."""
    count = len(_questions(db, run_id))
    wanted = settings.wanted or 1
    return ceil(count * wanted / len(settings.team)) if settings.team else count


def _hold(db: sa.Connection, run_id: str, question: int, reviewer: str, until: datetime) -> None:
    row = t.reservations.c
    db.execute(
        sa.delete(t.reservations).where(row.run_id == run_id, row.question_id == question, row.reviewer == reviewer)
    )
    db.execute(sa.insert(t.reservations).values(run_id=run_id, question_id=question, reviewer=reviewer, until=until))
