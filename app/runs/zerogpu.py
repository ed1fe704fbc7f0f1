"""ZeroGPU of Hugging Face Spaces: a GPU that is lent for a minute to the click of a visitor, whose quota it is.

A worker process has no visitor, so it leaves runs whose models want the GPU to the page (see `app.runs.lending`).
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec

from app.config import settings
from app.records import Run

ON_CPU = ("embedded", "endpoint:", "column")
"""How the names of models begin that want no GPU here."""


def present() -> bool:
    """Whether this is a Space with ZeroGPU."""
    return settings().zero_gpu and find_spec("spaces") is not None


def wants_gpu(models: Iterable[str]) -> bool:
    """Whether one of these models is for the GPU."""
    return any(not model.startswith(ON_CPU) for model in models)


def executed_elsewhere(models: Iterable[str]) -> bool:
    """Whether a worker process leaves a run of these models to the page."""
    return present() and wants_gpu(models)


def waits(run: Run) -> bool:
    """Whether a run is to be gone on with by a visitor's call."""
    return run.state == "queued" and executed_elsewhere(arm.model for arm in run.arms)
