"""Question sets: kept once, whatever the file's bytes or name."""

from __future__ import annotations

import sqlalchemy as sa

from app.records import QuestionSet
from app.store import _lineage as lineage
from app.store import _reference_rows as references
from app.store import _run_rows as rows
from app.store import _tables as t
from app.store._database import Database, insert_id


class QuestionSets(Database):
    """What the store knows of question sets."""

    def add_question_set(self, question_set: QuestionSet, *, trial: bool = False) -> int:
        """Keep a question set; one with the same content is the same set. Returns its id."""
        with self._writing() as db:
            return keep(db, question_set, trial=trial)

    def trace(self, question_set: QuestionSet) -> lineage.Lineage:
        """Where a question set stands among those that are known: the same, a new version of one, or new."""
        with self._reading() as db:
            return lineage.trace(db, question_set)

    def question_set(self, run_id: str) -> QuestionSet:
        """The question set of a run, whole (whatever the run's limit), with the references that were added to it."""
        with self._reading() as db:
            kept = db.execute(sa.select(t.question_sets).join(t.runs).where(t.runs.c.id == run_id)).one()
            listed = db.execute(
                sa.select(t.questions).where(t.questions.c.set_id == kept.id).order_by(t.questions.c.position)
            )
            accepted = references.accepted_in(db, [kept.family])
            grown = tuple(references.grown(rows.question(row), kept.family, accepted) for row in listed)
            return QuestionSet(kept.name, kept.sha256, grown, tuple(kept.extra_columns))


def keep(db: sa.Connection, question_set: QuestionSet, *, trial: bool) -> int:
    """Insert a question set, unless it is known; its id."""
    place = lineage.trace(db, question_set, alone=trial)
    if place.set_id is not None:
        return place.set_id
    values = rows.question_set_values(question_set) | lineage.values(question_set, place)
    set_id = insert_id(db, t.question_sets, values)
    db.execute(sa.insert(t.questions), rows.question_values(set_id, question_set.questions))
    return set_id
