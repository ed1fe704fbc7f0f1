"""References that reviewers add: what may be added, what is to be judged anew, and what stands by now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

import sqlalchemy as sa

from app.errors import NarabeError
from app.records import LANGUAGES, GradedAnswer, Item, Language, Reference
from app.store import _answer_rows as answers
from app.store import _reference_rows as rows
from app.store import _tables as t
from app.store._database import Database, chunks
from evaluators.results import Judgement, Scores


class References(Database):
    """What the store knows of the references that reviewers added."""

    def change_reference(
        self, item_id: int, reviewer: str, value: Literal["accepted", "withdrawn"]
    ) -> Reference | None:
        """Append that an item's answer is a reference from now on, or is one no longer; None where that already holds.

        The reference belongs to the side of the question whose language the answer is in, if the question has that
        side.

        Raises:
            NarabeError: no such answer, an empty one, or one that the file itself names as a reference.
        """
        with self._writing() as db:
            named = answers.read_graded(db, t.items.c.id == item_id, evidence=False)
            if not named or named[0].answer is None or not named[0].answer.text.strip():
                raise NarabeError(f"item {item_id} has no answer to accept → reload the page")
            family = _family(db, item_id)
            item, text = named[0].item, named[0].answer.text.strip()
            language = joins(item, named[0].answer.language)
            question = item.question.sides[language].text
            accepted = rows.accepted_in(db, [family]).get((family, language, question), ())
            if (text in [reference.text for reference in accepted]) == (value == "accepted"):
                return None
            if value == "accepted" and text in item.question.references(language):
                raise NarabeError("the answer is a reference already → nothing to accept")
            now = datetime.now(UTC)
            _touch(db, family, now)
            return rows.append(db, Reference(family, language, question, text, value, reviewer, item_id, time=now))

    def newest_change(self) -> int:
        """The id of the newest change of any references; 0 before the first."""
        with self._reading() as db:
            return rows.newest(db)

    def unsettled(self) -> list[Reference]:
        """The changes that judgements have yet to follow."""
        with self._reading() as db:
            return rows.read_changes(db, t.reference_changes.c.judged.is_(False))

    def affected(self, changes: Iterable[Reference]) -> list[GradedAnswer]:
        """The judged answers, in every run of every version, to the questions that these changes are about."""
        answered = t.judgements.c.item_id.is_not(None) & t.answers.c.error.is_(None)
        with self._reading() as db:
            ids = {question_id for change in changes for question_id in _questions(db, change)}
            return [
                graded
                for some in chunks(ids)
                for graded in answers.read_graded(db, t.items.c.question_id.in_(some) & answered, evidence=False)
            ]

    def settle(
        self,
        changes: Sequence[Reference],
        scores: Mapping[int, Scores],
        judgements: Mapping[int, Judgement],
        seen: int,
    ) -> bool:
        """Keep what was judged anew after the changes of one family, marked with its version of the references.

        False, and nothing is kept, where they have changed once more after the change `seen`, before the judging.
        """
        family = changes[0].family
        newer = sa.select(t.reference_changes.c.id).where(
            t.reference_changes.c.family == family, t.reference_changes.c.id > seen
        )
        with self._writing() as db:
            if db.scalar(newer.limit(1)) is not None:
                return False
            answers.replace_grades(db, scores, judgements, rows.versions(db, [family])[family])
            _touch(db, family, datetime.now(UTC))
            for some in chunks([change.id for change in changes]):
                done = sa.update(t.reference_changes).where(t.reference_changes.c.id.in_(some))
                db.execute(done.values(judged=True))
        return True

    def reference_changes(self, run_id: str) -> list[Reference]:
        """Every change of the references of a run's question set, in any of its versions, oldest first."""
        of_run = sa.select(t.question_sets.c.family).join(t.runs).where(t.runs.c.id == run_id)
        with self._reading() as db:
            return rows.read_changes(db, t.reference_changes.c.family == of_run.scalar_subquery())

    def added_references(self, item_ids: Collection[int]) -> dict[int, tuple[Reference, ...]]:
        """The references that reviewers added to the questions of these items, in either language."""
        with self._reading() as db:
            items = _placed(db, item_ids)
            accepted = rows.accepted_in(db, {row.family for row in items})
        return {
            row.id: tuple(
                reference
                for code, side in row.sides.items()
                for reference in accepted.get((row.family, code, side[0]), ())
            )
            for row in items
        }

    def being_judged(self, item_ids: Collection[int]) -> set[int]:
        """Those of these items whose judgement has yet to follow a change of references."""
        with self._reading() as db:
            changes = rows.read_changes(db, t.reference_changes.c.judged.is_(False))
            places = {(change.family, change.language, change.question) for change in changes}
            items = _placed(db, item_ids) if places else []
        return {
            row.id for row in items if any((row.family, code, side[0]) in places for code, side in row.sides.items())
        }


def _placed(db: sa.Connection, item_ids: Collection[int]) -> list[Any]:
    """The sides of these items' questions, and the family that they belong to."""
    query = (
        sa.select(t.items.c.id, t.questions.c.sides, t.question_sets.c.family)
        .select_from(t.items)
        .join(t.questions, t.questions.c.id == t.items.c.question_id)
        .join(t.question_sets)
    )
    return [row for some in chunks(item_ids) for row in db.execute(query.where(t.items.c.id.in_(some)))]


def joins(item: Item, detected: str) -> Language:
    """The language whose references an answer to this item, in the language `detected`, would join."""
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


def _questions(db: sa.Connection, change: Reference) -> list[int]:
    """The questions, in every version, whose references a change is about."""
    of_family = sa.select(t.questions.c.id, t.questions.c.sides).join(t.question_sets)
    listed = db.execute(of_family.where(t.question_sets.c.family == change.family))
    return [row.id for row in listed if row.sides.get(change.language, [None])[0] == change.question]
