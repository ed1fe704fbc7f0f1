"""A GPU that is lent by the minute: runs are executed on it a slice at a time, each within the event of a visitor.

`spaces`, the platform's package, carries each call out in a process that it forks from the page's.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from app.config import settings
from app.generation import load_model
from app.records import Run
from app.runs.worker import work
from app.runs.zerogpu import present, wants_gpu
from app.store import Store

MOST = 60
"""Seconds of a call that the platform grants."""
SLICE, TRIAL = 40, 20
"""Seconds for which a call generates: of a run, and of a tried question."""
TO_END = 10
"""Seconds that are asked for beyond those: the model stops at its next step, and what it said is judged."""


def load_first() -> None:
    """Load the model of the settings in this process: what is there when the server starts is moved to the GPU."""
    if present() and wants_gpu([settings().model]):
        _lent()
        load_model(settings().model)


def go_on(run: Run) -> None:
    """Execute a slice of a run on the GPU; called within the event of a visitor.

    Raises:
        gradio.Error: the visitor has no quota left, or no GPU came free.
    """
    _lent()(settings().store_url, run.id, TRIAL if run.trial else SLICE)


def slice_of(url: str, run_id: str, seconds: int) -> None:
    """What is done on the GPU, in a process of its own, with connections of its own."""
    store = Store(url)
    if store.run(run_id).state == "queued":  # else somebody paused it, or goes on with it already
        work(store, run_id, seconds=seconds)


@cache
def _lent() -> Any:
    """`slice_of` as the platform calls it, each time for as long as it will take."""
    spaces = import_module("spaces")
    return spaces.GPU(slice_of, duration=lambda url, run_id, seconds: min(seconds + TO_END, MOST))
