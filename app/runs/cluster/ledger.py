"""What the workers have answered: one place that takes each item once, from where the run's process journals it."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from app.records import Answer


class Said(NamedTuple):
    """An item's answer, whether asking again may help, and which process it comes from."""

    item_id: int
    answer: Answer
    retryable: bool
    worker: str


class Ledger:
    """Runs as a Ray actor beside the run's process. A worker that dies takes nothing along that is written here."""

    def __init__(self) -> None:
        self._done: set[int] = set()
        self._fresh: list[Said] = []
        self._stopped = False
        self._failure = ""

    def record(self, said: Said) -> None:
        """Take an answer, unless the item has one: a worker that was given up may still have been at work."""
        if said.item_id not in self._done:
            self._done.add(said.item_id)
            self._fresh.append(said)

    def done(self, item_ids: Collection[int]) -> set[int]:
        """Those of these items that need not be asked any more."""
        return self._done.intersection(item_ids)

    def take(self) -> tuple[list[Said], str]:
        """What came since the last time, and why the run cannot go on, if it cannot."""
        fresh, self._fresh = self._fresh, []
        return fresh, self._failure

    def fail(self, message: str) -> None:
        """Say why the run cannot go on: no worker would fare better."""
        self._failure = self._failure or message

    def stop(self) -> None:
        """Ask the workers to stop."""
        self._stopped = True

    def stopped(self) -> bool:
        """Whether they were asked to."""
        return self._stopped
