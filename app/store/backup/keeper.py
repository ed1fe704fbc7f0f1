"""The thread that keeps a store in its place while a server runs, and what it says about that."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.store.backup.keeping import Elsewhere, Keeping
from app.store.backup.places import Place

log = logging.getLogger(__name__)

SHARE = 10
"""However large a database is, this many times as long as keeping it takes passes before it is kept again."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How far a store is kept."""

    time: float = 0.0
    """Everything that was on disk at this moment, in seconds since 1970, is kept; 0: nothing yet."""
    behind: bool = False
    """Whether something else has not been kept for too long."""
    why: str = ""
    """What went wrong, in English; empty: nothing."""
    elsewhere: bool = False
    """Whether another server keeps its store in the same place: this one no longer does."""


class Keeper:
    """Keeps a store every `seconds`, where it changed. `changed` tells whether something was written since last asked.

    `state` may be read from any thread.
    """

    def __init__(
        self, place: Place, home: Path, database: Path, seconds: float, changed: Callable[[], bool] = lambda: True
    ) -> None:
        self._keeping, self._seconds, self._changed = Keeping(place, home, database), seconds, changed
        self._state = Kept()
        self._waiting_since: float | None = time.monotonic()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._keep_for_ever, daemon=True, name="keeper")

    @property
    def seconds(self) -> float:
        """How often it is kept."""
        return self._seconds

    def state(self) -> Kept:
        """How far the store is kept now. It is behind once something has waited for three times the seconds."""
        state, since = self._state, self._waiting_since
        late = since is not None and time.monotonic() - since > 3 * self._seconds + 5
        return Kept(state.time, late or bool(state.why) or state.elsewhere, state.why, state.elsewhere)

    def start(self) -> None:
        """Begin to keep."""
        self._thread.start()

    def stop(self, patience: float = 20.0) -> None:
        """Keep once more, and end; whatever still happens to the store afterwards is not kept."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(patience)

    def _keep_for_ever(self) -> None:
        while not self._state.elsewhere:
            stopping, took = self._stop.is_set(), self._look()
            if stopping:
                return
            self._stop.wait(max(self._seconds, SHARE * took))

    def _look(self) -> float:
        """Keep, if there is something; how long it took, in seconds."""
        began, now = time.monotonic(), time.time()
        try:
            changed = self._changed()
            if (changed or self._keeping.files_changed()) and self._waiting_since is None:
                self._waiting_since = began
            if self._waiting_since is not None:
                self._keeping.keep()
                self._waiting_since = None
            self._state = Kept(now)
        except Elsewhere:
            log.error("another server keeps its store in the place of NARABE_BACKUP: this one no longer does")
            self._state = Kept(self._state.time, elsewhere=True)
        except Exception as error:  # noqa: BLE001 - a full disk or a lost mount passes; the next look tries again
            log.warning("the store could not be kept (%s: %s); another try follows", type(error).__name__, error)
            self._state = Kept(self._state.time, why=f"{type(error).__name__}: {error}")
        return time.monotonic() - began
