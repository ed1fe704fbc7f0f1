"""Which of several servers a prompt goes to: the least busy one that works."""

from __future__ import annotations

import time
from collections.abc import Callable

OUT = 30.0
"""Seconds for which a server that seems to be gone is left alone."""


class Turns:
    """How busy the servers of one model are, and which of them are left alone for a while."""

    def __init__(self, count: int, now: Callable[[], float] = time.monotonic) -> None:
        self._busy, self._back, self._now = [0] * count, [0.0] * count, now

    def take(self) -> int:
        """The server that the next prompt goes to; where all are left alone, the one whose time is up first."""
        now = self._now()
        chosen = min(range(len(self._busy)), key=lambda one: (max(self._back[one] - now, 0.0), self._busy[one], one))
        self._busy[chosen] += 1
        return chosen

    def give_back(self, server: int, *, gone: bool) -> bool:
        """A prompt is through, or the server seems to be gone; whether another one can be asked instead."""
        self._busy[server] -= 1
        self._back[server] = self._now() + OUT if gone else 0.0
        return gone and any(back <= self._now() for back in self._back)
