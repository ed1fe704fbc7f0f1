"""How far to trust a run's numbers: reviewers among themselves, the judge against them, and minds changed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import gradio as gr

from app.report.reviewers import Reviewers, reviewers
from app.report.trust import Trust, trust
from app.store import Content
from app.ui.closed import opened
from app.ui.events import QUIET
from app.ui.page import Page, asset
from app.ui.render import panel, render
from app.ui.results.answers import answers
from app.verdicts import disagree
from evaluators.statistics.significance import wilson_interval


def build(page: Page, events: Sequence[Any]) -> None:
    """Lays the card out and wires it to the `events` that show a run; hidden while there are no verdicts."""
    with gr.Column(elem_classes="nb-card", visible=False, elem_id="nb-agreement") as box:
        shown = panel(script=asset("results/agreement.js"))
    for event in events:
        event(page.bind(show), page.run, [box, shown], **QUIET)


def show(page: Page, run_id: str) -> tuple[Any, str]:
    """The card of the run shown."""
    shown = opened(page, run_id)
    measured = _measured(page, shown, page.store.content(shown)) if shown else None
    if measured is None:
        return gr.update(visible=False), ""
    trusted, told, disputed = measured
    anchored = wilson_interval(trusted.changes.toward, trusted.changes.blind)
    return gr.update(visible=True), render(
        "agreement", page.labels, trust=trusted, anchored=anchored, told=told, disputed=disputed
    )


@lru_cache(maxsize=8)
def _measured(page: Page, run_id: str, _content: Content) -> tuple[Trust, Reviewers, int] | None:
    verdicts = page.store.verdicts(run_id)
    if not verdicts:
        return None
    graded = answers(page, run_id)
    disputed = sum(disagree(one.counted) and one.adjudication is None for one in graded)
    return trust(graded, verdicts), reviewers(graded, verdicts), disputed
