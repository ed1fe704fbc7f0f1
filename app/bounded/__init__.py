"""Files from others are read in a child process: within bounds on time and memory, whatever is in them.

The child gets a task by name with its arguments, and gives back JSON, which becomes frozen records again here; nothing
that it says is ever run. What a task raises as a `NarabeError` is raised here.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from app.bounded.child import FAILED, OUT_OF_TIME
from app.errors import InputError, NarabeError, Problem

if TYPE_CHECKING:
    from pydantic import TypeAdapter

# The child imports this too, and should start at once: settings and pydantic are imported where the parent needs them.
Limit: TypeAlias = Literal["time", "memory", "crash"]
AT_ONCE = 2
"""Children of one process at the same time: each may need a core and its memory."""
WAIT = 60.0
"""Seconds that a file waits for its turn."""
SLOWER, START = 3.0, 10.0
"""A machine that others use as well takes so many times longer by the clock, and so many seconds until it begins."""
_turns = threading.BoundedSemaphore(AT_ONCE)  # it bounds this process's children, so it is this process's
# Each thread's pool and arena would count as memory without being used.
_FEW_THREADS = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}


class Allowance(NamedTuple):
    """What a task may take: seconds of computing, and MiB of memory beside what the program itself has."""

    seconds: int = 12
    mebibytes: int = 768


class OutOfBoundsError(Exception):
    """A task that was ended. `limit` is what it ran into, `during` what it was at, where it said so."""

    def __init__(self, limit: Limit, during: str = "") -> None:
        self.limit, self.during = limit, during
        super().__init__(limit, during)


def bounded(task: str, arguments: Mapping[str, Any], result: Any, allowance: Allowance) -> Any:
    """What a task gives back.

    Args:
        task: the function's name, `module:function`; it takes the arguments by name.
        arguments: as JSON knows them.
        result: the type of what comes back: records, their tuples and mappings, numbers, texts.
        allowance: what it may take.

    Raises:
        OutOfBoundsError: it took more, or its process crashed.
        NarabeError: whatever the task raises of that kind; or too many others wait.
    """
    limits = {"seconds": allowance.seconds, "bytes": allowance.mebibytes * 1024**2}
    request = {"task": task, "arguments": arguments, **limits}
    if not _turns.acquire(timeout=WAIT):
        raise NarabeError("too many files are being read at the moment → try again in a minute")
    try:
        code, output, progress = _asked(json.dumps(request).encode(), SLOWER * allowance.seconds + START)
    finally:
        _turns.release()
    if code != 0:
        raise OutOfBoundsError(_limit(code), progress.decode("utf-8", "replace").strip().rpartition("\n")[2])
    kind, content = json.loads(output, object_hook=_Restored())
    if kind == "memory":
        raise OutOfBoundsError("memory", content)
    if kind == "problems":
        raise InputError(_adapter(tuple[Problem, ...]).validate_python(content))
    if kind == "refused":
        raise NarabeError(content)
    return _adapter(result).validate_python(content)


def _asked(request: bytes, seconds: float) -> tuple[int, bytes, bytes]:
    """The child's exit code, its answer, and the lines that say what it was at."""
    from app.config import environment

    with subprocess.Popen(
        [sys.executable, "-c", "from app.bounded.child import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        env=environment() | _FEW_THREADS,
    ) as process:
        try:
            output, progress = process.communicate(request, timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            _, progress = process.communicate()
            return OUT_OF_TIME, b"", progress
        except BaseException:
            process.kill()
            raise
        return process.returncode, output, progress


def _limit(code: int) -> Limit:
    """What ended a child, by its exit code."""
    if code == OUT_OF_TIME or code == -_signal("SIGXCPU"):
        return "time"
    # A library in C that gets no memory calls abort(), and the system kills what takes too much of it.
    return "memory" if code in (FAILED, -_signal("SIGABRT"), -_signal("SIGKILL")) else "crash"


def _signal(name: str) -> int:
    import signal

    return int(getattr(signal, name, 0))


class _Restored:
    """The objects of the answer: a time is one with a single list, which nothing that is read can be.

    Texts that say the same become one: thousands of problems differ in their rows alone.
    """

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def __call__(self, found: dict[str, Any]) -> Any:
        time = found.get("$time")
        if isinstance(time, list) and len(found) == 1:
            return datetime.fromisoformat(time[0])
        texts = self.texts
        return {k: texts.setdefault(v, v) if isinstance(v, str) else v for k, v in found.items()}


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)
