"""How many threads matrix products use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from threading import Lock
from typing import Any

from threadpoolctl import ThreadpoolController

_lock = Lock()
_limits: list[Any] = []
"""The limit in force, once for each block that is inside it: the last one out restores what was before."""


@lru_cache(maxsize=1)
def _controller() -> Any:
    # Kept, because finding the loaded libraries takes milliseconds.
    import numpy  # noqa: F401

    return ThreadpoolController()


@contextmanager
def one_thread() -> Iterator[None]:
    """Numpy's matrix products in one thread each: small ones lose more by waiting for each other than they gain.

    The setting is the process's; blocks may overlap, in one thread or in several.
    """
    with _lock:
        _limits.append(_limits[0] if _limits else _controller().limit(limits=1, user_api="blas"))
    try:
        yield
    finally:
        with _lock:
            limit = _limits.pop()
            if not _limits:
                limit.restore_original_limits()
