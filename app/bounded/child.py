"""The child: bounds itself, does one task, and says what came of it."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import fields, is_dataclass
from datetime import datetime
from importlib import import_module
from math import ceil
from pathlib import Path, PurePath
from typing import Any, TextIO

from app.errors import InputError, NarabeError

OUT_OF_TIME = 124
FAILED = 125
"""Exit code of a child that had not even the memory to say so."""
PART = 4
"""The answer may be this part of what the task may take: its reader has to hold it as well."""


class Progress:
    """Says what the task is at, so that it can be named if the task has to be ended."""

    stream: TextIO | None = None

    @classmethod
    def say(cls, doing: str) -> None:
        """Name what is being read now."""
        if cls.stream is not None:
            print(" ".join(doing.split()), file=cls.stream, flush=True)


def main() -> None:
    """One request on standard input, one answer on standard output; what libraries print goes nowhere."""
    request = json.load(sys.stdin.buffer)
    answers = os.fdopen(os.dup(1), "wb")
    Progress.stream = os.fdopen(os.dup(2), "w", encoding="utf-8", errors="replace")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    module, _, name = request["task"].partition(":")
    task = getattr(import_module(module), name)
    bound(request["seconds"], request["bytes"])
    try:
        answers.write(_answer(task, request["arguments"], request["bytes"] // PART))
        answers.flush()
    except MemoryError:
        os._exit(FAILED)


def bound(seconds: int, size: int) -> None:
    """Let this process compute so many seconds and take so many bytes beside what it has, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is all there is
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    end = ceil(used.ru_utime + used.ru_stime) + seconds  # whole seconds are all that it counts
    resource.setrlimit(resource.RLIMIT_CPU, (end, end + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (_taken() + size, resource.RLIM_INFINITY))


def _taken() -> int:
    """Bytes of address space that this process has taken already."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except OSError:  # not Linux: the program itself is not counted
        return 1024**3


def _answer(task: Any, arguments: dict[str, Any], most: int) -> bytes:
    try:
        answer = _packed("result", task(**arguments))
        return answer if len(answer) <= most else _packed("memory", "")
    except InputError as error:
        return _packed("problems", error.problems)
    except NarabeError as error:
        return _packed("refused", str(error))
    except MemoryError:
        return _packed("memory", "")


def _packed(kind: str, content: object) -> bytes:
    return json.dumps([kind, content], default=_plain).encode()


def _plain(value: object) -> object:
    """What JSON does not know: records by their fields, times marked as such."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, datetime):
        return {"$time": [value.isoformat()]}
    if isinstance(value, PurePath):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no record")
