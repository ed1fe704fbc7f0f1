"""How far to trust a run's numbers: reviewers among themselves, the judge against them, and minds changed."""

from __future__ import annotations

from typing import Any

import gradio as gr

from app.report.trust import trust
from app.ui.controls import current
from app.ui.page import Page
from app.ui.progress import opening
from app.ui.render import panel, render

QUIET: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}


def build(page: Page) -> None:
    """Lays the card out and wires it; hidden while there are no verdicts."""
    with gr.Column(elem_classes="nb-card", visible=False, elem_id="nb-agreement") as box:
        shown = panel()
    for event in (opening(page).select, page.run.change):
        event(page.bind(show), page.run, [box, shown], **QUIET)


def show(page: Page, run_id: str) -> tuple[Any, str]:
    """The card of the run shown."""
    shown = current(page, run_id)
    verdicts = page.store.verdicts(shown) if shown else []
    if not verdicts:
        return gr.update(visible=False), ""
    measured = trust(page.store.graded_run(shown), verdicts)
    return gr.update(visible=True), render("agreement", page.labels, trust=measured)
