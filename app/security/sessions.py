"""Who is logged in: a random token in the browser's cookie, of which the server keeps only a digest, for some hours."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from app.security.roles import Role

MOST = 10_000
"""How many sessions there may be at once; the oldest end first."""


@dataclass(frozen=True, slots=True)
class Session:
    """A login; `ends` in seconds on the clock. `role`: the one that the Hub's user has; None: the account's."""

    user: str
    ends: float
    role: Role | None = None


class Sessions:
    """The sessions of one server, in memory: a restart ends them. Safe among threads."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic, most: int = MOST) -> None:
        self.seconds, self._clock, self._most = seconds, clock, most
        self._sessions: OrderedDict[str, Session] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, user: str, role: Role | None = None) -> str:
        """A new session of this user; its token."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            now = self._clock()
            while self._sessions and next(iter(self._sessions.values())).ends <= now:
                self._sessions.popitem(last=False)
            self._sessions[_digest(token)] = Session(user, now + self.seconds, role)
            while len(self._sessions) > self._most:
                self._sessions.popitem(last=False)
        return token

    def found(self, token: str) -> Session | None:
        """The session of this token, while it lasts."""
        with self._lock:
            found = self._sessions.get(_digest(token))
            return found if found is not None and found.ends > self._clock() else None

    def close(self, token: str) -> None:
        """Ends this session, and no other."""
        with self._lock:
            self._sessions.pop(_digest(token), None)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
