"""Why a visitor's run stops before its end although nobody said so: others wait, or its visitor's tokens are spent."""

from __future__ import annotations

import time
from typing import Literal

from app.config import settings
from app.records import Run
from app.runs import bounding
from app.store import Bounds, Store

clock = time.monotonic


class Turn:
    """A run's turn, from now on. `held` is the store as held by the run's claim. Asked once a second.

    `seconds`: after these the turn is over whoever waits; None: as the settings say.
    """

    why = ""
    """What was said of tokens that are spent, in English."""

    def __init__(self, held: Store, run: Run, seconds: float | None = None) -> None:
        of_visitor = bool(held.owner(run.id))
        self._held, self._run, self._most = held, run, seconds
        self._bounds = Bounds(**bounding.tokens()) if of_visitor else Bounds()
        self._seconds = settings().limit("slice_seconds") if of_visitor and not run.trial else 0
        self._began = clock()

    def over(self) -> Literal["", "spent", "turn"]:
        """Why to stop; empty: go on. A turn lasts until something was answered, so that every turn gets further."""
        self.why = self._held.spent(self._run.id, self._bounds) if any(self._bounds) else ""
        if self.why:
            return "spent"
        if self._most is not None:
            return "turn" if clock() - self._began >= self._most else ""
        if not self._seconds or clock() - self._began < self._seconds or not self._held.somebody_waits():
            return ""
        return "turn" if self._held.run(self._run.id).answered > self._run.answered else ""
