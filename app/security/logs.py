"""The log on standard error: what repeats is counted instead of written, no control character, no secret."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal

from pythonjsonlogger.json import JsonFormatter

from app.security.secrecy import redacted
from app.security.terminal import readable

AT_ONCE = 3
"""How often the same message is written within `WINDOW`."""
WINDOW = 60.0
"""Seconds after which a message that repeats is written again, with how often it was not."""
MOST = 500
"""How many different messages are remembered."""
OTHERS = ("uvicorn", "uvicorn.error", "asyncio")
"""Loggers of libraries that write with handlers of their own."""


RUN: ContextVar[str] = ContextVar("run", default="")
"""The run that is executed just now."""
REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The request that is answered just now."""


@dataclass(slots=True)
class Repeats:
    """One kind of message: since when it is counted (seconds on the clock), and how often it came."""

    since: float
    count: int = 0


class Tidy(logging.Filter):
    """Lets a message through `AT_ONCE` times in `WINDOW` seconds, without control characters and secrets.

    Messages are alike if they come from one logger, at one level, with one text before its values are filled in, and
    with one kind of exception.
    """

    def __init__(self, secrets: Sequence[str] = (), clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._secrets, self._clock = tuple(secrets), clock
        self._seen: OrderedDict[tuple[object, ...], Repeats] = OrderedDict()
        self._lock = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        """See `logging.Filter.filter`."""
        missed = self._missed(record)
        if missed is None:
            return False
        said = record.getMessage() + (f" (and {missed} more like it since)" if missed else "")
        record.msg, record.args = self._clean(said), None
        if record.exc_info and record.exc_info[0] is not None:
            record.exc_text = self._clean(logging.Formatter().formatException(record.exc_info))
        return True

    def _missed(self, record: logging.LogRecord) -> int | None:
        """How many of this kind were left out before this one; None: leave this one out, too."""
        kind = type(record.exc_info[1]) if isinstance(record.exc_info, tuple) else None
        key = (record.name, record.levelno, str(record.msg), kind)
        with self._lock:
            now = self._clock()
            seen = self._seen.setdefault(key, Repeats(now))
            self._seen.move_to_end(key)
            while len(self._seen) > MOST:
                self._seen.popitem(last=False)
            missed = max(0, seen.count - AT_ONCE) if now - seen.since >= WINDOW else 0
            if now - seen.since >= WINDOW:
                seen.since, seen.count = now, 0
            seen.count += 1
            return missed if seen.count <= AT_ONCE else None

    def _clean(self, text: str) -> str:
        for secret in self._secrets:
            text = redacted(text, secret)
        return readable(text)


class Lines(JsonFormatter):
    """A JSON object a line: time, level, logger, message, and, where there are any, exception, run and request."""

    def __init__(self) -> None:
        names = {"asctime": "time", "levelname": "level", "name": "logger", "exc_info": "exception"}
        super().__init__("{asctime}{levelname}{name}{message}", style="{", rename_fields=names, json_ensure_ascii=True)
        self.converter = time.gmtime
        self.default_time_format, self.default_msec_format = "%Y-%m-%dT%H:%M:%S", "%s.%03dZ"

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        """See `JsonFormatter.add_fields`; the exception as `Tidy` cleaned it."""
        message_dict.pop("exc_info", None)
        super().add_fields(log_data, record, message_dict)
        ids = {"exception": record.exc_text, "run": RUN.get(), "request": REQUEST.get()}
        log_data.update({name: one for name, one in ids.items() if one})


def set_up(secrets: Sequence[str] = (), form: Literal["text", "json"] = "text") -> None:
    """Warnings and errors of every room go to standard error; `secrets` never do."""
    handler = logging.StreamHandler(sys.stderr)
    people = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S")
    handler.setFormatter(Lines() if form == "json" else people)
    handler.addFilter(Tidy(secrets))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    for name in OTHERS:
        logging.getLogger(name).addFilter(Tidy(secrets))
