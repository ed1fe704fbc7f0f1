"""A run as it goes on: figures and the newest answers, polled while anything runs; and the list of all runs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple, cast

import gradio as gr
from gradio.events import api

from app.errors import NarabeError
from app.records import Progress, Run
from app.ui import choices, figures
from app.ui.page import Page
from app.ui.render import panel, render

POLL = 1.0
"""Seconds between looks at the store while something runs."""
LATEST = 8
LISTED = 50
OPEN = ("queued", "running")
QUIET: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
SETS: dict[str, Any] = {"concurrency_limit": None, "show_progress": "hidden", "api_visibility": "private"}
"""For events that set a state which others follow: only queued events tell the browser that a state changed."""


@dataclass(frozen=True)
class Watch:
    """The components that show a run."""

    progress: gr.HTML
    cancel: gr.Button
    resume: gr.Button
    review: gr.Button
    results: gr.Button
    runs: gr.HTML
    timer: gr.Timer

    @property
    def shown(self) -> list[Any]:
        """What `show` fills, in the order of `Shown`."""
        return [self.progress, self.cancel, self.resume, self.review, self.results, self.runs, self.timer]


class Shown(NamedTuple):
    """One look at a run, for the components of `Watch`."""

    progress: str
    cancel: Any
    resume: Any
    review: Any
    results: Any
    runs: str
    timer: Any


def opening(page: Page) -> gr.Tab:
    """The tab that is being laid out; its `select` comes however it is opened, that of `page.tabs` only by a click."""
    return cast(gr.Tab, page.tabs.children[-1])


def build(page: Page) -> Watch:
    """Lays out the run in progress and the list of runs, and wires what does not depend on the form."""
    watch = layout(page)
    wire(page, watch)
    return watch


def layout(page: Page) -> Watch:
    """One card for the run, one for the list."""
    t = page.labels
    with gr.Column(elem_classes="nb-card"):
        progress = panel(render("progress", t, progress=None), elem_id="nb-progress")
        with gr.Row(elem_classes="nb-buttons"):
            review = gr.Button(f"{t('run.review')} →", variant="primary", visible=False, size="md")
            results = gr.Button(f"{t('run.results')} →", visible=False, size="md")
            resume = gr.Button(t("run.resume"), visible=False, size="md")
            cancel = gr.Button(t("run.cancel"), variant="stop", visible=False, size="md")
    with gr.Column(elem_classes="nb-card nb-hide-empty"):
        runs = panel(elem_id="nb-runs")
    return Watch(progress, cancel, resume, review, results, runs, gr.Timer(POLL, active=False))


def wire(page: Page, watch: Watch) -> None:
    """The run shown follows the page's; it is looked at again while anything runs, and whenever the tab opens."""
    look = page.bind(show)
    watch.timer.tick(look, page.run, watch.shown, **QUIET)
    opening(page).select(look, page.run, watch.shown, **QUIET)
    gr.on(None, lambda: look(""), None, watch.shown, **QUIET)
    watch.cancel.click(page.bind(cancel), page.run, watch.cancel, **QUIET)
    picked = watch.runs.pick(pick, None, page.run, **SETS)
    resumed = watch.resume.click(page.bind(resume), page.run, page.run, **SETS)
    for changed in (picked, resumed):
        changed.then(look, page.run, watch.shown, **QUIET)
    reviewed = watch.review.click(page.bind(current), page.run, page.run, **SETS)
    reviewed.then(lambda: gr.Tabs(selected="review"), None, page.tabs, **QUIET)
    watch.results.click(lambda: gr.Tabs(selected="results"), None, page.tabs, **QUIET)
    if page.labels.language == "en":
        api(page.bind(run_status), api_name="run_status", queue=False)
        api(page.bind(cancel_run), api_name="cancel_run", queue=False)


# -- what is shown --------------------------------------------------------------------------------------------------


def current(page: Page, run_id: str) -> str:
    """The run to show: the page's, else the one in progress, else the newest; empty when there is none."""
    runs = page.store.runs()
    if any(run.id == run_id for run in runs):
        return run_id
    return next((run.id for run in runs if run.state in OPEN), runs[0].id if runs else "")


def show(page: Page, run_id: str) -> Shown:
    """One look at the run and the list; another follows while anything runs."""
    runs = page.store.runs()[:LISTED]
    shown = current(page, run_id)
    timer = gr.Timer(active=any(run.state in OPEN for run in runs))
    listed = show_runs(page, runs, shown)
    if not shown:
        hidden = gr.update(visible=False)
        return Shown(show_progress(page, None), hidden, hidden, hidden, hidden, listed, timer)
    found = page.store.progress(shown, latest=LATEST)
    return Shown(show_progress(page, found), *buttons(page, found.run), listed, timer)


def show_progress(page: Page, found: Progress | None) -> str:
    """The card of the run."""
    t = page.labels
    if found is None:
        return render("progress", t, progress=None)
    run = found.run
    preparing = run.state == "running" and run.stage in ("converting", "loading")
    return render(
        "progress",
        t,
        progress=found,
        arms=[choices.arm_label(t, arm) for arm in run.arms],
        stage=stage_text(page, run),
        share=run.stage_progress if preparing else (run.answered + run.errors) / max(run.total, 1),
        busy=run.state == "running" and (run.stage == "" or (preparing and run.stage_progress == 0)),
        left="—" if found.seconds_left is None else figures.duration(t, found.seconds_left),
    )


def stage_text(page: Page, run: Run) -> str:
    """What the run is doing, or how it ended."""
    if run.state == "queued":
        return page.labels("run.stage_queued")
    if run.state == "running":
        known = run.stage in ("converting", "loading", "answering")
        return page.labels(f"run.stage_{run.stage}" if known else "run.stage_starting")
    return page.labels("run.state_done_errors" if run.state == "done" and run.errors else f"run.state_{run.state}")


def buttons(page: Page, run: Run) -> tuple[Any, Any, Any, Any]:
    """Cancel, resume, review and results: what can be done with the run now."""
    going = run.state in OPEN
    retry = run.state == "done" and run.errors > 0
    cancel = (
        gr.update(visible=going)
        if going
        else gr.update(visible=False, value=page.labels("run.cancel"), interactive=True)
    )
    resume = gr.update(
        visible=not going and (run.state != "done" or retry), value=page.labels("run.retry" if retry else "run.resume")
    )
    some = gr.update(visible=run.answered > 0)
    return cancel, resume, some, some


def show_runs(page: Page, runs: list[Run], shown: str) -> str:
    """The list of runs, newest first."""
    now = datetime.now(UTC)
    listed = [
        {
            "run": run,
            "arms": [choices.arm_label(page.labels, arm) for arm in run.arms],
            "ago": figures.ago(page.labels, run.created, now),
        }
        for run in runs
    ]
    return render("runs", page.labels, runs=listed, current=shown)


# -- what can be done -----------------------------------------------------------------------------------------------


def pick(event: gr.EventData) -> str:
    """The run chosen from the list becomes the page's."""
    return str(event._data["value"])


def cancel(page: Page, run_id: str) -> Any:
    """Asks the worker to stop; it does so after what it is computing now."""
    page.store.request_cancel(current(page, run_id))
    return gr.update(value=page.labels("run.stopping"), interactive=False)


def resume(page: Page, run_id: str) -> str:
    """Queues the run again; only what has no answer is asked."""
    shown = current(page, run_id)
    if shown and page.store.run(shown).state not in OPEN:
        page.store.set_state(shown, "queued")
    return shown


# -- for scripts ----------------------------------------------------------------------------------------------------


def status(page: Page, run_id: str) -> dict[str, Any]:
    """A run's figures as plain data."""
    found = page.store.progress(run_id, latest=0)
    run = found.run
    names = ("id", "name", "state", "stage", "stage_progress", "total", "answered", "errors", "message")
    figures_now = {"per_second": found.per_second, "seconds_left": found.seconds_left}
    return {name: getattr(run, name) for name in names} | {"arms": [asdict(arm) for arm in run.arms]} | figures_now


def run_status(page: Page, run: str) -> dict[str, Any]:
    """A run's state, stage, counts (total, answered, errors) and rates."""
    try:
        return status(page, run)
    except NarabeError as error:
        raise gr.Error(str(error), print_exception=False) from error


def cancel_run(page: Page, run: str) -> dict[str, Any]:
    """Asks for a run to be stopped; what it has answered is kept. Returns the run as `run_status` does."""
    page.store.request_cancel(run)
    return run_status(page, run)
