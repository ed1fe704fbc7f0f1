"""The question sets of earlier runs, to be used again."""

from __future__ import annotations

from typing import Any

import gradio as gr

from app.ui import keeping
from app.ui.events import QUIET, SETS, opening
from app.ui.inputs import as_sent
from app.ui.loaded import Loaded, facts
from app.ui.page import Page
from app.ui.runs import title

LISTED = 50


def build(page: Page, status: gr.JSON) -> None:
    """A list, hidden while there are no runs; `status` takes the facts of what was chosen."""
    chosen = as_sent(
        gr.Dropdown(
            [], label=page.labels("questions.earlier"), visible=False, filterable=True, elem_id="nb-earlier", value=None
        )
    )
    for event in (opening(page).select, page.run.change):
        event(page.bind(offer), page.questions, chosen, **QUIET)
    gr.on(None, page.bind(offer), page.questions, chosen, **QUIET)
    page.questions.change(page.bind(offer), page.questions, chosen, **QUIET)
    chosen.input(page.bind(choose), [chosen, page.questions], [page.questions, status], **SETS)


def offer(page: Page, loaded: Loaded | None) -> Any:
    """Each question set that was run, the one run last first; what is loaded stands chosen."""
    newest: dict[str, tuple[str, str]] = {}
    for run in page.store.runs():
        made = f"{run.created.astimezone():%Y-%m-%d}"
        newest.setdefault(f"{run.sha256} {run.version}", (f"{title(page.labels, run)} · {made}", run.id))
    offered = list(newest.values())[:LISTED]
    sha256 = loaded.questions.sha256 if loaded and loaded.questions else None
    same = next((number for key, (_, number) in newest.items() if key.split()[0] == sha256), None)
    value = same if same in [number for _, number in offered] else None
    return gr.update(choices=offered, visible=bool(offered), value=value)


def choose(page: Page, run_id: str | None, loaded: Loaded | None) -> tuple[Loaded | None, dict[str, object]]:
    """The questions of the chosen set become the page's."""
    if not run_id:
        return loaded, facts(loaded) if loaded else {}
    found = keeping.of_run(page, run_id)
    return found, facts(found)
