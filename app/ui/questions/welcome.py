"""What a visitor of an empty home sees first: what this is, and an example run to look at, or to remove."""

from __future__ import annotations

from typing import Any

import gradio as gr

from app.ui.events import QUIET, SETS, opening
from app.ui.page import Page
from app.ui.render import panel, render
from app.ui.runs import current


def build(page: Page) -> None:
    """A card, there as long as the example is the only run."""
    t = page.labels
    with gr.Column(elem_classes="nb-card nb-welcome", visible=False, elem_id="nb-welcome") as box:
        panel(render("heading", t, title=t("welcome.title"), text=t("welcome.text")))
        with gr.Row(elem_classes="nb-buttons"):
            review = gr.Button(f"{t('welcome.review')} →", variant="primary", size="md")
            results = gr.Button(f"{t('welcome.results')} →", size="md")
            quiet = ["nb-quiet", "nb-for-admins"]
            remove = gr.Button(t("welcome.remove"), size="md", elem_classes=quiet, elem_id="nb-remove-example")
    gr.on(None, page.bind(show), None, box, **QUIET)
    for event in (opening(page).select, page.run.change):
        event(page.bind(show), None, box, **QUIET)
    for button, tab in ((review, "review"), (results, "results")):
        opened = button.click(page.bind(current), page.run, page.run, **SETS)
        opened.then(_to(tab), None, page.tabs, **QUIET)
    removed = remove.click(page.bind(remove_example), None, page.run, **SETS)
    removed.then(page.bind(show), None, box, **QUIET)


def _to(tab: str) -> Any:
    return lambda: gr.Tabs(selected=tab)


def show(page: Page) -> Any:
    """Whether the card is there."""
    runs = page.store.runs()
    return gr.update(visible=bool(runs) and all(run.example for run in runs))


def remove_example(page: Page) -> str:
    """The example is deleted; it can be brought back like any run."""
    for run in page.store.runs():
        if run.example:
            page.store.delete_run(run.id)
    return current(page, "")
