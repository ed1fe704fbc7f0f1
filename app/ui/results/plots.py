"""The plots of a run: rates with intervals, the languages of its answers, the judge against the verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from app.report import full_report
from app.report.page_words import caption
from app.report.sections import judge_section, rates_section
from app.runs.reporting import run_source
from app.ui.closed import opened
from app.ui.events import QUIET
from app.ui.page import Page, asset
from app.ui.render import panel, render


def build(page: Page, events: Sequence[Any]) -> None:
    """Lays the card out and wires it to the `events` that show a run; hidden while there is nothing to draw."""
    with gr.Column(elem_classes="nb-card", visible=False, elem_id="nb-plots") as box:
        shown = panel(elem_id="nb-plots-panel", script=asset("results/plots.js"))
    for event in events:
        event(page.bind(show), page.run, [box, shown], **QUIET)


def show(page: Page, run_id: str) -> tuple[Any, str]:
    """The card of the run shown."""
    shown = opened(page, run_id)
    if not shown or not page.store.run(shown).answered:
        return gr.update(visible=False), ""
    language = page.labels.language
    source = run_source(page.store, shown)
    rates, judge = rates_section(full_report([source]), language), judge_section(source, language)
    drawn = [(name, caption(name, language), svg) for name, svg in (*rates.figures, *judge.figures)]
    return gr.update(visible=True), render("plots", page.labels, drawn=drawn, notes=judge.notes)
