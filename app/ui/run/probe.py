"""A short probe: a few of the questions are answered, so that the time that a run takes can be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.events import Dependency

from app import pipeline
from app.records import Arm, Run
from app.ui.asking import asker_of
from app.ui.events import QUIET
from app.ui.loaded import Loaded
from app.ui.messages import in_language
from app.ui.page import Page
from app.ui.render import panel, render
from app.ui.run.plan import Chosen, plan
from app.ui.runs import OPEN

ASKED = 8
"""Questions of a probe, in each language. Its answers are kept, and not asked for again by the run itself."""
POLL = 0.7


@dataclass(frozen=True)
class Probe:
    """The button, what it says while it is at work, the probe's id, and what looks after it."""

    button: gr.Button
    note: gr.HTML
    run: gr.State
    timer: gr.Timer


def layout(page: Page) -> Probe:
    """A quiet button, shown where a model's speed is not known, and a line below it."""
    with gr.Row(elem_classes="nb-buttons"):
        button = gr.Button(page.labels("run.probe"), size="md", visible=False, elem_classes="nb-quiet")
    return Probe(button, panel(elem_id="nb-probing"), gr.State(""), gr.Timer(POLL, active=False))


def wire(page: Page, probe: Probe, inputs: list[Any]) -> Dependency:
    """A click starts a probe, which is looked at until it has ended; returns what happens at each look."""
    shown = [probe.note, probe.timer]
    probe.button.click(page.bind(start), inputs, probe.run, **QUIET).success(page.bind(show), probe.run, shown, **QUIET)
    look: Dependency = probe.timer.tick(page.bind(show), probe.run, shown, **QUIET)
    return look


def unknown(page: Page, arms: Sequence[Arm]) -> list[Arm]:
    """One arm of each model whose speed on this machine is not known."""
    return [arm for arm in page.store.of_unknown_speed(arms) if not arm.is_column]


def start(page: Page, request: gr.Request | None, loaded: Loaded | None, *chosen: Any, **named: Any) -> str:
    """Queues the first questions under each model whose speed is not known, before any other run that waits."""
    wanted = plan(loaded, Chosen(*chosen, **named))
    if loaded is None or loaded.questions is None or not wanted.answers:
        return ""
    first = min(ASKED, wanted.limit or ASKED)
    arms = unknown(page, wanted.arms)
    asks = asker_of(request)
    return pipeline.plan_probe(page.store, loaded.questions, arms, wanted.languages, first, **asks).id


def show(page: Page, run_id: str) -> tuple[str, Any]:
    """What the probe is at; looks again until it has ended."""
    if not run_id:
        return "", gr.Timer(active=False)
    run = page.store.run(run_id)
    going = run.state in OPEN
    text = said(page, run) if going or run.state == "failed" or run.errors else ""
    return render("estimate", page.labels, text=text, time="", note=""), gr.Timer(active=going)


def said(page: Page, run: Run) -> str:
    """A line on a probe that goes on or went wrong."""
    if run.state not in OPEN:
        return page.labels(
            "run.probe_failed", reason=in_language(page.labels, run.message) or page.labels("run.state_done_errors")
        )
    if run.stage in ("converting", "loading"):
        return page.labels(f"run.stage_{run.stage}")
    return page.labels("run.probing", done=run.answered + run.errors, total=run.total)
