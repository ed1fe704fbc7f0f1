"""The Questions tab: a workbook is loaded and looked over, and one free question can be tried."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr

from app.ui.controls import by_controls
from app.ui.events import QUIET, SETS
from app.ui.loaded import PAGE, SAMPLE, Loaded, counts, groups, load_sample, load_workbook, total
from app.ui.page import Page
from app.ui.questions import checked, columns, earlier, trial, welcome
from app.ui.render import panel, render, upload_named
from app.ui.uploads import FILE_TYPES


@dataclass(frozen=True)
class QuestionsTab:
    """The components that events read or change."""

    file: gr.File
    sample: gr.Button
    summary: gr.HTML
    problems: gr.HTML
    following: gr.Button
    preview: gr.HTML
    facts: gr.JSON


def build(page: Page) -> None:
    """Lays the tab out and wires it."""
    welcome.build(page)
    wire(page, layout(page))
    trial.build(page)


def layout(page: Page) -> QuestionsTab:
    """Loading on the left, what was loaded on the right."""
    t = page.labels
    with gr.Row(elem_classes="nb-split"):
        with gr.Column(elem_classes="nb-card"):
            head = render("heading", t, title=t("questions.title"), text=t("questions.intro"), level=1)
            panel(head, script=upload_named("#nb-drop"), upload=t("questions.upload"))
            file = gr.File(file_types=list(FILE_TYPES), height=148, elem_id="nb-drop", elem_classes="nb-drop")
            with gr.Row(elem_classes="nb-buttons"):
                sample = gr.Button(t("questions.sample"), size="md")
                gr.DownloadButton(t("questions.download_sample"), str(SAMPLE), size="md", elem_classes="nb-quiet")
            summary = panel(elem_id="nb-loaded")
            status = gr.JSON(visible=False)
            columns.build(page, status)
            earlier.build(page, status)
            following = gr.Button(f"{t('questions.next')} →", variant="primary", visible=False, size="lg")
        with gr.Column(elem_classes="nb-stack"):
            with gr.Column(elem_classes="nb-card nb-hide-empty"):
                problems = panel(elem_id="nb-problems")
                checked.wire(page, checked.layout(page))
            with gr.Column(elem_classes="nb-card"):
                preview = panel(show_preview(page, None), elem_id="nb-preview")
    return QuestionsTab(file, sample, summary, problems, following, preview, status)


def wire(page: Page, tab: QuestionsTab) -> None:
    """Loading sets the page's questions; everything shown follows them."""
    loaded = [page.questions, tab.facts]
    tab.sample.click(load_sample, None, loaded, **page.labels.endpoint("load_sample"))
    tab.file.upload(load_workbook, tab.file, loaded, **page.labels.endpoint("load_workbook"))
    tab.file.clear(clear, None, loaded, **SETS)
    shown = [tab.summary, tab.problems, tab.preview, tab.following]
    page.questions.change(page.bind(show), page.questions, shown, **QUIET)
    tab.preview.pick(page.bind(turn), page.questions, tab.preview, **QUIET)
    tab.following.click(open_run_tab, None, page.tabs, **QUIET)
    if page.workbook is not None:
        gr.on(None, lambda: load_workbook(str(page.workbook)), None, loaded, **SETS)


def clear() -> tuple[None, dict[str, object]]:
    """Nothing is loaded any more."""
    return None, {}


def show(page: Page, loaded: Loaded | None) -> tuple[str, str, str, Any]:
    """What was loaded: its counts, its problems, its first questions, and the way on."""
    usable = loaded is not None and loaded.questions is not None
    summary, problems = (show_loaded(page, loaded, template) for template in ("loaded", "problems"))
    return summary, problems, show_preview(page, loaded), gr.update(visible=usable)


def show_loaded(page: Page, loaded: Loaded | None, template: str) -> str:
    """The counts by type and language (`loaded`), or every problem (`problems`)."""
    if loaded is None:
        return ""
    questions = loaded.questions.questions if loaded.questions else ()
    severities = [problem.severity for problem in loaded.problems]
    return render(
        template,
        page.labels,
        loaded=loaded,
        counts=counts(questions),
        total=total(questions),
        groups=groups(loaded.problems),
        by_controls=partial(by_controls, page.labels),
        errors=severities.count("error"),
        warnings=severities.count("warning"),
        known=page.store.trace(loaded.questions) if loaded.questions and template == "loaded" else None,
    )


def show_preview(page: Page, loaded: Loaded | None, number: int = 0) -> str:
    """One page of the questions."""
    found = loaded.questions if loaded else None
    questions = found.questions if found else ()
    first = number * PAGE
    return render(
        "preview",
        page.labels,
        rows=questions[first : first + PAGE],
        languages=found.languages if found else (),
        first=first,
        page=number,
        pages=-(-len(questions) // PAGE),
        total=len(questions),
        refused=loaded is not None and found is None,
    )


def turn(page: Page, loaded: Loaded | None, event: gr.EventData) -> str:
    """Another page of the questions."""
    last = (len(loaded.questions.questions) - 1) // PAGE if loaded and loaded.questions else 0
    return show_preview(page, loaded, min(max(int(event._data["value"]), 0), last))


def open_run_tab() -> Any:
    """On to the Run tab."""
    return gr.Tabs(selected="run")
