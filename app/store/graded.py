"""Between database rows and records: items, answers, scores, judgements and verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa

from app.records import Answer, Arm, GradedAnswer, Item, Language, Progress, Question, Run, Verdict
from app.store import references
from app.store import tables as t
from app.store.database import insert_id
from app.store.rows import arm, question
from evaluators.results import Judgement, Scores

Part = TypeVar("Part", Answer, Scores, Judgement)


def _items() -> sa.Select[Any]:
    selected: sa.Select[Any] = (
        sa.select(
            t.items.c.id,
            t.items.c.language.label("asked"),
            t.items.c.arm_id,
            t.items.c.question_id,
            t.arms.c.settings,
            t.questions.c.no,
            t.questions.c.type,
            t.questions.c.sides,
            t.questions.c.extra,
            t.question_sets.c.family,
        )
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
    accepted = references.accepted_in(db, {row.family for row in found})
    questions: dict[int, Question] = {}
    arms: dict[int, Arm] = {}
    result = []
    for row in found:
        if row.question_id not in questions:
            questions[row.question_id] = references.grown(question(row), row.family, accepted)
        if row.arm_id not in arms:
            arms[row.arm_id] = arm(row.settings)
        result.append(Item(row.id, questions[row.question_id], row.asked, arms[row.arm_id]))
    return result


def _prefixed(table: sa.Table) -> list[sa.ColumnElement[Any]]:
    return [column.label(f"{table.name}_{column.name}") for column in table.c]


def read_graded(db: sa.Connection, condition: sa.ColumnElement[bool]) -> list[GradedAnswer]:
    """Items that satisfy `condition` with answer, scores and judgement (verdicts apart)."""
    query = _items().add_columns(*_prefixed(t.answers), *_prefixed(t.scores), *_prefixed(t.judgements))
    for table in (t.answers, t.scores, t.judgements):
        query = query.outerjoin(table, table.c.item_id == t.items.c.id)
    found = db.execute(query.where(condition)).all()
    return [
        GradedAnswer(
            item,
            _part(row, t.answers, Answer),
            _part(row, t.scores, Scores),
            _part(row, t.judgements, Judgement),
            rejudged=row.judgements_rejudged or 0,
        )
        for item, row in zip(read_items(db, found), found, strict=True)
    ]


def _part(row: Any, table: sa.Table, kind: type[Part]) -> Part | None:
    values = row._mapping
    if values[f"{table.name}_item_id"] is None:
        return None
    return kind(**{field.name: values[f"{table.name}_{field.name}"] for field in fields(kind)})


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
    found: dict[tuple[Language, str], Answer] = {}
    for row in db.execute(query):
        answer = _part(row, t.answers, Answer)
        if answer is not None:
            found[row.asked, row.sides[row.asked][0]] = answer
    return found


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
