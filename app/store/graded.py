"""Between database rows and records: items, answers, scores, judgements and verdicts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from app.records import Answer, Arm, GradedAnswer, Item, Language, Progress, Question, Run, Verdict
from app.store import references
from app.store import tables as t
from app.store.database import insert_id
from app.store.rows import arm, question
from app.store.verdicts import Indexed
from evaluators.results import Judgement, Scores

AT_ONCE = 500
"""Ids in one query; databases limit them."""
ROWS = 2_000
"""Rows held beside the records that are made of them."""


class _Reader:
    """Makes records of one kind from rows that hold the columns of its table from `start` on."""

    def __init__(self, table: sa.Table, kind: type[Any], start: int) -> None:
        names = table.c.keys()
        self.kind, self.key = kind, start + names.index("item_id")
        self.values = itemgetter(*(start + names.index(field.name) for field in fields(kind)))

    def __call__(self, row: Any) -> Any:
        """The record; None where the row has none."""
        return None if row[self.key] is None else self.kind(*self.values(row))


def _items() -> sa.Select[Any]:
    selected: sa.Select[Any] = (
        sa.select(t.items.c.id, t.items.c.language.label("asked"), t.items.c.arm_id, t.items.c.question_id)
        .select_from(t.items)
        .join(t.questions, t.questions.c.id == t.items.c.question_id)
        .join(t.question_sets, t.question_sets.c.id == t.questions.c.set_id)
        .join(t.arms, t.arms.c.id == t.items.c.arm_id)
        .order_by(t.questions.c.position, t.arms.c.position, t.items.c.language.desc())
    )
    return selected


def items_of(run_id: str) -> sa.Select[Any]:
    """Select a run's items by question, arm and language (Japanese first)."""
    return _items().where(t.items.c.run_id == run_id)


def read_items(db: sa.Connection, found: Sequence[Any]) -> list[Item]:
    """Items from rows, sharing one record per question and arm; questions with the references that were added."""
    questions = read_questions(db, {row.question_id for row in found})
    ids = {row.arm_id for row in found}
    arms = {row.id: arm(row.settings) for row in db.execute(sa.select(t.arms).where(t.arms.c.id.in_(ids)))}
    return [Item(row.id, questions[row.question_id], row.asked, arms[row.arm_id]) for row in found]


def read_questions(db: sa.Connection, ids: Collection[int]) -> dict[int, Question]:
    """Questions by id, each read once, with the references that were added."""
    listed = sorted(ids)
    query = sa.select(t.questions, t.question_sets.c.family).join(
        t.question_sets, t.question_sets.c.id == t.questions.c.set_id
    )
    rows = [
        row
        for start in range(0, len(listed), AT_ONCE)
        for row in db.execute(query.where(t.questions.c.id.in_(listed[start : start + AT_ONCE])))
    ]
    accepted = references.accepted_in(db, {row.family for row in rows})
    return {row.id: references.grown(question(row), row.family, accepted) for row in rows}


_ITEM_COLUMNS = 4
_PARTS = ((t.answers, Answer), (t.scores, Scores), (t.judgements, Judgement))
_STARTS = [_ITEM_COLUMNS + sum(len(table.c) for table, _ in _PARTS[:place]) for place in range(len(_PARTS))]
_answer, _scores, _judgement = (_Reader(table, kind, at) for (table, kind), at in zip(_PARTS, _STARTS, strict=True))


def _prefixed(table: sa.Table) -> list[sa.ColumnElement[Any]]:
    return [column.label(f"{table.name}_{column.name}") for column in table.c]


_WITHOUT_EVIDENCE = [
    sa.literal({}, sa.JSON).label(one.name) if one.name == "judgements_evidence" else one
    for one in _prefixed(t.judgements)
]


def read_graded(
    db: sa.Connection, condition: sa.ColumnElement[bool], most: int | None = None, *, evidence: bool = True
) -> list[GradedAnswer]:
    """Items that satisfy `condition` (the first `most`) with answer, scores and judgement (verdicts apart).

    `evidence`: what judgements rest on, too; it takes five times the memory of all the rest.
    """
    query = _items()
    for table, _ in _PARTS:
        columns = _prefixed(table) if evidence or table is not t.judgements else _WITHOUT_EVIDENCE
        query = query.add_columns(*columns).outerjoin(table, table.c.item_id == t.items.c.id)
    return [
        GradedAnswer(item, _answer(row), _scores(row), _judgement(row), rejudged=row.judgements_rejudged or 0)
        for rows in db.execute(query.where(condition).limit(most)).partitions(ROWS)
        for item, row in zip(read_items(db, rows), rows, strict=True)
    ]


def read_index(db: sa.Connection, run_id: str) -> list[Indexed]:
    """What the review list needs to know of a run's items, in their order."""
    query = items_of(run_id).add_columns(
        t.arms.c.key,
        t.answers.c.item_id,
        t.answers.c.error.is_not(None),
        t.answers.c.language,
        t.judgements.c.value,
        t.judgements.c.probability,
    )
    for table in (t.answers, t.judgements):
        query = query.outerjoin(table, table.c.item_id == t.items.c.id)
    found = db.execute(query).all()
    questions = read_questions(db, {row.question_id for row in found})
    return [
        Indexed(
            row.id,
            questions[row.question_id],
            row.asked,
            row.key,
            "pending" if row[5] is None else "error" if row[6] else row[8] or "unjudged",
            row.probability,
            row[7] or "none",
        )
        for row in found
    ]


def insert_parts(
    db: sa.Connection, table: sa.Table, parts: Mapping[int, Answer | Scores | Judgement], **common: object
) -> None:
    """Insert answers, scores or judgements, by item id."""
    values = [{"item_id": item_id, **asdict(part), **common} for item_id, part in parts.items()]
    if values:
        db.execute(sa.insert(table), values)


def replace_grades(
    db: sa.Connection, scores: Mapping[int, Scores], judgements: Mapping[int, Judgement], rejudged: int | None = None
) -> None:
    """Keep scores and judgements by item id, replacing earlier ones.

    `rejudged`: the version of the references that made it necessary; None: what was known of that stays.
    """
    marks = sa.select(t.judgements.c.item_id, t.judgements.c.rejudged).where(t.judgements.c.item_id.in_(judgements))
    known: dict[int, int] = {row.item_id: row.rejudged for row in db.execute(marks)}
    for table, parts in ((t.scores, scores), (t.judgements, judgements)):
        db.execute(sa.delete(table).where(table.c.item_id.in_(parts)))
    insert_parts(db, t.scores, scores)
    for mark in {known.get(item_id, 0) for item_id in judgements} if rejudged is None else {rejudged}:
        same = {i: one for i, one in judgements.items() if rejudged is not None or known.get(i, 0) == mark}
        insert_parts(db, t.judgements, same, rejudged=mark)


def read_verdicts(db: sa.Connection, condition: sa.ColumnElement[bool]) -> list[Verdict]:
    """The verdicts on items that satisfy `condition`, oldest first."""
    found = db.execute(
        sa.select(t.verdicts)
        .join(t.items, t.items.c.id == t.verdicts.c.item_id)
        .where(condition)
        .order_by(t.verdicts.c.id)
    )
    return [Verdict(**row) for row in found.mappings()]


def insert_verdict(db: sa.Connection, verdict: Verdict) -> Verdict:
    """Append a verdict; the same with its id."""
    values = {name: value for name, value in asdict(verdict).items() if name != "id"}
    return replace(verdict, id=insert_id(db, t.verdicts, values))


def reusable(db: sa.Connection, run_id: str, like: Arm) -> dict[tuple[Language, str], Answer]:
    """The answers that other runs have under an equal arm, by language and question text; the newest of each."""
    query = (
        sa.select(t.items.c.language.label("asked"), t.questions.c.sides, *_prefixed(t.answers))
        .select_from(t.answers)
        .join(t.items, t.items.c.id == t.answers.c.item_id)
        .join(t.questions, t.questions.c.id == t.items.c.question_id)
        .join(t.arms, t.arms.c.id == t.items.c.arm_id)
        .where(t.arms.c.key == like.key, t.answers.c.error.is_(None), t.items.c.run_id != run_id)
        .order_by(t.answers.c.time)
    )
    answered = _Reader(t.answers, Answer, 2)
    return {(row.asked, row.sides[row.asked][0]): answered(row) for row in db.execute(query)}


def progress(engine: sa.Engine, run: Run, latest: int, window: timedelta) -> Progress:
    """A run's live figures: rates over the last `window` of its work, and its newest answers."""
    now = datetime.now(UTC)
    newest = t.items.c.run_id == run.id
    with engine.begin() as db:
        started = db.scalar(sa.select(t.runs.c.started).where(t.runs.c.id == run.id)) or now
        since = max(started, now - window)
        count, tokens = db.execute(
            sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(t.answers.c.tokens), 0))
            .join(t.items)
            .where(newest, t.answers.c.time >= since)
        ).one()
        ids = db.scalars(
            sa.select(t.answers.c.item_id)
            .join(t.items)
            .where(newest)
            .order_by(t.answers.c.time.desc(), t.answers.c.item_id.desc())
            .limit(latest)
        ).all()
        answers = {one.item.id: one for one in read_graded(db, t.items.c.id.in_(ids))}
    seconds = max((now - since).total_seconds(), 1e-6)
    rate = count / seconds if run.state == "running" else 0.0
    left = (run.total - run.answered - run.errors) / rate if rate else None
    return Progress(run, rate, tokens / seconds if rate else 0.0, left, tuple(answers[item_id] for item_id in ids))
