"""How far to trust a run's numbers: reviewers among themselves, the judge against them, and minds changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from app.report.trust import trust
from app.ui.closed import opened
from app.ui.events import QUIET
from app.ui.page import Page
from app.ui.render import panel, render
from app.ui.results.answers import answers


def build(page: Page, events: Sequence[Any]) -> None:
    """Lays the card out and wires it to the `events` that show a run; hidden while there are no verdicts."""
    with gr.Column(elem_classes="nb-card", visible=False, elem_id="nb-agreement") as box:
        shown = panel()
    for event in events:
        event(page.bind(show), page.run, [box, shown], **QUIET)


def show(page: Page, run_id: str) -> tuple[Any, str]:
    """The card of the run shown."""
    shown = opened(page, run_id)
    verdicts = page.store.verdicts(shown) if shown else []
    if not verdicts:
        return gr.update(visible=False), ""
    measured = trust(answers(page, shown), verdicts)
    return gr.update(visible=True), render("agreement", page.labels, trust=measured)
