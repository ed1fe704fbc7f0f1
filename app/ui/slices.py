"""Runs on a GPU that is lent to visitors (ZeroGPU): each event of the page goes on with the visitor's own run."""

from __future__ import annotations

from typing import Any

import gradio as gr

from app.runs import lending, zerogpu
from app.ui.asking import leads
from app.ui.page import Page

AGAIN = 2.0
"""Seconds from one slice of a run to the next."""
ON_GPU: dict[str, Any] = {
    "concurrency_id": "gpu",
    "concurrency_limit": 1,
    "show_progress": "hidden",
    "api_visibility": "private",
}


def lend(page: Page, due: Any, run: gr.State) -> None:
    """After an event (`due`), and then at intervals, go on with the run as long as it waits; where a GPU is lent."""
    if not zerogpu.present():
        return
    for event in (due, gr.Timer(AGAIN).tick):
        event(page.bind(go_on), run, None, **ON_GPU)


def go_on(page: Page, run_id: str) -> None:
    """Executes a slice of the run on the quota of who asks; nothing where it is not theirs, or does not wait.

    Without a quota it is paused, with what the platform says.
    """
    if not run_id or not leads(page.store, run_id):
        return
    run = page.store.run(run_id)
    if not zerogpu.waits(run):
        return
    try:
        lending.go_on(run)
    except gr.Error as error:
        page.store.set_state(run_id, "paused", str(error.message))
        raise
