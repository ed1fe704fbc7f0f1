"""A run as it goes on: figures and the newest answers, polled while anything runs; and the list of all runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

import gradio as gr
from gradio.events import api

from app.config import settings
from app.records import Run
from app.runs.workbooks import is_current
from app.store import Progress
from app.ui import choices, figures
from app.ui.closed import veiled
from app.ui.events import QUIET, SETS, opening
from app.ui.page import Page, asset
from app.ui.render import panel, render
from app.ui.run import controls, managing
from app.ui.runs import OPEN, current, title

POLL = 1.0
"""Seconds between looks at the store while something runs."""
LATEST = 8
IN_SIGHT = "() => document.querySelector('#nb-progress').scrollIntoView({block: 'nearest'})"
"""The script that shows the visitor the run that was just started."""
SETTLED = """
const going = () => Boolean(element.querySelector('.nb-cardhead :is(.nb-state-running, .nb-state-queued)'));
let before = going();
let seen = Date.now();
new MutationObserver(() => {
  const now = going();
  if (before && !now) trigger('settled', {});
  before = now;
  seen = Date.now();
}).observe(element, {subtree: true, childList: true});
setInterval(() => {
  if (going() && Date.now() - seen > PATIENCE) trigger('stalled', {});
}, PATIENCE);
""".replace("PATIENCE", "5000")
"""The script that tells the form when the run that is shown has ended, and asks again where the card stands still: an
answer to an earlier look that arrives late stops the timer."""
LISTED = 200


@dataclass(frozen=True)
class Watch:
    """The components that show a run."""

    progress: Any
    pause: gr.Button
    cancel: gr.Button
    resume: gr.Button
    clone: gr.Button
    review: gr.Button
    results: gr.Button
    runs: gr.HTML
    managing: gr.Column
    timer: gr.Timer

    @property
    def shown(self) -> list[Any]:
        """What `show` fills, in the order of `Shown`."""
        return [self.progress, *self.buttons, self.runs, self.timer]

    @property
    def buttons(self) -> list[gr.Button]:
        """In the order of `Shown`."""
        return [self.pause, self.cancel, self.resume, self.clone, self.review, self.results]


class Shown(NamedTuple):
    """One look at a run, for the components of `Watch`."""

    progress: str
    pause: Any
    cancel: Any
    resume: Any
    clone: Any
    review: Any
    results: Any
    runs: str
    timer: Any


def build(page: Page) -> Watch:
    """Lays out the run in progress and the list of runs, and wires what does not depend on the form."""
    watch = layout(page)
    wire(page, watch)
    with watch.managing:
        managing.build(page, page.run.change, page.bind(show), watch.shown)
    return watch


def layout(page: Page) -> Watch:
    """One card for the run, one for the list."""
    t = page.labels
    with gr.Column(elem_classes="nb-card"):
        progress: Any = panel(render("progress", t, progress=None), elem_id="nb-progress", script=SETTLED)
        with gr.Row(elem_classes="nb-buttons"):
            review = gr.Button(f"{t('run.review')} →", variant="primary", visible=False, size="md")
            results = gr.Button(f"{t('run.results')} →", visible=False, size="md")
            resume = gr.Button(t("run.resume"), visible=False, size="md")
            pause = gr.Button(t("run.pause"), visible=False, size="md")
            cancel = gr.Button(t("run.cancel"), variant="stop", visible=False, size="md")
            clone = gr.Button(t("run.clone"), visible=False, size="md", elem_classes="nb-quiet")
    with gr.Column(elem_classes="nb-card nb-hide-empty"):
        gr.Textbox(show_label=False, placeholder=t("run.search"), label=t("run.search"), elem_id="nb-runs-search")
        runs = panel(elem_id="nb-runs", script=asset("run/runs.js"))
        kept = gr.Column()
    return Watch(progress, pause, cancel, resume, clone, review, results, runs, kept, gr.Timer(POLL, active=False))


def wire(page: Page, watch: Watch) -> None:
    """The run shown follows the page's; it is looked at again while anything runs, and whenever the tab opens."""
    look = page.bind(show)
    for due in (watch.timer.tick, watch.progress.stalled):
        due(look, page.run, watch.shown, **QUIET)
    for shown in (opening(page).select, page.run.change):
        shown(look, page.run, watch.shown, **QUIET)
    gr.on(None, lambda: look(""), None, watch.shown, **QUIET)
    watch.pause.click(page.bind(controls.pause), page.run, watch.pause, **QUIET)
    watch.cancel.click(page.bind(controls.cancel), page.run, watch.cancel, **QUIET)
    watch.runs.pick(controls.pick, None, page.run, **SETS)
    resumed = watch.resume.click(page.bind(controls.resume), page.run, page.run, **SETS)
    resumed.then(look, page.run, watch.shown, **QUIET)
    reviewed = watch.review.click(page.bind(current), page.run, page.run, **SETS)
    reviewed.then(lambda: gr.Tabs(selected="review"), None, page.tabs, **QUIET)
    watch.results.click(lambda: gr.Tabs(selected="results"), None, page.tabs, **QUIET)
    if page.labels.language == "en":
        api(page.bind(controls.run_status), api_name="run_status", queue=False)
        api(page.bind(controls.cancel_run), api_name="cancel_run", queue=False)
        api(page.bind(controls.pause_run), api_name="pause_run", queue=False)
        api(page.bind(controls.resume_run), api_name="resume_run", queue=False)


# -- what is shown --------------------------------------------------------------------------------------------------


def show(page: Page, run_id: str) -> Shown:
    """One look at the run and the list; another follows while anything runs."""
    runs = page.store.runs()[:LISTED]
    shown = current(page, run_id)
    behind = lags(page, shown)
    timer = gr.Timer(active=behind or any(run.state in OPEN for run in runs))
    listed = show_runs(page, runs, shown)
    if not shown:
        return Shown(show_progress(page, None), *controls.none(), listed, timer)
    found = page.store.progress(shown, latest=LATEST)
    return Shown(
        show_progress(page, found, ahead(runs, found.run), behind=behind),
        *controls.buttons(page, found.run),
        listed,
        timer,
    )


def ahead(runs: Sequence[Run], run: Run) -> int:
    """How many runs a queued one waits for."""
    return sum(one.state == "running" or (one.state == "queued" and one.created < run.created) for one in runs)


def lags(page: Page, run_id: str) -> bool:
    """Whether a run at rest has a workbook to come: it is written by and by, and later where the disk is full."""
    if not run_id or page.store.run(run_id).state in OPEN:
        return False
    return not is_current(page.store.content(run_id), settings().workbooks)


def show_progress(page: Page, found: Progress | None, before: int = 0, *, behind: bool = False) -> str:
    """The card of the run.

    `before`: how many others have their turn first, if it is queued; `behind`: whether its workbook is still to come.
    """
    t = page.labels
    if found is None:
        return render("progress", t, progress=None)
    run = found.run
    hidden = veiled(page.store, run.id)
    preparing = run.state == "running" and run.stage in ("converting", "loading")
    return render(
        "progress",
        t,
        progress=found,
        title=title(t, run),
        arms=[choices.arm_label(t, arm) for arm in run.arms],
        rates=[] if hidden else rates(page, run),
        hidden=hidden,
        stage=stage_text(page, run, before),
        behind=behind,
        share=run.stage_progress if preparing else (run.answered + run.errors) / max(run.total, 1),
        busy=run.state == "running" and (run.stage == "" or (preparing and run.stage_progress == 0)),
        left="—" if found.seconds_left is None else figures.duration(t, found.seconds_left),
    )


def rates(page: Page, run: Run) -> list[dict[str, Any]]:
    """How many answers of a run at rest are judged correct, by arm and language; arms are named where several."""
    if run.state in OPEN:
        return []
    several = len(run.arms) > 1
    names = {arm.key: choices.arm_label(page.labels, arm) if several else "" for arm in run.arms}
    return [{"arm": names[one.arm_key], "count": one} for one in page.store.judged_counts(run.id)]


def stage_text(page: Page, run: Run, before: int) -> str:
    """What the run is doing, or how it ended."""
    if run.state == "queued" and before:
        return page.labels("run.stage_queued_one" if before == 1 else "run.stage_queued_behind", n=before)
    if run.state == "queued":
        return page.labels("run.stage_queued")
    if run.state == "running":
        known = run.stage in ("converting", "loading", "answering", "waiting")
        return page.labels(f"run.stage_{run.stage}" if known else "run.stage_starting")
    return page.labels("run.state_done_errors" if run.state == "done" and run.errors else f"run.state_{run.state}")


def show_runs(page: Page, runs: list[Run], shown: str) -> str:
    """The list of runs, newest first."""
    now = datetime.now(UTC)
    waiting = [run.id for run in reversed(runs) if run.state == "queued"]
    listed = [
        {
            "run": run,
            "title": title(page.labels, run),
            "place": waiting.index(run.id) + 1 if run.id in waiting else 0,
            "arms": [choices.arm_label(page.labels, arm) for arm in run.arms],
            "ago": figures.ago(page.labels, run.created, now),
        }
        for run in runs
    ]
    return render("runs", page.labels, runs=listed, current=shown, deleted=bool(runs or page.store.deleted_runs()))
