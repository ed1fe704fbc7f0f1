"""The report of the run shown as one page or as Markdown, in the page's language, written when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from app import pipeline
from app.atomic import write_text_whole
from app.config import settings
from app.errors import NarabeError
from app.records import Language
from app.report import FullReport, full_report, render_markdown, render_page
from app.runs.reporting import run_source
from app.ui.closed import require_open
from app.ui.events import SLOW
from app.ui.labels import Labels
from app.ui.page import Page
from app.ui.runs import current


@dataclass(frozen=True)
class Reports:
    """The buttons, and the link behind them."""

    html: gr.Button
    markdown: gr.Button
    link: gr.DownloadButton


def layout(t: Labels) -> Reports:
    """A button for each form."""
    html = gr.Button(t("results.report_html"), visible=False, size="md", elem_id="nb-report-html")
    markdown = gr.Button(t("results.report_markdown"), visible=False, size="md", elem_id="nb-report-markdown")
    return Reports(html, markdown, gr.DownloadButton(elem_id="nb-report", visible="hidden"))


def wire(page: Page, reports: Reports, shown: Sequence[Any]) -> None:
    """A click writes the report of what is `shown` (the run, and whether it is restated) and fetches it."""
    for button, write in ((reports.html, write_html), (reports.markdown, write_markdown)):
        ready = button.click(page.bind(write), [*shown], reports.link, **SLOW)
        ready.success(None, js="() => document.querySelector('#nb-report, a:has(#nb-report)').click()")


def write_html(page: Page, run_id: str, prior_shift: bool) -> Any:
    """The page, behind the link."""
    return gr.update(value=str(_written(page, report_of(page, run_id, prior_shift), render_page, ".html")))


def write_markdown(page: Page, run_id: str, prior_shift: bool) -> Any:
    """The Markdown, behind the link."""
    return gr.update(value=str(_written(page, report_of(page, run_id, prior_shift), render_markdown, ".md")))


def report_of(page: Page, run_id: str, prior_shift: bool = False) -> FullReport:
    """The report of the run shown; refused where its results are closed to who asks."""
    shown = run_id or current(page, run_id)
    require_open(page.store, shown)
    return full_report([run_source(page.store, shown)], prior_shift=prior_shift)


def _written(
    page: Page, report: FullReport, render: Callable[[FullReport, Mapping[str, str], Language], str], suffix: str
) -> Path:
    """The file; those of each language are kept apart."""
    source, language = report.sources[0], page.labels.language
    facts = pipeline.report_facts(page.store, report, [source.run], language)
    kept = f"report-{language}{'-restated' if report.restated else ''}"
    path = settings().workbooks / source.run / kept / f"{Path(source.file).stem}-report{suffix}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text_whole(path, render(report, facts, language))
    except OSError as error:
        raise NarabeError(
            f"{path}: cannot be written ({error.strerror}) → choose another NARABE_HOME",
            f"{path}: 書き込めません（{error.strerror}）→ NARABE_HOME を別の場所にしてください",
        ) from error
    return path
