"""What stands beside an answer: the other languages of its row, the same answer under other arms; and finding texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import NamedTuple

import sqlalchemy as sa

from app.store import _tables as t
from app.store._answer_rows import ONE, OTHER, SAME_ROW
from app.store._database import Database, chunks
from app.store._eyes import standing_of
from app.verdicts import Row, row_of

_MINE, _THEIRS = t.answers.alias("mine"), t.answers.alias("theirs")


class Place(NamedTuple):
    """Where an item stands: its run, and the items of its row (see `app.verdicts.Row`), itself among them."""

    run_id: str
    row: tuple[int, ...]


class Neighbours(Database):
    """What the store knows of items that belong together."""

    def places(self, item_ids: Collection[int]) -> Mapping[int, Place]:
        """Where these items stand; unknown ones are left out."""
        query = sa.select(ONE.c.id, ONE.c.run_id, OTHER.c.id.label("beside")).join(OTHER, SAME_ROW)
        rows: dict[int, list[int]] = defaultdict(list)
        runs: dict[int, str] = {}
        with self._reading() as db:
            for some in chunks(item_ids):
                for row in db.execute(query.where(ONE.c.id.in_(some)).order_by(OTHER.c.language.desc())):
                    rows[row.id].append(row.beside)
                    runs[row.id] = row.run_id
        return {item_id: Place(runs[item_id], tuple(row)) for item_id, row in rows.items()}

    def rows(self, run_id: str) -> Mapping[Row, tuple[int, ...]]:
        """The items of each row of a run, in the order of the review list."""
        query = (
            sa.select(t.items.c.id, t.questions.c.no, t.arms.c.key, t.items.c.sample)
            .join(t.questions, t.questions.c.id == t.items.c.question_id)
            .join(t.arms, t.arms.c.id == t.items.c.arm_id)
            .where(t.items.c.run_id == run_id)
            .order_by(t.questions.c.position, t.arms.c.position, t.items.c.sample, t.items.c.language.desc())
        )
        rows: dict[Row, list[int]] = defaultdict(list)
        with self._reading() as db:
            for row in db.execute(query):
                rows[row_of(row.no, row.key, row.sample)].append(row.id)
        return {key: tuple(ids) for key, ids in rows.items()}

    def same_answers(self, item_ids: Collection[int], reviewer: str) -> Mapping[int, tuple[int, ...]]:
        """Items of the same run with the same answer to the same question in its language.

        Only those that this reviewer has not decided.
        """
        one, other, mine, theirs = ONE, OTHER, _MINE, _THEIRS
        same = (
            (other.c.run_id == one.c.run_id)
            & (other.c.question_id == one.c.question_id)
            & (other.c.language == one.c.language)
            & (other.c.id != one.c.id)
        )
        query = (
            sa.select(one.c.id, other.c.id.label("beside"))
            .join(other, same)
            .join(mine, mine.c.item_id == one.c.id)
            .join(theirs, theirs.c.item_id == other.c.id)
            .where(mine.c.text == theirs.c.text, mine.c.error.is_(None), theirs.c.error.is_(None))
            .where(standing_of(other.c.id, reviewer).is_(None))
            .order_by(other.c.id)
        )
        found: dict[int, list[int]] = defaultdict(list)
        with self._reading() as db:
            for some in chunks(item_ids):
                for row in db.execute(query.where(one.c.id.in_(some))):
                    found[row.id].append(row.beside)
        return {item_id: tuple(beside) for item_id, beside in found.items()}
