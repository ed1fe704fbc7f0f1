"""The review list, asked of the database: which rows there are for a reviewer, in which order, and how many."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.garbage import collection_paused
from app.records import LANGUAGES
from app.store import _calibration_rows as calibrations
from app.store import _tables as t
from app.store._answer_rows import beside
from app.store._database import Database, listed
from app.store._eyes import Eyes, band, flag, sides, standing_of, stands
from app.store._finding import found
from app.store._plain import plain
from app.store._wishes import (
    MEANINGS,
    OF_ANNOTATION,
    OF_JUDGEMENT,
    OF_ROW,
    OF_SIDE,
    PATTERNS,
    QUEUES,
    Wish,
    of_row,
    of_side,
    rows,
)

MOST_CHOICES = 200
"""Of each filter, the values that are offered."""


class ListedRow(NamedTuple):
    """A row of the list: its first item (which is its key), whether it waits for the reviewer, or for a final verdict.

    With the question and the arm that it is of, by id.
    """

    key: int
    waits: int
    adjudicable: int
    question_id: int
    arm_id: int


class Counts(NamedTuple):
    """How many rows are in each queue (see `QUEUES`), and how many the reviewer can grade."""

    queues: Mapping[str, int]
    gradable: int


Choices = dict[str, list[tuple[str, int]]]
"""By filter, its values, each with the number of rows that it would leave, the other filters as they are."""


class Listing(Database):
    """What the store knows of the review list."""

    def listing(self, run_id: str, eyes: Eyes, wish: Wish) -> Sequence[ListedRow]:
        """The rows that `eyes` see and `wish` wants, in their order: by question, arm and sample."""
        doubtful_first = wish.doubtful_first or wish.queue == "uncertain"
        in_queue = wish.queue != "all" and not wish.words.strip() and wish.drawn is None
        names = [
            "unreviewed",
            "adjudicate",
            *(["doubt"] if doubtful_first else []),
            *([wish.queue] if in_queue else []),
        ]
        with self._reading() as db, collection_paused():
            seen = _Seen(db, run_id, eyes, wish, names)
            listed_rows = seen.rows(fits=seen.side_conditions(), found=seen.sought())
            row = listed_rows.c
            wanted = seen.row_conditions(listed_rows) + ([row[wish.queue] == 1] if in_queue else [])
            if wish.drawn is not None:
                wanted.append(row.key.in_(listed(wish.drawn)))
            place = (row.question_id, row.arm_id, row.sample)  # questions and arms were made in their order
            columns = (row.key, row.unreviewed, row.adjudicate, row.question_id, row.arm_id)
            ordered = sa.select(*columns).where(*wanted).order_by(*([row.doubt] if doubtful_first else []), *place)
            shown = list(itertools.starmap(ListedRow, db.execute(ordered).all()))
        if wish.drawn is None or doubtful_first:
            return shown
        places = {key: place for place, key in enumerate(wish.drawn)}
        return sorted(shown, key=lambda one: places[one.key])

    def review_counts(self, run_id: str, eyes: Eyes, wish: Wish) -> Counts:
        """The rows in each queue under the wish's arm, `only` and `drawn`; its filters and words are not asked."""
        with self._reading() as db:
            names = (*QUEUES, "gradable")
            row = _Seen(db, run_id, eyes, wish, names).rows().c
            wanted = sa.select(*(_sum(row[name]) for name in names))
            if wish.drawn is not None:
                wanted = wanted.where(row.key.in_(listed(wish.drawn)))
            *queues, gradable = db.execute(wanted).one()
        return Counts(dict(zip(QUEUES, queues, strict=True)), gradable)

    def review_choices(self, run_id: str, eyes: Eyes, wish: Wish) -> Choices:
        """What each filter can be, of the rows under the wish's arm; judgements only where some may be seen."""
        with self._reading() as db:
            seen = _Seen(db, run_id, eyes, wish, MEANINGS, everything=True)
            values = seen.values()
            offered = [(name, value) for name in values if name in OF_SIDE for value in values[name]]
            fitting = {
                f"fits_{place}": seen.side_conditions({name: value}) for place, (name, value) in enumerate(offered)
            }
            listed_rows = seen.rows(fits=seen.side_conditions(), **fitting)
            fits = listed_rows.c.fits == 1 if "fits" in listed_rows.c else sa.true()
            row_conditions = sa.and_(sa.true(), *seen.row_conditions(listed_rows, fits=False))
            counted: dict[tuple[str, str], sa.ColumnElement[Any]] = {
                one: _sum(flag(row_conditions & (listed_rows.c[f"fits_{place}"] == 1)))
                for place, one in enumerate(offered)
            }
            for pattern in PATTERNS:
                asked = seen.row_conditions(listed_rows, {"pattern": pattern}, fits=False)
                counted["pattern", pattern] = _sum(flag(sa.and_(fits, *asked)))
            untyped = seen.row_conditions(listed_rows, {"type": ""}, fits=False)
            kind, of_kind = t.questions.c.type, _sum(flag(sa.and_(fits, *untyped)))
            by_kind = sa.select(kind, of_kind, *counted.values()).group_by(kind).order_by(kind)
            by_kind = by_kind.join_from(listed_rows, t.questions, t.questions.c.id == listed_rows.c.question_id)
            counts = db.execute(by_kind).all()
        types = [(row[0], int(row[1])) for row in counts if row[0]][:MOST_CHOICES]
        figures = {one: sum(int(row[place]) for row in counts) for place, one in enumerate(counted, 2)}
        choices: Choices = {"type": types}
        for (name, value), count in figures.items():
            choices.setdefault(name, []).append((value, count))
        return choices

    def arm_keys(self, run_id: str) -> dict[int, str]:
        """The keys of a run's arms by their ids."""
        with self._reading() as db:
            named = db.execute(sa.select(t.arms.c.id, t.arms.c.key).where(t.arms.c.run_id == run_id))
            return dict(named.tuples().all())

    def newest_given(self, run_id: str, reviewer: str, most: int, *, carried: bool = False) -> list[tuple[int, int]]:
        """The newest verdicts of a reviewer that stand, final ones among them, by (id, item).

        `carried`: those of earlier runs, which cannot be taken back, too.
        """
        row, item = t.verdicts.c, t.items.c
        own = sa.select(row.id, row.item_id).join(t.items, item.id == row.item_id)
        newest = row.id == standing_of(row.item_id, row.reviewer)
        own = own.where(item.run_id == run_id, row.reviewer == reviewer)
        own = own if carried else own.where(row.carried_from.is_(None))
        own = own.where(newest | stands(t.verdicts, final=True)).order_by(row.id.desc()).limit(most)
        with self._reading() as db:
            return [(verdict, item_id) for verdict, item_id in db.execute(own)]

    def numbered_rows(self, run_id: str, no: str, most: int) -> list[int]:
        """The items of a run's rows with this number (see `app.verdicts.numbered`), whatever its width and case."""
        name, _, sample = plain(no).strip().rpartition(" #")
        name, sample = (name, sample) if name and sample.isdecimal() else (plain(no).strip(), "1")
        row, item = t.questions.c, t.items.c
        there = sa.select(item.id).join(t.questions, row.id == item.question_id)
        there = there.where(item.run_id == run_id, item.sample == int(sample))
        there = there.where(row.plain.startswith(f"{name}\n", autoescape=True))
        with self._reading() as db:
            return list(db.scalars(there.order_by(item.question_id, item.arm_id, item.id).limit(most)))


def _sum(column: sa.ColumnElement[Any]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(column), 0)


class _Seen:
    """A run as one reviewer sees it, within one transaction."""

    def __init__(
        self, db: sa.Connection, run_id: str, eyes: Eyes, wish: Wish, names: Sequence[str], *, everything: bool = False
    ) -> None:
        """`names`: what is asked of each row (see `rows`); `everything`: all filters may be asked of a side."""
        self.names = [*names, *(MEANINGS if wish.filters.get("pattern") else ())]
        asked = {*self.names, *(name for name, wanted in wish.filters.items() if wanted)}
        self.db, self.run_id, self.eyes, self.wish = db, run_id, eyes, wish
        self.fitted = calibrations.fitted(db, [run_id]).get(run_id)
        most = db.scalar(sa.select(sa.func.max(t.items.c.sample)).where(t.items.c.run_id == run_id))
        self.sampled = (most or 1) > 1
        only = None if wish.only is None else beside(db, wish.only)
        self.sides = sides(
            run_id,
            eyes,
            self.fitted,
            arm=wish.arm,
            only=only,
            scored=bool(asked & {"low", "high"}),
            judged=everything or bool(asked & OF_JUDGEMENT),
            annotated=everything or bool(asked & OF_ANNOTATION),
        )

    def rows(self, **more: sa.ColumnElement[bool] | None) -> sa.Subquery:
        """The rows, with the names of each; `more`: whether something holds of one and the same side, as 0 or 1."""
        columns = [
            sa.func.max(flag(condition)).label(name) for name, condition in more.items() if condition is not None
        ]
        return rows(self.sides, band(self.fitted), self.names, *columns, sampled=self.sampled)

    def _asked(self, names: Iterable[str], instead: Mapping[str, str]) -> list[tuple[str, str]]:
        asked = {**self.wish.filters, **instead}
        return [(name, wanted) for name in names if (wanted := asked.get(name, ""))]

    def side_conditions(self, instead: Mapping[str, str] | None = None) -> sa.ColumnElement[bool] | None:
        """What the filters ask of one side (some of them otherwise); None for nothing."""
        asked = self._asked(OF_SIDE, instead or {})
        conditions = [of_side(self.sides, name, wanted) for name, wanted in asked]
        return sa.and_(*conditions) if conditions else None

    def sought(self) -> sa.ColumnElement[bool] | None:
        """Whether the words that are searched for stand in a side; None without any."""
        if not self.wish.words.strip():
            return None
        return found(self.db, self.run_id, self.eyes, self.sides, self.wish.words)

    def row_conditions(
        self, listed_rows: sa.Subquery, instead: Mapping[str, str] | None = None, *, fits: bool = True
    ) -> list[sa.ColumnElement[bool]]:
        """What is asked of a whole row; `fits`: also that one side is as the filters want."""
        conditions = [of_row(listed_rows, name, wanted) for name, wanted in self._asked(OF_ROW, instead or {})]
        named = ("fits", "found") if fits else ()
        return conditions + [listed_rows.c[name] == 1 for name in named if name in listed_rows.c]

    def values(self) -> dict[str, list[str]]:
        """The values of each filter that asks something of a side."""
        one = self.sides.c
        columns = (one.asked, one.answered, one.score, one.state, one.gradable)
        there = self.db.execute(sa.select(*columns).distinct()).all()  # few: asked one by one, each reads every item
        seen = any(side.gradable and side.state != "answered" for side in there)
        scores = sorted({side.score for side in there if side.score is not None})
        own = sa.select(t.annotated.c.tags).join(t.items, t.items.c.id == t.annotated.c.item_id)
        own = own.where(t.items.c.run_id == self.run_id, t.annotated.c.reviewer == self.eyes.reviewer)
        verdict = t.verdicts.c
        visible = sa.select(one.id).where(one.others == 1)
        reviewers = sa.select(verdict.reviewer).where(verdict.item_id.in_(visible)).distinct()
        return {
            "asked": [code for code in LANGUAGES if any(side.asked == code for side in there)],
            "answered": sorted({side.answered for side in there})[:MOST_CHOICES],
            "judgement": ["correct", "incorrect", "unjudged"] if seen else [],
            "verdict": ["none", "correct", "incorrect", "unsure"],
            "language_mark": ["same", "other"],
            "reviewer": sorted(self.db.scalars(reviewers.limit(MOST_CHOICES))),
            "tag": sorted({tag for tags in self.db.scalars(own) for tag in tags}),
            "score": [str(score) for score in scores[:MOST_CHOICES]],
        }
