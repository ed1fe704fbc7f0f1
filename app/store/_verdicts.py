"""Verdicts: appended, withdrawn, and listed for a reviewer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from app.garbage import collection_paused
from app.store import _answer_rows as rows
from app.store import _tables as t
from app.store._annotations import read_annotations, require_item
from app.store._database import Database, chunks, insert_id, listed
from app.store._review_list import IndexRow, IndexSide, review_list
from app.verdicts import Annotation, Standing, Verdict, adjudications, left, standing

RESERVED = timedelta(minutes=30)
"""How long a question waits for the reviewer who has reserved it; each verdict of theirs in the run renews it."""


class Verdicts(Database):
    """What the store knows of verdicts."""

    def add_verdict(self, verdict: Verdict) -> Verdict:
        """Append a verdict; when this returns, it is on disk. Returns it with its id and time."""
        return self.add_verdicts([verdict])[0]

    def add_verdicts(self, verdicts: Iterable[Verdict]) -> list[Verdict]:
        """Append verdicts, all of them or none. Returns them with their ids and time."""
        now = datetime.now(UTC)
        with self._writing(alone=False) as db:
            kept = _insert_all(db, [replace(verdict, time=now) for verdict in verdicts])
            for reviewer, item_id in {verdict.reviewer: verdict.item_id for verdict in kept}.items():
                _renew(db, item_id, reviewer, now)
        return kept

    def withdraw(self, verdict_id: int, reviewer: str) -> Verdict | None:
        """Append the withdrawal of one of the reviewer's verdicts; None where it stands no longer, or was never theirs.

        A verdict that was carried over from an earlier run is not withdrawn, but answered by another one.
        """
        with self._writing() as db:
            item_id = db.scalar(sa.select(t.verdicts.c.item_id).where(t.verdicts.c.id == verdict_id))
            return _withdraw(db, t.verdicts.c.item_id == item_id, reviewer, verdict_id)

    def withdraw_last(self, run_id: str, reviewer: str) -> Verdict | None:
        """Append the withdrawal of the reviewer's newest verdict in a run; None when none was given there."""
        with self._writing() as db:
            return _withdraw(db, t.items.c.run_id == run_id, reviewer)

    def verdicts(self, run_id: str) -> list[Verdict]:
        """Every verdict ever given in a run, in order, withdrawals included."""
        with self._reading() as db:
            return read_verdicts(db, t.items.c.run_id == run_id)

    def verdicts_on(self, item_id: int) -> list[Verdict]:
        """Every verdict ever given on an item, in order, withdrawals included."""
        with self._reading() as db:
            return read_verdicts(db, t.items.c.id == item_id)

    @collection_paused()
    def review_index(self, run_id: str, keys: Collection[int] | None = None) -> list[IndexRow]:
        """Rows of the review list of a run, by question and arm: those with one of these items; None: all.

        A few hundred at a time; all of them only where a run is known to be small.
        """
        with self._reading() as db:
            wanted = t.items.c.run_id == run_id
            if keys is not None:
                wanted &= t.items.c.id.in_(listed(rows.beside(db, keys)))
            items = rows.read_listed(db, run_id, wanted)
            verdicts = read_verdicts(db, wanted)
            said = read_annotations(db, wanted)
        stands, final = standing(verdicts), adjudications(verdicts)
        reviewed = {*stands, *final, *said}
        return review_list(
            [
                item._replace(side=_reviewed(item.side, stands, final, said)) if item.side.item_id in reviewed else item
                for item in items
            ]
        )


def _reviewed(
    side: IndexSide,
    stands: Standing,
    final: Mapping[int, Verdict],
    said: Mapping[int, tuple[Annotation, ...]],
) -> IndexSide:
    verdicts = tuple(stands.get(side.item_id, {}).values())
    return replace(side, verdicts=verdicts, final=final.get(side.item_id), annotations=said.get(side.item_id, ()))


def read_verdicts(db: sa.Connection, condition: sa.ColumnElement[bool]) -> list[Verdict]:
    """The verdicts on items that satisfy `condition`, oldest first."""
    listed = db.execute(
        sa.select(*(t.verdicts.c[name] for name in _FIELDS))
        .join(t.items, t.items.c.id == t.verdicts.c.item_id)
        .where(condition)
        .order_by(t.verdicts.c.id)
    )
    return [Verdict(*row) for row in listed]


_FIELDS = tuple(one.name for one in fields(Verdict))


def values(verdict: Verdict) -> dict[str, Any]:
    """A verdict as a row that has no id yet."""
    return {name: value for name, value in asdict(verdict).items() if name != "id"}


def _insert_all(db: sa.Connection, verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Append verdicts in their order, those between withdrawals at once; a withdrawal has to see what stands."""
    kept: list[Verdict] = []
    for alone, some in groupby(verdicts, lambda verdict: verdict.value == "withdrawn"):
        if alone:
            kept += [_insert(db, verdict) for verdict in some]
            continue
        given = list(some)
        items = {verdict.item_id for verdict in given}
        known = {
            item for ids in chunks(items) for item in db.scalars(sa.select(t.items.c.id).where(t.items.c.id.in_(ids)))
        }
        for unknown in items - known:
            require_item(db, unknown)
        appended = sa.insert(t.verdicts).returning(t.verdicts.c.id, sort_by_parameter_order=True)
        ids = db.scalars(appended, [values(verdict) for verdict in given])
        kept += [replace(verdict, id=number) for verdict, number in zip(given, ids, strict=True)]
    return kept


def _insert(db: sa.Connection, verdict: Verdict) -> Verdict:
    require_item(db, verdict.item_id)
    if verdict.value == "withdrawn" and verdict.withdraws is None:
        own = (t.verdicts.c.item_id == verdict.item_id) & (t.verdicts.c.reviewer == verdict.reviewer)
        given = [one.id for one in left(read_verdicts(db, own)) if one.adjudicated == verdict.adjudicated]
        verdict = replace(verdict, withdraws=max(given, default=None))
    return replace(verdict, id=insert_id(db, t.verdicts, values(verdict)))


def _renew(db: sa.Connection, item_id: int, reviewer: str, now: datetime) -> None:
    """Keep what a reviewer who is at work has reserved in the item's run."""
    run = sa.select(t.items.c.run_id).where(t.items.c.id == item_id).scalar_subquery()
    row = t.reservations.c
    live = (row.run_id == run) & (row.reviewer == reviewer) & (row.until > now)
    # what somebody else holds is being renewed by them: nobody waits for anybody, so that nobody waits for ever
    free = sa.select(row.question_id).where(live).with_for_update(skip_locked=True)
    db.execute(sa.update(t.reservations).where(live, row.question_id.in_(free)).values(until=now + RESERVED))


def _withdraw(
    db: sa.Connection, condition: sa.ColumnElement[bool], reviewer: str, verdict_id: int | None = None
) -> Verdict | None:
    """Append the withdrawal of the newest of the reviewer's verdicts, or of the one with this id, if it stands."""
    given = left(read_verdicts(db, condition & (t.verdicts.c.reviewer == reviewer)))
    own = [verdict for verdict in given if verdict.carried_from is None]
    wanted = [verdict for verdict in own if verdict_id in (None, verdict.id)]
    if not wanted:
        return None
    taken = max(wanted, key=lambda verdict: verdict.id)
    return _insert(db, replace(taken, id=0, value="withdrawn", time=datetime.now(UTC), withdraws=taken.id))
