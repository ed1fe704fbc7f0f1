"""A graded file comes in through the page: its verdicts, or, where it is of no run here, a run of its answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from app import pipeline
from app.errors import InputError, Problem
from app.runs.importing import Gradings
from app.ui.asking import asker_of, role
from app.ui.closed import signed
from app.ui.controls import by_controls
from app.ui.events import QUIET
from app.ui.labels import Labels
from app.ui.loaded import groups
from app.ui.page import Page
from app.ui.render import panel, render, upload_named
from app.ui.runs import title
from app.ui.uploads import FILE_TYPES

TAKES: dict[str, Any] = {"api_visibility": "private", "show_progress": "minimal"}


@dataclass(frozen=True)
class ImportBox:
    """The components that events read or change."""

    file: gr.File
    reviewer: gr.Textbox
    skip_bad: gr.Checkbox
    withdraw: gr.Checkbox
    take: gr.Button
    outcome: Any


def build(page: Page, events: Sequence[Any]) -> None:
    """Lays the card out and wires it; the `events` that show a run offer the visitor's own name."""
    with gr.Column(elem_classes=["nb-card", "nb-for-reviewers"], elem_id="nb-import"):
        box = layout(page.labels)
    for event in events:
        event(offer_name, box.reviewer, box.reviewer, **QUIET)
    given = [box.file, box.reviewer, box.skip_bad, box.withdraw]
    taken = box.take.click(
        page.bind(take), [*given, page.run], [box.outcome, page.run], show_progress_on=box.outcome, **TAKES
    )
    taken.success(None, js="() => { document.dispatchEvent(new CustomEvent('narabe.run')); }")


def layout(t: Labels) -> ImportBox:
    """The file on the left; whose it is and how it is read on the right; what came of it below."""
    head = render("heading", t, title=t("import.title"), text=t("import.intro"))
    panel(head, script=upload_named("#nb-graded"), upload=t("import.file"))
    with gr.Row(elem_classes="nb-even"):
        file = gr.File(file_types=list(FILE_TYPES), height=148, elem_id="nb-graded", elem_classes="nb-drop")
        with gr.Column():
            reviewer = gr.Textbox(
                label=t("import.reviewer"), info=t("import.reviewer_hint"), max_length=80, elem_classes="nb-for-admins"
            )
            skip_bad = gr.Checkbox(label=t("import.skip_bad"))
            withdraw = gr.Checkbox(label=t("import.withdraw"))
    with gr.Row(elem_classes="nb-buttons"):
        button = gr.Button(t("import.take"), size="md", elem_id="nb-import-take")
    return ImportBox(file, reviewer, skip_bad, withdraw, button, panel(elem_id="nb-imported"))


def offer_name(given: str, request: gr.Request) -> str:
    """Who asks: the login, or the name given in Review; what was typed stays."""
    return given or request.username or signed(request)


def take(
    page: Page, path: str | None, reviewer: str, skip_bad: bool, withdraw: bool, shown: str, request: gr.Request
) -> tuple[str, str]:
    """Takes a graded file as `import` does, and shows its run. Only an admin takes verdicts of others."""
    if path is None:
        return render("imported", page.labels, missing=True), shown
    sole = role() != "admin"
    whose = (request.username or signed(request)) if sole else reviewer
    try:
        gradings = pipeline.import_verdicts(
            page.store,
            Path(path),
            whose,
            skip_bad=skip_bad,
            withdraw=withdraw,
            sole=sole,
            **asker_of(request),
        )
    except InputError as error:
        return show(page, Path(path).name, None, error.problems), shown
    return show(page, Path(path).name, gradings, gradings.problems), gradings.run.id


def show(page: Page, name: str, gradings: Gradings | None, problems: Sequence[Problem]) -> str:
    """How many verdicts were taken of whom, into which run, and each row that was not, with its cell and the reason."""
    return render(
        "imported",
        page.labels,
        missing=False,
        name=name,
        made=gradings is not None and gradings.made,
        run=title(page.labels, gradings.run) if gradings else None,
        by=gradings.counts if gradings else {},
        groups=groups(tuple(problems)),
        by_controls=partial(by_controls, page.labels),
    )
