"""Tasks that end as no reader should; called in the child, which has only this to import."""

from __future__ import annotations

import os
import signal
import time


def crash(how: str) -> None:
    """Takes too much memory, computes or sleeps for too long, or has its process ended."""
    if how == "memory":
        bytearray(10**12)
    elif how == "time":
        while True:
            pass
    elif how == "sleep":
        time.sleep(60)
    os.kill(os.getpid(), signal.SIGSEGV)
