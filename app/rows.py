"""Between database rows and records: the store's reading and writing, one function per kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa

from app import tables as t
from app.records import (
    Answer,
    Arm,
    CellValue,
    Decoding,
    GradedAnswer,
    Item,
    Language,
    Progress,
    Question,
    QuestionSet,
    Run,
    Side,
    Verdict,
)
from evaluators.results import Judgement, Scores

Part = TypeVar("Part", Answer, Scores, Judgement)


def insert_id(db: sa.Connection, table: sa.Table, values: Mapping[str, Any]) -> int:
    """Insert one row; its id."""
    key = db.execute(sa.insert(table).values(values)).inserted_primary_key
    assert key is not None  # noqa: S101 - every table here has one
    return int(key[0])


# -- questions ------------------------------------------------------------------------------------------------------


def question_set_values(question_set: QuestionSet) -> dict[str, Any]:
    """A question set as a row, without its questions."""
    return {
        "sha256": question_set.sha256,
        "name": question_set.name,
        "extra_columns": list(question_set.extra_columns),
    }


def question_values(set_id: int, questions: Iterable[Question]) -> list[dict[str, Any]]:
    """Questions as rows, numbered in their order."""
    return [
        {
            "set_id": set_id,
            "position": position,
            "no": question.no,
            "type": question.type,
            "sides": {code: [side.text, *side.references] for code, side in question.sides.items()},
            "extra": {header: _to_json(value) for header, value in question.extra.items()},
        }
        for position, question in enumerate(questions)
    ]


def _to_json(value: CellValue) -> object:
    return {"time": value.isoformat()} if isinstance(value, datetime) else value


def _from_json(value: Any) -> CellValue:
    return datetime.fromisoformat(value["time"]) if isinstance(value, dict) else value


def question(row: Any) -> Question:
    """A question from its row."""
    return Question(
        no=row.no,
        type=row.type,
        sides={code: Side(text, tuple(references)) for code, (text, *references) in row.sides.items()},
        extra={header: _from_json(value) for header, value in row.extra.items()},
    )


# -- runs -----------------------------------------------------------------------------------------------------------


def run_values(
    run_id: str, set_id: int, languages: Sequence[Language], now: datetime, *, trial: bool
) -> dict[str, Any]:
    """A new, queued run as a row."""
    return {
        "id": run_id,
        "set_id": set_id,
        "trial": trial,
        "languages": list(languages),
        "state": "queued",
        "message": "",
        "stage": "",
        "stage_progress": 0.0,
        "cancel_requested": False,
        "created": now,
        "updated": now,
    }


def arm_values(run_id: str, position: int, arm: Arm) -> dict[str, Any]:
    """An arm as a row."""
    return {"run_id": run_id, "position": position, "key": arm.key, "settings": asdict(arm)}


def arm(settings: Mapping[str, Any]) -> Arm:
    """An arm from its row's settings."""
    return Arm(**{**settings, "decoding": Decoding(**settings["decoding"])})


def runs(db: sa.Connection, wanted: sa.ColumnElement[bool]) -> list[Run]:
    """The runs that `wanted` selects, with their counts, newest first."""
    found = db.execute(
        sa.select(t.runs, t.question_sets.c.name, t.question_sets.c.sha256)
        .join(t.question_sets)
        .where(wanted)
        .order_by(t.runs.c.created.desc(), t.runs.c.id.desc())
    ).all()
    ids = [row.id for row in found]
    arms: dict[str, list[Arm]] = {}
    for row in db.execute(sa.select(t.arms).where(t.arms.c.run_id.in_(ids)).order_by(t.arms.c.position)):
        arms.setdefault(row.run_id, []).append(arm(row.settings))
    error = sa.func.count(t.answers.c.error)
    counted = db.execute(
        sa.select(t.items.c.run_id, sa.func.count(), sa.func.count(t.answers.c.item_id) - error, error)
        .outerjoin(t.answers, t.answers.c.item_id == t.items.c.id)
        .where(t.items.c.run_id.in_(ids))
        .group_by(t.items.c.run_id)
    )
    counts = {run_id: (total, answered, errors) for run_id, total, answered, errors in counted}
    return [_run(row, tuple(arms.get(row.id, ())), counts.get(row.id, (0, 0, 0))) for row in found]


def _run(row: Any, arms: tuple[Arm, ...], counts: tuple[int, int, int]) -> Run:
    return Run(
        id=row.id,
        name=row.name,
        sha256=row.sha256,
        arms=arms,
        languages=tuple(row.languages),
        state=row.state,
        created=row.created,
        updated=row.updated,
        total=counts[0],
        answered=counts[1],
        errors=counts[2],
        message=row.message,
        stage=row.stage,
        stage_progress=row.stage_progress,
        trial=row.trial,
    )


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


# -- items, answers and verdicts ------------------------------------------------------------------------------------


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
        )
        .select_from(t.items)
        .join(t.questions, t.questions.c.id == t.items.c.question_id)
        .join(t.arms, t.arms.c.id == t.items.c.arm_id)
        .order_by(t.questions.c.position, t.arms.c.position, t.items.c.language.desc())
    )
    return selected


def items_of(run_id: str) -> sa.Select[Any]:
    """Select a run's items by question, arm and language (Japanese first)."""
    return _items().where(t.items.c.run_id == run_id)


def read_items(found: Iterable[Any]) -> list[Item]:
    """Items from rows, sharing one record per question and arm."""
    questions: dict[int, Question] = {}
    arms: dict[int, Arm] = {}
    result = []
    for row in found:
        if row.question_id not in questions:
            questions[row.question_id] = question(row)
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
        )
        for item, row in zip(read_items(found), found, strict=True)
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
