"""Calibrations: what a run's judgements are adjusted by. They are appended; the judgements themselves stay as made."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

import sqlalchemy as sa

from app.store import _calibration_rows as rows
from app.store import _run_rows as runs
from app.store import _tables as t
from app.store._database import Database
from evaluators.judge.calibration import Calibration, HeldOut


class Calibrations(Database):
    """What the store knows of calibrations."""

    def calibrate_run(self, run_id: str, calibration: Calibration, held: HeldOut, items: Collection[int]) -> None:
        """Let a run's judgements, those to come included, be read under a calibration; its state stays what it is.

        `items`: those whose verdicts it was fitted to, in the order of `held.place`.

        Raises:
            NarabeError: no run has this id.
        """
        now = datetime.now(UTC)
        with self._writing() as db:
            runs.run(db, run_id)
            db.execute(sa.insert(t.calibrations).values(rows.values(run_id, calibration, held, items, now)))
            db.execute(sa.update(t.runs).where(t.runs.c.id == run_id).values(updated=now))

    def undo_calibration(self, run_id: str) -> Calibration | None:
        """Let a run's judgements be read as they were made again; what they were read under, None: nothing.

        Raises:
            NarabeError: no run has this id.
        """
        now = datetime.now(UTC)
        with self._writing() as db:
            known = runs.run(db, run_id).calibration
            if known is not None:
                nothing = rows.values(run_id, Calibration("none"), HeldOut((), ()), (), now)
                db.execute(sa.insert(t.calibrations).values(nothing))
                db.execute(sa.update(t.runs).where(t.runs.c.id == run_id).values(updated=now))
        return known
