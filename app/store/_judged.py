"""What the judge said of a run, counted; and single values that its judgements rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.records import Language
from app.store import _calibration_rows as calibrations
from app.store import _tables as t
from app.store._database import Database
from evaluators import UNCERTAIN
from evaluators.judge.calibration import Calibration, apply
from evaluators.results import Judgement


class JudgedCount(NamedTuple):
    """Judgements of one arm in one language: how many are correct, and how many of either kind are uncertain."""

    arm_key: str
    language: Language
    n: int
    correct: int
    uncertain_correct: int
    uncertain_incorrect: int

    @property
    def uncertain(self) -> int:
        """Judgements that the judge is not sure of."""
        return self.uncertain_correct + self.uncertain_incorrect

    @property
    def span(self) -> tuple[float, float]:
        """The share judged correct if all uncertain ones were incorrect, and if all were correct."""
        return (self.correct - self.uncertain_correct) / self.n, (self.correct + self.uncertain_incorrect) / self.n


class JudgedEvidence(NamedTuple):
    """An item's judgement, and of what it rests on the values that were asked for (0 where there are none)."""

    item_id: int
    arm_key: str
    language: Language
    value: str
    evidence: Mapping[str, float]


class Judged(Database):
    """What the store knows of judgements as a whole."""

    def judged_counts(self, run_id: str) -> list[JudgedCount]:
        """The judgements of a run that are correct or incorrect, by arm and language (Japanese first)."""
        judged = t.judgements.c

        def count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
            return sa.func.sum(sa.case((condition, 1), else_=0))

        def wanted(right: sa.ColumnElement[bool], unsure: sa.ColumnElement[bool]) -> sa.Select[Any]:
            counts = (sa.func.count(), count(right), count(right & unsure), count(~right & unsure))
            return (
                sa.select(t.arms.c.key, t.items.c.language, *counts)
                .join(t.items, t.items.c.id == judged.item_id)
                .join(t.arms, t.arms.c.id == t.items.c.arm_id)
                .where(t.items.c.run_id == run_id, judged.value.in_(["correct", "incorrect"]))
                .group_by(t.arms.c.position, t.arms.c.key, t.items.c.language)
                .order_by(t.arms.c.position, t.items.c.language.desc())
            )

        with self._reading() as db:
            fitted = calibrations.fitted(db, [run_id]).get(run_id)
            return [JudgedCount(*row) for row in db.execute(wanted(right(fitted), _unsure(fitted)))]

    def evidence(self, run_id: str, names: Sequence[str]) -> list[JudgedEvidence]:
        """Of every judgement of a run, the evidence of these names, in the order of the items."""
        kept = t.judgements.c.evidence
        wanted = (
            sa.select(
                t.items.c.id,
                t.arms.c.key,
                t.items.c.language,
                t.judgements.c.value,
                t.judgements.c.probability,
                *(kept[name].as_float() for name in names),
            )
            .join(t.judgements, t.judgements.c.item_id == t.items.c.id)
            .join(t.arms, t.arms.c.id == t.items.c.arm_id)
            .where(t.items.c.run_id == run_id)
            .order_by(t.items.c.id)
        )
        with self._reading() as db:
            fitted = calibrations.fitted(db, [run_id]).get(run_id, Calibration("none"))
            return [
                JudgedEvidence(
                    item,
                    arm,
                    language,
                    apply(fitted, Judgement(value, chance, None, "")).value,
                    dict(zip(names, (one or 0.0 for one in given), strict=True)),
                )
                for item, arm, language, value, chance, *given in db.execute(wanted)
            ]


def right(fitted: Calibration | None) -> sa.ColumnElement[bool]:
    """Whether a judgement is correct, under a calibration."""
    judged = t.judgements.c
    if fitted is None:
        return judged.value == "correct"
    return judged.probability >= fitted.threshold if fitted.slope > 0 else judged.probability <= fitted.threshold


def _unsure(fitted: Calibration | None) -> sa.ColumnElement[bool]:
    """Whether a judgement is uncertain, under a calibration."""
    low, high = sorted(UNCERTAIN if fitted is None else map(fitted.plain, UNCERTAIN))
    return (t.judgements.c.probability > low) & (t.judgements.c.probability < high)
