"""Reservations: which questions of a run are a reviewer's, where they are shared, and how far everyone is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from zlib import crc32

import sqlalchemy as sa

from app.store import _tables as t
from app.store._database import Database
from app.store._reviews import settings_of
from app.store._verdicts import RESERVED
from app.verdicts import ReviewSettings

AHEAD = 6
"""Questions that a reviewer has reserved at a time; at half as many, more are."""


@dataclass(frozen=True, slots=True)
class Share:
    """A reviewer's part of a run: questions begun (with a verdict that stands) and reserved, answers decided."""

    reviewer: str
    begun: int
    reserved: int
    answers: int
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Shares:
    """How far a run's review is. `missing`: how many more reviewers its questions wait for, summed; None: everyone."""

    questions: int
    missing: int | None
    reviewers: tuple[Share, ...]


class Reservations(Database):
    """What the store knows of who grades what."""

    def reserve(self, run_id: str, reviewer: str, now: datetime | None = None) -> frozenset[int] | None:
        """The questions of a run, by id, that are this reviewer's: those begun, and a few reserved; None: all are.

        A question is reserved for as many reviewers as it waits for, in the questions' order; where the team is named,
        for those whom `designated` names. What was reserved and not begun within `RESERVED` falls to whoever comes
        next. A lead who does not grade, and who is not in a team that is named, gets none.
        """
        now = now or datetime.now(UTC)
        with self._reading() as db:
            settings = settings_of(db, run_id)
            if settings.wanted is None:
                return None
            mine, reserved = _mine(db, run_id, reviewer, now)
        if len(reserved) > AHEAD // 2 or not settings.grades(reviewer):
            return mine | reserved
        with self._writing() as db:
            mine, reserved = _mine(db, run_id, reviewer, now)
            new = _open(db, run_id, settings, reviewer, now)[: max(AHEAD - len(reserved), 0)]
            _hold(db, run_id, new, reviewer, now)
        return mine | reserved | frozenset(new)

    def shares(self, run_id: str, now: datetime | None = None) -> Shares:
        """How far everyone is; reviewers by name, those of the team first."""
        now = now or datetime.now(UTC)
        with self._reading() as db:
            settings = settings_of(db, run_id)
            asked = sa.select(sa.func.count(t.items.c.question_id.distinct())).where(t.items.c.run_id == run_id)
            questions = db.scalar(asked) or 0
            reserved = Counter(name for name, begun in _held_by(db, run_id, now) if not begun)
            answers = _answers(db, run_id)
            missing = (
                None if settings.wanted is None else settings.wanted * questions - _taken(db, run_id, settings.wanted)
            )
        names = dict.fromkeys((*settings.team, *sorted({*answers, *reserved})))
        nothing = 0, 0, None
        return Shares(
            questions,
            missing,
            tuple(
                Share(name, begun, reserved[name], decided, last)
                for name in names
                for begun, decided, last in [answers.get(name, nothing)]
            ),
        )


def theirs(run_id: str, reviewer: str, now: datetime) -> sa.CompoundSelect[Any]:
    """Select the questions of a run that are this reviewer's, where they are shared: begun or reserved."""
    row = t.reservations.c
    live = sa.select(row.question_id).where(row.run_id == run_id, row.reviewer == reviewer, row.until > now)
    return sa.union(_given(run_id, t.items.c.question_id).where(t.verdicts.c.reviewer == reviewer), live)


def _given(run_id: str, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """Select from the reviewers' verdicts in a run that were not taken back."""
    back = sa.select(t.verdicts.c.withdraws).join(t.items, t.items.c.id == t.verdicts.c.item_id)
    back = back.where(t.items.c.run_id == run_id, t.verdicts.c.withdraws.is_not(None))
    row = t.verdicts.c
    return (
        sa.select(*columns)
        .select_from(t.verdicts.join(t.items, t.items.c.id == row.item_id))
        .where(t.items.c.run_id == run_id, row.value != "withdrawn", ~row.adjudicated, row.id.not_in(back))
    )


def _takers(db: sa.Connection, run_id: str) -> Mapping[int, set[str]]:
    """Who has a verdict that stands on a question, by the question's id."""
    takers: dict[int, set[str]] = defaultdict(set)
    for row in db.execute(_given(run_id, t.items.c.question_id, t.verdicts.c.reviewer).distinct()):
        takers[row.question_id].add(row.reviewer)
    return takers


def _answers(db: sa.Connection, run_id: str) -> Mapping[str, tuple[int, int, datetime | None]]:
    """How many questions each reviewer has begun, how many answers decided, and when the last one."""
    row, begun = t.verdicts.c, sa.func.count(t.items.c.question_id.distinct())
    counted = _given(run_id, row.reviewer, begun, sa.func.count(row.item_id.distinct()), sa.func.max(row.time))
    return {name: (*counts, last) for name, *counts, last in db.execute(counted.group_by(row.reviewer)).tuples()}


def _taken(db: sa.Connection, run_id: str, wanted: int) -> int:
    """How many of the reviewers that its questions wait for, `wanted` each, have begun."""
    who = sa.func.count(t.verdicts.c.reviewer.distinct())
    by_question = _given(run_id, sa.case((who > wanted, wanted), else_=who).label("who"))
    counted = by_question.group_by(t.items.c.question_id).subquery()
    return db.scalar(sa.select(sa.func.coalesce(sa.func.sum(counted.c.who), 0))) or 0


def _held_by(db: sa.Connection, run_id: str, now: datetime) -> list[tuple[str, bool]]:
    """Who holds each reservation, and whether they have begun that question."""
    row, item = t.reservations.c, t.items.c
    begun = _given(run_id, sa.literal(1)).where(
        item.question_id == row.question_id, t.verdicts.c.reviewer == row.reviewer
    )
    held = sa.select(row.reviewer, begun.correlate(t.reservations).exists()).where(
        row.run_id == run_id, row.until > now
    )
    return [(name, bool(known)) for name, known in db.execute(held).tuples()]


def _held(db: sa.Connection, run_id: str, now: datetime) -> Mapping[int, set[str]]:
    held: dict[int, set[str]] = defaultdict(set)
    live = (t.reservations.c.run_id == run_id) & (t.reservations.c.until > now)
    for row in db.execute(sa.select(t.reservations).where(live)):
        held[row.question_id].add(row.reviewer)
    return held


def _mine(db: sa.Connection, run_id: str, reviewer: str, now: datetime) -> tuple[frozenset[int], frozenset[int]]:
    """The questions that a reviewer has begun, and those only reserved."""
    begun = db.scalars(_given(run_id, t.items.c.question_id).where(t.verdicts.c.reviewer == reviewer).distinct())
    mine = frozenset(begun)
    row = t.reservations.c
    live = sa.select(row.question_id).where(row.run_id == run_id, row.reviewer == reviewer, row.until > now)
    return mine, frozenset(db.scalars(live)) - mine


def _open(db: sa.Connection, run_id: str, settings: ReviewSettings, reviewer: str, now: datetime) -> list[int]:
    """The questions that wait for one more reviewer, and may have this one, in their order."""
    takers, held, questions = _takers(db, run_id), _held(db, run_id, now), _questions(db, run_id)
    wanted, graders = settings.wanted or 0, settings.graders
    if graders:
        designs = designated(len(questions), graders, wanted)
        questions = [question for question, names in zip(questions, designs, strict=True) if reviewer in names]
    taken = {question: takers.get(question, set()) | held.get(question, set()) for question in questions}
    return [question for question, names in taken.items() if len(names) < wanted and reviewer not in names]


@lru_cache(maxsize=32)
def designated(questions: int, graders: tuple[str, ...], each: int) -> tuple[frozenset[str], ...]:
    """For each question of a run, in their order, the `each` reviewers of a named team whom it is for.

    Nobody gets more than one question more than another, and no question is left without a reviewer who may have it,
    however fast the others are. Among those who have the fewest, the question's place and their names decide, so that
    every two meet on some questions.
    """
    load = dict.fromkeys(graders, 0)
    found = []
    for place in range(questions):
        turn = {name: crc32(f"{place}\x1f{name}".encode("utf-8", "surrogatepass")) for name in graders}
        chosen = sorted(graders, key=lambda name: (load[name], turn[name]))[:each]
        load |= {name: load[name] + 1 for name in chosen}
        found.append(frozenset(chosen))
    return tuple(found)


def _questions(db: sa.Connection, run_id: str) -> list[int]:
    asked = sa.select(t.items.c.question_id).where(t.items.c.run_id == run_id)
    return list(
        db.scalars(sa.select(t.questions.c.id).where(t.questions.c.id.in_(asked)).order_by(t.questions.c.position))
    )


def _hold(db: sa.Connection, run_id: str, questions: list[int], reviewer: str, now: datetime) -> None:
    row = t.reservations.c
    for question in questions:
        same = row.run_id == run_id, row.question_id == question, row.reviewer == reviewer
        db.execute(sa.delete(t.reservations).where(*same))
    if questions:
        rows = [{"run_id": run_id, "question_id": q, "reviewer": reviewer, "until": now + RESERVED} for q in questions]
        db.execute(sa.insert(t.reservations), rows)
