"""The worker process as its parent sees it: started once, started again should it die, gone with the parent."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
from pathlib import Path

from app.config import environment, let_threads_wait

log = logging.getLogger(__name__)

PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds before a worker that died is started again, at first and at most."""
PATIENCE = 8.0
"""Seconds that a worker has to end by itself."""


class Worker:
    """The worker process as its parent sees it: started once, started again should it die, gone with the parent."""

    def __init__(self, *, resume: bool = False) -> None:
        self._command = [sys.executable, "-m", "app", "work", *(["--resume"] if resume else [])]
        self._stop = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._supervise, daemon=True)

    @property
    def alive(self) -> bool:
        """Whether the process runs just now."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the process, and watch it. Its threads wait without spinning, whichever library starts them first."""
        let_threads_wait()
        self._thread.start()

    def stop(self) -> None:
        """End the process; what it had journalled stays, and its run is paused, to be resumed."""
        self._stop.set()
        if self._process:
            self._process.terminate()
        self._thread.join(timeout=PATIENCE)
        if self._process and self._thread.is_alive():
            self._process.kill()
            self._thread.join(timeout=PATIENCE)

    def _supervise(self) -> None:
        root = Path(__file__).parents[2]
        pause = PAUSE
        while not self._stop.is_set():
            born = time.monotonic()
            try:
                self._process = subprocess.Popen(  # noqa: S603
                    self._command, stdin=subprocess.PIPE, cwd=root, env=environment()
                )
                self._process.wait()
            except OSError:
                log.exception("the worker process could not be started; another try follows")
            pause = PAUSE if time.monotonic() - born > LONGEST_PAUSE else min(2 * pause, LONGEST_PAUSE)
            self._stop.wait(pause)
