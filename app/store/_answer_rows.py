"""Between database rows and records: items, answers, scores and judgements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, fields, replace
from operator import itemgetter
from typing import Any, TypeAlias

import sqlalchemy as sa

from app.records import Answer, Arm, GradedAnswer, Item, Language, Question
from app.store import _calibration_rows as calibrations
from app.store import _reference_rows as references
from app.store import _tables as t
from app.store._database import chunks
from app.store._plain import plain
from app.store._review_list import IndexSide, Listed
from app.store._run_rows import arm, question
from evaluators.results import Judgement, JudgementValue, Scores

ROWS = 2_000
"""Rows held beside the records that are made of them."""
Asked: TypeAlias = tuple[Language, str, int]
"""What an arm was asked: language, question text, and which sample."""
PARTS = ((t.answers, Answer), (t.scores, Scores), (t.judgements, Judgement))
ONE, OTHER = t.items.alias("one"), t.items.alias("other")  # made once: naming a table anew takes longer than asking it
SAME_ROW = (
    (OTHER.c.run_id == ONE.c.run_id)
    & (OTHER.c.question_id == ONE.c.question_id)
    & (OTHER.c.arm_id == ONE.c.arm_id)
    & (OTHER.c.sample == ONE.c.sample)
)
"""Whether two items are of one row (see `app.verdicts.Row`)."""
"""What an item has at most one of: the tables, and the records that their rows are."""


class _Maker:
    """Makes records of one kind from rows, whose columns are named `<table>_<field>`."""

    def __init__(self, keys: Iterable[str], table: sa.Table, kind: type[Any]) -> None:
        place = {key: number for number, key in enumerate(keys)}
        self.kind, self.item_id = kind, place[f"{table.name}_item_id"]
        wanted = (f"{table.name}_{field.name}" for field in fields(kind))
        self.values = itemgetter(*(place[name] for name in wanted if name in place))

    def __call__(self, row: Any) -> Any:
        """The record; None where the row has none."""
        return None if row[self.item_id] is None else self.kind(*self.values(row))


def _items() -> sa.Select[Any]:
    selected: sa.Select[Any] = (
        sa.select(
            t.items.c.id,
            t.items.c.language.label("asked"),
            t.items.c.sample,
            t.items.c.arm_id,
            t.items.c.question_id,
            t.items.c.run_id,
        )
        .select_from(t.items)
        .join(t.questions, t.questions.c.id == t.items.c.question_id)
        .join(t.question_sets, t.question_sets.c.id == t.questions.c.set_id)
        .join(t.arms, t.arms.c.id == t.items.c.arm_id)
        .order_by(t.questions.c.position, t.arms.c.position, t.items.c.sample, t.items.c.language.desc())
    )
    return selected


def items_of(run_id: str) -> sa.Select[Any]:
    """Select a run's items by question, arm, sample and language (Japanese first)."""
    return _items().where(t.items.c.run_id == run_id)


def read_items(db: sa.Connection, rows: Sequence[Any]) -> list[Item]:
    """Items from rows, sharing one record per question and arm; questions with the references that were added."""
    questions = read_questions(db, {row.question_id for row in rows})
    arms: dict[int, Arm] = {}
    for ids in chunks({row.arm_id for row in rows}):
        arms |= {row.id: arm(row.settings) for row in db.execute(sa.select(t.arms).where(t.arms.c.id.in_(ids)))}
    return [Item(row.id, questions[row.question_id], row.asked, arms[row.arm_id], row.sample) for row in rows]


def read_questions(db: sa.Connection, ids: Collection[int]) -> dict[int, Question]:
    """Questions by id, each read once, with the references that were added."""
    query = sa.select(t.questions, t.question_sets.c.family).join(
        t.question_sets, t.question_sets.c.id == t.questions.c.set_id
    )
    rows = [row for some in chunks(ids) for row in db.execute(query.where(t.questions.c.id.in_(some)))]
    accepted = references.accepted_in(db, {row.family for row in rows})
    return {row.id: references.grown(question(row), row.family, accepted) for row in rows}


def _prefixed(table: sa.Table, kind: type[Any], *, evidence: bool = True) -> list[sa.ColumnElement[Any]]:
    """The columns that a record of this `kind` is made of: `<table>_<field>`."""
    names = ["item_id", *(field.name for field in fields(kind) if evidence or field.name != "evidence")]
    return [table.c[name].label(f"{table.name}_{name}") for name in names]


def read_graded(
    db: sa.Connection,
    condition: sa.ColumnElement[bool],
    most: int | None = None,
    *,
    evidence: bool = True,
    calibrated: bool = True,
) -> list[GradedAnswer]:
    """Items that satisfy `condition` (the first `most`) with answer, scores and judgement (verdicts apart).

    `evidence`: what judgements rest on, too; it takes five times the memory of all the rest. `calibrated`: judgements
    under the calibration of their run, where it has one.
    """
    query = _items().add_columns(t.judgements.c.rejudged)
    for table, kind in PARTS:
        columns = _prefixed(table, kind, evidence=evidence)
        query = query.add_columns(*columns).outerjoin(table, table.c.item_id == t.items.c.id)
    result = db.execute(query.where(condition).limit(most))
    answer, scores, judgement = (_Maker(result.keys(), table, kind) for table, kind in PARTS)
    found = []
    for rows in result.partitions(ROWS):
        fitted = calibrations.standing(db, {row.run_id for row in rows}) if calibrated else {}
        for item, row in zip(read_items(db, rows), rows, strict=True):
            plain, own = judgement(row), fitted.get(row.run_id)
            said = own.judgement(plain) if own and plain else plain
            held = own.held_out(item.id, plain) if own and plain else None
            graded = GradedAnswer(item, answer(row), scores(row), said, rejudged=row.rejudged or 0)
            found.append(replace(graded, held_out=held) if held else graded)
    return found


def read_listed(db: sa.Connection, run_id: str, wanted: sa.ColumnElement[bool]) -> list[Listed]:
    """What the review list needs to know of a run's items that are `wanted`, in their order."""
    query = items_of(run_id).add_columns(
        t.arms.c.key.label("arm_key"),
        t.answers.c.item_id.label("answered"),
        t.answers.c.error.is_not(None).label("failed"),
        t.answers.c.language.label("answered_in"),
        t.judgements.c.value.label("judged"),
        t.judgements.c.probability,
        t.scores.c.similarity,
    )
    for table in (t.answers, t.judgements, t.scores):
        query = query.outerjoin(table, table.c.item_id == t.items.c.id)
    rows = db.execute(query.where(wanted)).all()
    questions = read_questions(db, {row.question_id for row in rows})
    fitted = calibrations.standing(db, [run_id]).get(run_id)

    def judged(row: Any) -> tuple[JudgementValue, float | None]:
        plain = Judgement(row.judged or "unjudged", row.probability, None, "")
        said = fitted.judgement(plain) if fitted else plain
        return said.value, said.probability

    return [
        Listed(
            row.question_id,
            questions[row.question_id],
            row.asked,
            row.arm_key,
            row.sample,
            IndexSide(
                row.id,
                "pending" if row.answered is None else "error" if row.failed else value,
                chance,
                row.similarity,
                row.answered_in or "none",
            ),
        )
        for row in rows
        for value, chance in [judged(row)]
    ]


def beside(db: sa.Connection, item_ids: Collection[int]) -> list[int]:
    """These items, and those of the same rows."""
    query = sa.select(OTHER.c.id).select_from(ONE.join(OTHER, SAME_ROW))
    return [item for some in chunks(item_ids) for item in db.scalars(query.where(ONE.c.id.in_(some)))]


def insert_parts(
    db: sa.Connection, table: sa.Table, parts: Mapping[int, Answer | Scores | Judgement], **common: object
) -> None:
    """Insert answers, scores or judgements, by item id."""
    values = [{"item_id": item_id, **asdict(part), **_beside(part), **common} for item_id, part in parts.items()]
    if values:
        db.execute(sa.insert(table), values)


def _beside(part: Answer | Scores | Judgement) -> dict[str, str]:
    """What is kept beside a part and is none of its fields."""
    return {"plain": plain(part.text)} if isinstance(part, Answer) else {}


def delete_parts(db: sa.Connection, tables: Iterable[sa.Table], item_ids: Collection[int]) -> None:
    """Delete the rows of these items."""
    for table in tables:
        for some in chunks(item_ids):
            db.execute(sa.delete(table).where(table.c.item_id.in_(some)))


def replace_grades(
    db: sa.Connection, scores: Mapping[int, Scores], judgements: Mapping[int, Judgement], rejudged: int | None = None
) -> None:
    """Keep scores and judgements by item id, replacing earlier ones.

    `rejudged`: the version of the references that made it necessary; None: what was known of that stays.
    """
    known = _rejudged(db, judgements) if rejudged is None else dict.fromkeys(judgements, rejudged)
    delete_parts(db, [t.scores], scores)
    delete_parts(db, [t.judgements], judgements)
    insert_parts(db, t.scores, scores)
    for mark in sorted(set(known.values())):
        insert_parts(
            db, t.judgements, {i: judged for i, judged in judgements.items() if known[i] == mark}, rejudged=mark
        )


def _rejudged(db: sa.Connection, item_ids: Collection[int]) -> dict[int, int]:
    """Under which version of the references each item was last judged anew."""
    mark = sa.select(t.judgements.c.item_id, t.judgements.c.rejudged)
    known = dict.fromkeys(item_ids, 0)
    for some in chunks(item_ids):
        known |= {row.item_id: row.rejudged for row in db.execute(mark.where(t.judgements.c.item_id.in_(some)))}
    return known


def reusable(db: sa.Connection, run_id: str, like: Arm) -> dict[Asked, Answer]:
    """What other runs (examples apart) have under an equal arm; the newest of each."""
    query = (
        sa.select(
            t.items.c.language.label("asked"), t.items.c.sample, t.questions.c.sides, *_prefixed(t.answers, Answer)
        )
        .select_from(t.answers)
        .join(t.items, t.items.c.id == t.answers.c.item_id)
        .join(t.questions, t.questions.c.id == t.items.c.question_id)
        .join(t.arms, t.arms.c.id == t.items.c.arm_id)
        .join(t.runs, t.runs.c.id == t.items.c.run_id)
        .where(t.runs.c.example.is_(False))
        .where(t.arms.c.key == like.key, t.answers.c.error.is_(None), t.items.c.run_id != run_id)
        .order_by(t.answers.c.time)
    )
    result = db.execute(query)
    answer = _Maker(result.keys(), t.answers, Answer)
    return {(row.asked, row.sides[row.asked][0], row.sample): answer(row) for row in result}
