"""Verdicts stay with the texts that they were given for: a run that has the same answer again has its verdicts too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

import sqlalchemy as sa

from app.garbage import collection_paused
from app.records import GradedAnswer
from app.store import _tables as t
from app.store._answer_rows import read_graded
from app.store._database import AT_ONCE, Database, chunks
from app.store._verdicts import read_verdicts, values
from app.verdicts import Verdict, adjudications, standing

Carried: TypeAlias = tuple[int, list[Verdict]]
"""An item, and the verdicts on another one that it gets."""


class Carrying(Database):
    """Repeating verdicts."""

    @collection_paused()
    def carry_verdicts(self, run_id: str) -> int:
        """Repeat, on a run's answers that nobody has judged yet, the verdicts of earlier runs on the same; how many.

        The same is: a version of the same question set, the same question text, arm and answer, and no reference fewer
        than the reviewer saw. Reviewer, time and comment stay; the verdict says which one it repeats. A fresh run
        starts without. Nobody who gives a verdict waits for the reading.
        """
        with self._reading() as db:
            repeats = _repeats(db, run_id)
        count = 0
        for start in range(0, len(repeats), AT_ONCE):
            with self._writing() as db:
                count += _repeat(db, repeats[start : start + AT_ONCE])
        return count


def _repeats(db: sa.Connection, run_id: str) -> list[Carried]:
    """What there is to repeat on the items of a run."""
    of_run = sa.select(t.runs.c.fresh, t.question_sets.c.family).join(t.question_sets).where(t.runs.c.id == run_id)
    run = db.execute(of_run).one()
    if run.fresh:
        return []
    reviewed = sa.select(t.verdicts.c.item_id)
    there = (t.items.c.run_id != run_id) & t.items.c.id.in_(reviewed) & (t.question_sets.c.family == run.family)
    sources = read_graded(db, there, evidence=False)
    stands = _standing_on(db, [source.item.id for source in sources])
    known: dict[tuple[str, ...], list[GradedAnswer]] = {}
    for source in sources:
        if source.item.id in stands:
            known.setdefault(_key(source), []).append(source)
    if not known:
        return []
    here = (t.items.c.run_id == run_id) & t.items.c.id.not_in(reviewed)
    return [
        (answered.item.id, stands[nearest.item.id])
        for answered in read_graded(db, here, evidence=False)
        if answered.answer and (nearest := _newest(answered, known.get(_key(answered), [])))
    ]


def _repeat(db: sa.Connection, repeats: Sequence[Carried]) -> int:
    """Append what still stands there, on items that still have no verdict here; how many."""
    reviewed = {verdict.item_id for verdict in _verdicts_on(db, [item_id for item_id, _ in repeats])}
    stands = _standing_on(db, [verdict.item_id for _, verdicts in repeats for verdict in verdicts])
    still = {verdict.id for verdicts in stands.values() for verdict in verdicts}
    repeated = [
        values(replace(verdict, item_id=item_id, carried_from=verdict.id))
        for item_id, verdicts in repeats
        for verdict in verdicts
        if item_id not in reviewed and verdict.id in still
    ]
    if repeated:
        db.execute(sa.insert(t.verdicts), repeated)
    return len(repeated)


def _verdicts_on(db: sa.Connection, item_ids: Sequence[int]) -> list[Verdict]:
    return [verdict for some in chunks(item_ids) for verdict in read_verdicts(db, t.items.c.id.in_(some))]


def _standing_on(db: sa.Connection, item_ids: Sequence[int]) -> dict[int, list[Verdict]]:
    """What stands on each of these items: each reviewer's verdict, and the final one last."""
    verdicts = _verdicts_on(db, item_ids)
    stands = {item_id: list(by_reviewer.values()) for item_id, by_reviewer in standing(verdicts).items()}
    for item_id, final in adjudications(verdicts).items():
        stands.setdefault(item_id, []).append(final)
    return stands


def _key(graded: GradedAnswer) -> tuple[str, ...]:
    item, text = graded.item, graded.answer.text if graded.answer else ""
    return item.language, item.question.sides[item.language].text, item.arm.key, text


def _newest(graded: GradedAnswer, sources: Sequence[GradedAnswer]) -> GradedAnswer | None:
    fitting = [source for source in sources if _references(source) <= _references(graded)]
    return max(fitting, key=lambda source: source.item.id, default=None)


def _references(graded: GradedAnswer) -> set[str]:
    return {text for side in graded.item.question.sides.values() for text in side.references}
