"""Between database rows and records: question sets, runs and arms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.errors import NarabeError
from app.records import (
    Arm,
    CarriedValue,
    CellValue,
    Decoding,
    Formatted,
    Language,
    Question,
    QuestionSet,
    Run,
    Side,
)
from app.store import _calibration_rows as calibrations
from app.store import _reference_rows as references
from app.store import _tables as t
from app.store._database import chunks
from app.store._plain import plain_question
from evaluators.judge.calibration import Calibration

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
            "sides": {code: _side_values(side) for code, side in question.sides.items()},
            "extra": {header: _to_json(value) for header, value in question.extra.items()},
            "plain": plain_question(question),
        }
        for position, question in enumerate(questions)
    ]


def _side_values(side: Side) -> list[Any]:
    """A side as JSON: its text and references; answers that the file has stand last, in an object."""
    answers: dict[str, object] = {} if side.answer is None else {"answer": side.answer}
    answers |= {"answers": dict(side.answers)} if side.answers else {}
    return [side.text, *side.references, *([answers] if answers else [])]


def side(values: Sequence[Any]) -> Side:
    """A side from its JSON."""
    text, *rest = values
    answers = rest.pop() if rest and isinstance(rest[-1], dict) else {}
    return Side(text, tuple(rest), answers.get("answer"), tuple(answers.get("answers", {}).items()))


def _to_json(value: CarriedValue) -> object:
    if isinstance(value, Formatted):
        return {"number": value.number, "format": value.format}
    return {"time": value.isoformat()} if isinstance(value, datetime) else value


def _from_json(value: Any) -> CarriedValue:
    if isinstance(value, dict):
        return Formatted(**value) if "format" in value else datetime.fromisoformat(value["time"])
    plain: CellValue = value
    return plain


def question(row: Any) -> Question:
    """A question from its row."""
    return Question(
        no=row.no,
        type=row.type,
        sides={code: side(values) for code, values in row.sides.items()},
        extra={header: _from_json(value) for header, value in row.extra.items()},
    )


# -- runs -----------------------------------------------------------------------------------------------------------


def run_values(
    run_id: str, set_id: int, languages: Sequence[Language], now: datetime, *, fresh: bool, trial: bool
) -> dict[str, Any]:
    """A new, queued run as a row."""
    return {
        "id": run_id,
        "set_id": set_id,
        "trial": trial,
        "fresh": fresh,
        "languages": list(languages),
        "state": "queued",
        "message": "",
        "stage": "",
        "stage_progress": 0.0,
        "requested": "",
        "created": now,
        "updated": now,
    }


def arm_values(run_id: str, position: int, arm: Arm) -> dict[str, Any]:
    """An arm as a row."""
    return {"run_id": run_id, "position": position, "key": arm.key, "settings": asdict(arm)}


def add_items(
    db: sa.Connection, run_id: str, languages: Sequence[Language], limit: int | None, samples: int = 1
) -> None:
    """Add a run's items: its first `limit` questions (None: all) under each arm in each language, where missing.

    `samples`: how often each of them is asked.
    """
    asked = db.execute(
        sa.select(t.questions.c.id, t.questions.c.sides)
        .join(t.runs, t.runs.c.set_id == t.questions.c.set_id)
        .where(t.runs.c.id == run_id)
        .order_by(t.questions.c.position)
        .limit(limit)
    ).all()
    arm_ids = db.scalars(sa.select(t.arms.c.id).where(t.arms.c.run_id == run_id).order_by(t.arms.c.position)).all()
    present = set(
        db.execute(
            sa.select(t.items.c.question_id, t.items.c.arm_id, t.items.c.language, t.items.c.sample).where(
                t.items.c.run_id == run_id
            )
        ).tuples()
    )
    new = [
        {"run_id": run_id, "question_id": question_id, "arm_id": arm_id, "language": language, "sample": sample}
        for arm_id in arm_ids
        for question_id, sides in asked
        for sample in range(1, samples + 1)
        for language in languages
        if language in sides and (question_id, arm_id, language, sample) not in present
    ]
    if new:
        db.execute(sa.insert(t.items), new)


def arm(settings: Mapping[str, Any]) -> Arm:
    """An arm from its row's settings."""
    return Arm(**{**settings, "decoding": Decoding(**settings["decoding"])})


def run(db: sa.Connection, run_id: str) -> Run:
    """One run.

    Raises:
        NarabeError: no run has this id.
    """
    named = runs(db, t.runs.c.id == run_id)
    if not named:
        raise unknown(run_id)
    return named[0]


def unknown(run_id: str) -> NarabeError:
    """That no run has this id."""
    return NarabeError(f"no run has the id {run_id!r} → `python -m app runs` lists them")


def runs(db: sa.Connection, wanted: sa.ColumnElement[bool]) -> list[Run]:
    """The runs that `wanted` selects, with their counts, newest first."""
    sets = t.question_sets.c
    listed = db.execute(
        sa.select(t.runs, sets.name, sets.sha256, sets.family, sets.version)
        .join(t.question_sets)
        .where(wanted)
        .order_by(t.runs.c.created.desc(), t.runs.c.id.desc())
    ).all()
    arms: dict[str, list[Arm]] = {}
    counts: dict[str, _Counts] = {}
    for ids in chunks([row.id for row in listed]):
        for row in db.execute(sa.select(t.arms).where(t.arms.c.run_id.in_(ids)).order_by(t.arms.c.position)):
            arms.setdefault(row.run_id, []).append(arm(row.settings))
        counts |= _counts(db, ids)
    changes = references.versions(db, {row.family for row in listed})
    fitted = calibrations.fitted(db, [row.id for row in listed])
    return [
        _run(
            row,
            tuple(arms.get(row.id, ())),
            counts.get(row.id, _Counts()),
            changes.get(row.family, 0),
            fitted.get(row.id),
        )
        for row in listed
    ]


class _Counts(NamedTuple):
    """A run's items, those of them with an answer and with an error, and how often each question is asked."""

    total: int = 0
    answered: int = 0
    errors: int = 0
    samples: int = 1


def _counts(db: sa.Connection, run_ids: Sequence[str]) -> dict[str, _Counts]:
    error = sa.func.count(t.answers.c.error)
    counted = db.execute(
        sa.select(
            t.items.c.run_id,
            sa.func.count(),
            sa.func.count(t.answers.c.item_id) - error,
            error,
            sa.func.max(t.items.c.sample),
        )
        .outerjoin(t.answers, t.answers.c.item_id == t.items.c.id)
        .where(t.items.c.run_id.in_(run_ids))
        .group_by(t.items.c.run_id)
    )
    return {run_id: _Counts(*figures) for run_id, *figures in counted}


def _run(row: Any, arms: tuple[Arm, ...], counts: _Counts, changes: int, calibration: Calibration | None) -> Run:
    return Run(
        id=row.id,
        name=row.name,
        sha256=row.sha256,
        arms=arms,
        languages=tuple(row.languages),
        state=row.state,
        created=row.created,
        updated=row.updated,
        total=counts.total,
        answered=counts.answered,
        errors=counts.errors,
        samples=counts.samples,
        message=row.message,
        stage=row.stage,
        stage_progress=row.stage_progress,
        trial=row.trial,
        version=row.version,
        references=changes,
        label=row.label,
        archived=row.archived,
        example=row.example,
        deleted=row.deleted,
        calibration=calibration,
    )
