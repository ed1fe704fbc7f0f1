"""What can be done with a run: paused, cancelled, resumed, copied; by its buttons, or by a script."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, TypeAlias

import gradio as gr

from app import pipeline
from app.records import Run
from app.ui.asking import asker_of, leads
from app.ui.page import Page
from app.ui.runs import OPEN, current

Buttons: TypeAlias = tuple[Any, Any, Any, Any, Any, Any]
"""What becomes of pause, cancel, resume, copy, review and results."""


def buttons(page: Page, run: Run) -> Buttons:
    """Pause, cancel, resume, copy, review and results: what can be done with the run now, and by who asks."""
    mine = leads(page.store, run.id)
    going = run.state in OPEN
    retry = run.state == "done" and run.errors > 0
    resume = gr.update(
        visible=mine and not going and (run.state != "done" or retry),
        value=page.labels("run.retry" if retry else "run.resume"),
    )
    some = gr.update(visible=run.answered > 0)
    return (
        _stopping(page, "run.pause", going and mine),
        _stopping(page, "run.cancel", going and mine),
        resume,
        gr.update(visible=True),
        some,
        some,
    )


def none() -> Buttons:
    """Nothing can be done where there is no run."""
    hidden = gr.update(visible=False)
    return hidden, hidden, hidden, hidden, hidden, hidden


def _stopping(page: Page, key: str, going: bool) -> Any:
    """While the run goes on, the button keeps what was last said on it."""
    return gr.update(visible=True) if going else gr.update(visible=False, value=page.labels(key), interactive=True)


# -- the buttons ----------------------------------------------------------------------------------------------------


def pick(event: gr.EventData) -> str:
    """The run chosen from the list becomes the page's."""
    return str(event._data["value"])


def pause(page: Page, run_id: str) -> Any:
    """Asks the worker to pause; it does so after what it is computing now."""
    page.store.request_pause(current(page, run_id))
    return gr.update(value=page.labels("run.stopping"), interactive=False)


def cancel(page: Page, run_id: str) -> Any:
    """Asks the worker to stop; it does so after what it is computing now."""
    page.store.request_cancel(current(page, run_id))
    return gr.update(value=page.labels("run.stopping"), interactive=False)


def resume(page: Page, run_id: str, request: gr.Request | None = None) -> str:
    """Queues the run again; only what has no answer is asked."""
    shown = current(page, run_id)
    if shown and page.store.run(shown).state not in OPEN:
        pipeline.resume_run(page.store, shown, **asker_of(request))
    return shown


# -- for scripts ----------------------------------------------------------------------------------------------------


def status(page: Page, run_id: str) -> dict[str, Any]:
    """A run's figures as plain data."""
    found = page.store.progress(run_id, latest=0)
    run = found.run
    names = ("id", "name", "state", "stage", "stage_progress", "total", "answered", "errors", "message")
    figures = {"per_second": found.per_second, "seconds_left": found.seconds_left}
    return {name: getattr(run, name) for name in names} | {"arms": [asdict(arm) for arm in run.arms]} | figures


def run_status(page: Page, run: str) -> dict[str, Any]:
    """A run's state, stage, counts (total, answered, errors) and rates."""
    return status(page, run)


def cancel_run(page: Page, run: str) -> dict[str, Any]:
    """Asks for a run to be stopped; what it has answered is kept. Returns the run as `run_status` does."""
    page.store.request_cancel(run)
    return run_status(page, run)


def pause_run(page: Page, run: str) -> dict[str, Any]:
    """Asks for a run to be paused, to go on later. Returns the run as `run_status` does."""
    page.store.request_pause(run)
    return run_status(page, run)


def resume_run(page: Page, run: str, request: gr.Request | None = None) -> dict[str, Any]:
    """Queues a stopped run again; what has no answer, or an error, is asked. Returns the run as `run_status` does."""
    if run_status(page, run)["state"] not in OPEN:
        pipeline.resume_run(page.store, run, **asker_of(request))
    return run_status(page, run)
