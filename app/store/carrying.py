"""Verdicts stay with the texts that they were given for: a run that has the same answer again has its verdicts too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from app.records import GradedAnswer
from app.store import Store, graded
from app.store import tables as t
from app.store.database import writing
from app.store.verdicts import standing


def carry_verdicts(store: Store, run_id: str) -> int:
    """Repeat, on a run's answers that nobody has judged yet, the verdicts of earlier runs on the same; how many.

    The same is: a version of the same question set, the same question text, arm and answer, and no reference fewer
    than the reviewer saw. Reviewer, time and comment stay; the verdict says which one it repeats. A fresh run starts
    without.
    """
    with writing(store.engine).begin() as db:
        row = db.execute(
            sa.select(t.runs.c.fresh, t.question_sets.c.family).join(t.question_sets).where(t.runs.c.id == run_id)
        ).one()
        if row.fresh:
            return 0
        reviewed = sa.select(t.verdicts.c.item_id)
        here = (t.items.c.run_id == run_id) & t.items.c.id.not_in(reviewed)
        there = (t.items.c.run_id != run_id) & t.items.c.id.in_(reviewed) & (t.question_sets.c.family == row.family)
        sources = graded.read_graded(db, there)
        if not sources:
            return 0
        latest = standing(graded.read_verdicts(db, t.items.c.id.in_([one.item.id for one in sources])))
        known: dict[tuple[str, ...], list[GradedAnswer]] = {}
        for one in sources:
            if one.item.id in latest:
                known.setdefault(_key(one), []).append(one)
        carried = [
            replace(verdict, id=0, item_id=one.item.id, carried_from=verdict.id)
            for one in graded.read_graded(db, here)
            if one.answer and (source := _newest(one, known.get(_key(one), [])))
            for verdict in latest[source.item.id].values()
        ]
        for verdict in carried:
            graded.insert_verdict(db, verdict)
        return len(carried)


def _key(one: GradedAnswer) -> tuple[str, ...]:
    item, text = one.item, one.answer.text if one.answer else ""
    return item.language, item.question.sides[item.language].text, item.arm.key, text


def _newest(one: GradedAnswer, sources: Sequence[GradedAnswer]) -> GradedAnswer | None:
    fitting = [source for source in sources if _references(source) <= _references(one)]
    return max(fitting, key=lambda source: source.item.id, default=None)


def _references(one: GradedAnswer) -> set[str]:
    return {text for side in one.item.question.sides.values() for text in side.references}
