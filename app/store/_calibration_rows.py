"""Between database rows and calibrations: which one a run has, and what it makes of a judgement."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.store import _tables as t
from app.store._database import chunks
from evaluators.judge.calibration import Calibration, HeldOut, apply
from evaluators.results import Judgement


@dataclass(frozen=True, slots=True)
class RunCalibration:
    """The calibration of a run; `folds` by the items that it was fitted to: those that have not seen that item."""

    calibration: Calibration
    folds: Mapping[int, Calibration]

    def judgement(self, plain: Judgement) -> Judgement:
        """The judgement as the run has it."""
        return apply(self.calibration, plain)

    def held_out(self, item_id: int, plain: Judgement) -> Judgement | None:
        """The judgement by a calibration that has not seen this item's verdict; None where the run's own has not."""
        return apply(self.folds[item_id], plain) if item_id in self.folds else None


def values(run_id: str, calibration: Calibration, held: HeldOut, items: Collection[int], now: datetime) -> Any:
    """A calibration as a row; `items`: those that it was fitted to, in order."""
    return {
        "run_id": run_id,
        "fitted": asdict(calibration),
        "held_out": {
            "folds": [asdict(fold) for fold in held.folds],
            "items": [list(pair) for pair in zip(items, held.place, strict=True)],
        },
        "time": now,
    }


def fitted(db: sa.Connection, run_ids: Collection[str]) -> dict[str, Calibration]:
    """The calibration of each run that has one: its newest, unless that takes the earlier ones back."""
    return {row.run_id: found for row in _newest(db, run_ids) if (found := Calibration(**row.fitted)).method != "none"}


def standing(db: sa.Connection, run_ids: Collection[str]) -> dict[str, RunCalibration]:
    """The same, with what those calibrations are that have not seen an item's verdict."""
    known = fitted(db, run_ids)
    held = {row.run_id: row.held_out for row in _newest(db, known, t.calibrations.c.held_out)}
    return {run_id: RunCalibration(found, _folds(held[run_id])) for run_id, found in known.items()}


def _newest(db: sa.Connection, run_ids: Collection[str], *more: sa.Column[Any]) -> list[Any]:
    row = t.calibrations.c
    newest = sa.select(sa.func.max(row.id)).group_by(row.run_id)
    return [
        found
        for some in chunks(list(run_ids))
        for found in db.execute(
            sa.select(row.run_id, row.fitted, *more).where(row.id.in_(newest.where(row.run_id.in_(some))))
        )
    ]


def _folds(held: Mapping[str, Any]) -> dict[int, Calibration]:
    folds = [Calibration(**fold) for fold in held["folds"]]
    return {item: folds[place] for item, place in held["items"]}
