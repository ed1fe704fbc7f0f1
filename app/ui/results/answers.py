"""A run's graded answers for the cards of Results, read once for all of them until the run says something new."""

from __future__ import annotations

import threading
from functools import lru_cache

from app.records import GradedAnswer
from app.report import sampled_items
from app.store import Content, Store
from app.ui.page import Page
from app.ui.runs import OPEN

_reading = threading.Lock()


def answers(page: Page, run_id: str) -> tuple[GradedAnswer, ...]:
    """The answers of a run as they stand; of a run in progress, read anew each time."""
    if page.store.run(run_id).state in OPEN:
        return tuple(page.store.graded_run(run_id))
    with _reading:
        return _read(page.store, run_id, page.store.content(run_id))


def sampled(page: Page, run_id: str) -> frozenset[int]:
    """The items of a run whose verdicts are a random sample of its answers."""
    return sampled_items(answers(page, run_id), page.store.samples(run_id))


@lru_cache(maxsize=2)
def _read(store: Store, run_id: str, _content: Content) -> tuple[GradedAnswer, ...]:
    return tuple(store.graded_run(run_id))
