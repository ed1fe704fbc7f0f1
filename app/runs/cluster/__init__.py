"""Bulk runs on a Ray cluster: the same steps as on one machine, with the same results, spread over workers."""

from __future__ import annotations

from functools import partial

from app.config import settings
from app.runs.answering import Engine
from app.runs.cluster.spreading import spread


def chosen_engine() -> Engine | None:
    """What the settings have runs executed by; None: this process alone."""
    chosen = settings()
    return partial(spread, address=chosen.ray_address, workers=chosen.ray_workers) if chosen.engine == "ray" else None
