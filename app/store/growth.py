"""References that grow: what a reviewer may add, what is to be judged anew, and what stands by now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Literal

import sqlalchemy as sa

from app.errors import NarabeError
from app.records import LANGUAGES, GradedAnswer, Item, Language, Reference
from app.store import Store, graded, references
from app.store import tables as t
from app.store.database import writing
from evaluators.results import Judgement, Scores


def change_reference(
    store: Store, item_id: int, reviewer: str, value: Literal["accepted", "withdrawn"]
) -> Reference | None:
    """Append that an item's answer is a reference from now on, or is one no longer; None where that already holds.

    The reference belongs to the side of the question whose language the answer is in, if the question has that side.

    Raises:
        NarabeError: no such answer, an empty one, or one that the file itself names as a reference.
    """
    with writing(store.engine).begin() as db:
        found = graded.read_graded(db, t.items.c.id == item_id)
        if not found or found[0].answer is None or not found[0].answer.text.strip():
            raise NarabeError(f"item {item_id} has no answer to accept → reload the page")
        family = _family(db, item_id)
        item, text = found[0].item, found[0].answer.text.strip()
        language = home(item, found[0].answer.language)
        question = item.question.sides[language].text
        stands = [one.text for one in references.accepted_in(db, [family]).get((family, language, question), ())]
        if (text in stands) == (value == "accepted"):
            return None
        if value == "accepted" and text in item.question.references(language):
            raise NarabeError("the answer is a reference already → nothing to accept")
        now = datetime.now(UTC)
        _touch(db, family, now)
        change = Reference(family, language, question, text, value, reviewer, item_id, time=now)
        return references.append(db, change)


def home(item: Item, detected: str) -> Language:
    """The language whose references an answer to this item would join."""
    return next((code for code in LANGUAGES if code == detected and code in item.question.sides), item.language)


def _family(db: sa.Connection, item_id: int) -> str:
    query = (
        sa.select(t.question_sets.c.family)
        .select_from(t.items)
        .join(t.questions, t.questions.c.id == t.items.c.question_id)
        .join(t.question_sets)
    )
    return str(db.scalar(query.where(t.items.c.id == item_id)))


def _touch(db: sa.Connection, family: str, now: datetime) -> None:
    """The runs of a family have something new to say: their workbooks are out of date."""
    sets = sa.select(t.question_sets.c.id).where(t.question_sets.c.family == family)
    db.execute(sa.update(t.runs).where(t.runs.c.set_id.in_(sets)).values(updated=now))


def unsettled(store: Store) -> list[Reference]:
    """The changes that judgements have yet to follow."""
    with store.engine.begin() as db:
        return references.read_changes(db, t.reference_changes.c.judged.is_(False))


def affected(store: Store, changes: Iterable[Reference]) -> list[GradedAnswer]:
    """The judged answers, in every run of every version, to the questions that these changes are about."""
    found: dict[int, GradedAnswer] = {}
    with store.engine.begin() as db:
        for change in changes:
            ids = _questions(db, change)
            answered = t.judgements.c.item_id.is_not(None) & t.answers.c.error.is_(None)
            found |= {one.item.id: one for one in graded.read_graded(db, t.items.c.question_id.in_(ids) & answered)}
    return list(found.values())


def _questions(db: sa.Connection, change: Reference) -> list[int]:
    of_family = sa.select(t.questions.c.id, t.questions.c.sides).join(t.question_sets)
    found = db.execute(of_family.where(t.question_sets.c.family == change.family))
    return [row.id for row in found if row.sides.get(change.language, [None])[0] == change.question]


def settle(
    store: Store,
    changes: Sequence[Reference],
    grades: Mapping[str, tuple[Mapping[int, Scores], Mapping[int, Judgement]]],
) -> None:
    """Keep what was judged anew (by family), marked with its version of the references; these changes are done."""
    now = datetime.now(UTC)
    with writing(store.engine).begin() as db:
        for family, (scores, judgements) in grades.items():
            graded.replace_grades(db, scores, judgements, references.versions(db, [family])[family])
            _touch(db, family, now)
        ids = [change.id for change in changes]
        db.execute(sa.update(t.reference_changes).where(t.reference_changes.c.id.in_(ids)).values(judged=True))


def reference_changes(store: Store, run_id: str) -> list[Reference]:
    """Every change of the references of a run's question set, in any of its versions, oldest first."""
    of_run = sa.select(t.question_sets.c.family).join(t.runs).where(t.runs.c.id == run_id)
    with store.engine.begin() as db:
        return references.read_changes(db, t.reference_changes.c.family == of_run.scalar_subquery())


def added_references(store: Store, item_ids: Iterable[int]) -> dict[int, tuple[Reference, ...]]:
    """The references that reviewers added to the questions of these items, in either language."""
    query = (
        sa.select(t.items.c.id, t.questions.c.sides, t.question_sets.c.family)
        .select_from(t.items)
        .join(t.questions, t.questions.c.id == t.items.c.question_id)
        .join(t.question_sets)
        .where(t.items.c.id.in_(list(item_ids)))
    )
    with store.engine.begin() as db:
        found = db.execute(query).all()
        accepted = references.accepted_in(db, {row.family for row in found})
    return {
        row.id: tuple(one for code, side in row.sides.items() for one in accepted.get((row.family, code, side[0]), ()))
        for row in found
    }
