"""The Results tab: the table of a run, the two languages compared, and the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.events import api

from app import pipeline
from app.config import settings
from app.records import GradedAnswer
from app.report import (
    Pair,
    SummaryRow,
    compare_arms,
    comparisons,
    excluded,
    full_json,
    sampled_items,
    split_arms,
    summary,
)
from app.report.base_rate import base_rates, restated
from app.report.text import caveats, difference_lines, repeats_lines
from app.runs.workbooks import workbook_file
from app.ui import choices, figures, habits
from app.ui.closed import closed, require_open
from app.ui.events import QUIET, SETS, SLOW, opening
from app.ui.page import Page, asset
from app.ui.render import panel, render
from app.ui.results import agreement, importing, plots, reporting, side_by_side, similarity
from app.ui.results.answers import answers
from app.ui.runs import OPEN, current, options, title
from evaluators.judge.prior_shift import ENOUGH

SURE = 0.05
"""Below this p-value the page calls a difference more than chance."""
REST = ("unsure", "unjudged", "errors", "missing")
ALWAYS = ("unjudged", "errors")
"""What is in no rate, and which of it has its column even when there is none."""


@dataclass(frozen=True)
class ResultsTab:
    """The components that events read or change."""

    run: gr.Dropdown
    download: gr.DownloadButton
    review: gr.Button
    tables: Any
    questions: gr.DownloadButton
    shift: gr.Checkbox
    reports: reporting.Reports


def build(page: Page) -> None:
    """Lays the tab out and wires it; each further card wires itself."""
    tab = layout(page)
    wire(page, tab)
    for card in (plots, side_by_side, similarity, agreement, importing):
        card.build(page, [opening(page).select, tab.tables.follow])


def layout(page: Page) -> ResultsTab:
    """Which run, and everything about it below."""
    t = page.labels
    with gr.Row(elem_classes="nb-line nb-picker"):
        run = gr.Dropdown([], label=t("results.run"), filterable=True, elem_id="nb-results-run")
        review = gr.Button(f"{t('results.review')} →", visible=False, size="md")
        download = gr.DownloadButton(
            t("results.download"), variant="primary", visible=False, size="md", elem_id="nb-download"
        )
        questions = gr.DownloadButton(t("results.download_questions"), visible=False, size="md")
        reports = reporting.layout(t)
    shift = gr.Checkbox(label=t("results.shift"), info=t("results.shift_hint"), visible=False, elem_id="nb-shift")
    tables: Any = panel(show_tables(page, ""), elem_id="nb-results-tables", script=asset("results/following.js"))
    return ResultsTab(run, download, review, tables, questions, shift, reports)


def wire(page: Page, tab: ResultsTab) -> None:
    """The tables are counted whenever the tab opens or the page shows another run; then the workbook is prepared."""
    shown = [tab.run, tab.tables, tab.review, tab.download, tab.reports.html, tab.reports.markdown, tab.shift]
    tab.run.input(choose, tab.run, page.run, trigger_mode="multiple", **SETS)
    tab.shift.input(page.bind(show_shown), [page.run, tab.shift], tab.tables, **QUIET)
    tab.tables.look(page.bind(offer), page.run, tab.run, **QUIET)
    for event in (opening(page).select, tab.tables.follow):
        event(page.bind(show), [page.run, tab.shift], shown, **QUIET).then(
            page.bind(prepare),
            page.run,
            [tab.download, tab.questions],
            **SLOW,
        )
    reporting.wire(page, tab.reports, [page.run, tab.shift])
    opened = tab.review.click(page.bind(current), page.run, page.run, **SETS)
    opened.then(lambda: gr.Tabs(selected="review"), None, page.tabs, **QUIET)
    if page.labels.language == "en":
        api(page.bind(results), api_name="results", queue=False)
    named = gr.Textbox(visible=False)
    named.submit(page.bind(download), named, tab.download, **page.labels.endpoint("download"))


def choose(run_id: str | None) -> str:
    """The chosen run becomes the page's."""
    return run_id or ""


def offer(page: Page, run_id: str) -> Any:
    """The runs to choose from, with those that others started since."""
    shown = current(page, run_id)
    return gr.update(choices=options(page, shown), value=shown or None)


def show(page: Page, run_id: str, prior_shift: bool = False) -> tuple[Any, ...]:
    """The runs to choose from, the tables of the one shown, and what can be done with it."""
    runs = page.store.runs()
    shown = current(page, run_id)
    picker = offer(page, shown)
    some = not closed(page.store, shown) and any(run.id == shown and run.answered for run in runs)
    waiting = gr.update(visible=some, value=None, label=page.labels("results.preparing"), interactive=False)
    switch = gr.update(visible=some and can_be_restated(page, shown))
    may = gr.update(visible=some)
    return picker, show_tables(page, shown, prior_shift), may, waiting, may, may, switch


def can_be_restated(page: Page, run_id: str) -> bool:
    """Whether some arm has enough judged answers in a language, and no calibration stands in the way."""
    enough = any(one.n >= ENOUGH for one in page.store.judged_counts(run_id))
    return enough and page.store.run(run_id).calibration is None


def prepare(page: Page, run_id: str) -> tuple[Any, Any]:
    """The workbook of the run shown, up to date, behind its button; its questions too, once their references grew."""
    shown = current(page, run_id)
    if not shown or closed(page.store, shown) or not page.store.run(shown).answered:
        return gr.update(visible=False), gr.update(visible=False)
    path = workbook_file(page.store, shown, settings().workbooks, page.labels.language)
    ready = gr.update(visible=True, value=str(path), label=page.labels("results.download"), interactive=True)
    run = page.store.run(shown)
    if not run.references:
        return ready, gr.update(visible=False)
    grown = path.with_name(f"{Path(run.name).stem}-references-v{run.references}.xlsx")
    return ready, gr.update(visible=True, value=str(pipeline.export_questions(page.store, shown, grown)))


def download(page: Page, run: str) -> str:
    """The workbook of a run, up to date."""
    require_open(page.store, run)
    return str(workbook_file(page.store, run, settings().workbooks, page.labels.language))


def results(page: Page, run: str) -> dict[str, Any]:
    """A run's report as data: rows (arm × type × language, with rates and intervals), pairs, arm_pairs and excluded."""
    return full_json(reporting.report_of(page, run))


# -- the tables -----------------------------------------------------------------------------------------------------


def show_tables(page: Page, run_id: str, prior_shift: bool = False) -> str:
    """The table and the comparison of a run; without answers, what to do first.

    `prior_shift`: by judgements at the run's own base rate (see `app.report.base_rate`).
    """
    if not run_id:
        return render("results", page.labels, run=None, groups=[], closed=False)
    run = page.store.run(run_id)
    if closed(page.store, run_id):
        return render("results", page.labels, run=run, groups=[], closed=True)
    graded: Sequence[GradedAnswer] = answers(page, run_id)
    rates = [] if run.calibration else base_rates(graded)
    if prior_shift and rates:
        graded = restated(graded)
    known = sampled_items(graded, page.store.samples(run_id))
    report = summary(graded, known)
    pairs, _ = comparisons(report.pairs, compare_arms(split_arms(graded), known))
    labels = {arm.key: choices.arm_label(page.labels, arm) for arm in run.arms}
    totals = [row for row in report.rows if row.type is None and row.language is not None]
    return render(
        "results",
        page.labels,
        run=run,
        closed=False,
        title=title(page.labels, run),
        going=run.state in OPEN,
        groups=arm_groups(report.rows, labels) if run.answered + run.errors else [],
        pairs=[compared(page, pair, labels) for pair in pairs],
        reviewed=sum(row.reviewed for row in totals),
        answered=sum(row.answered for row in totals),
        rest=[key for key in REST if key in ALWAYS or any(left_over(row)[key] for row in totals)],
        left_over=left_over,
        corrected=any(row.corrected for row in report.rows),
        repeats=[
            line if len(labels) < 2 else f"{labels[key]}{page.labels('results.colon')}{line}"
            for key in labels
            for line in repeats_lines([row for row in report.rows if row.arm_key == key], page.labels.language)
        ],
        caveats=caveats(report.rows, page.labels.language),
        habits=habits.counted(page, run),
        rates=[{"rate": one, "arm": labels[one.arm_key]} for one in rates],
        restated=prior_shift and bool(rates),
        **left_out(page, graded, labels),
    )


def show_shown(page: Page, run_id: str, prior_shift: bool) -> str:
    """The tables of the run shown, as the switch says."""
    return show_tables(page, current(page, run_id), prior_shift)


def left_out(page: Page, graded: Sequence[GradedAnswer], labels: dict[str, str]) -> dict[str, Any]:
    """What is in no rate, by arm, language, kind and reason."""
    found = excluded(split_arms(graded))
    grouped: dict[tuple[str, str, str, str], list[str]] = {}
    for one in found:
        reason = one.reason_ja if page.labels.language == "ja" else one.reason
        grouped.setdefault((labels.get(one.arm_key, one.arm), one.language, one.kind, reason), []).append(one.no)
    names = ("arm", "language", "kind", "reason")
    listed = [dict(zip(names, key, strict=True)) | {"nos": nos} for key, nos in grouped.items()]
    return {"excluded": listed, "excluded_total": len(found)}


def left_over(row: SummaryRow) -> dict[str, int]:
    """What of a row is in no rate, by the reason."""
    missing = row.items - row.answered - row.errors
    return {"unsure": row.unsure, "unjudged": row.unjudged, "errors": row.errors, "missing": missing}


def arm_groups(rows: Sequence[SummaryRow], labels: dict[str, str]) -> list[dict[str, Any]]:
    """The rows by arm, and within an arm by type."""
    return [
        {"arm": labels.get(key, key), "parts": [list(part) for _, part in groupby(list(group), lambda row: row.type)]}
        for key, group in groupby(rows, lambda row: row.arm_key)
    ]


def compared(page: Page, pair: Pair, labels: dict[str, str]) -> dict[str, Any]:
    """A comparison of the languages with its four counts and one sentence on how to read it."""
    test = pair.test
    named = (
        ("both_right", test.both),
        ("only_ja", test.first_only),
        ("only_en", test.second_only),
        ("neither", test.neither),
    )
    return {
        "pair": pair,
        "arm": labels.get(pair.arm_key, pair.arm),
        "parts": [{"key": key, "n": n} for key, n in named],
        "p": figures.p_value(test.p_value),
        "clustered": bool(test.clusters),
        "meaning": meaning(page, pair),
        "sizes": [line.strip() for line in difference_lines(pair, page.labels.language)],
    }


def meaning(page: Page, pair: Pair) -> str:
    """What a comparison says, in one sentence."""
    test = pair.test
    if test.first_only == test.second_only == 0:
        return page.labels("results.p_none")
    p_value = pair.difference.holm if pair.difference and pair.difference.holm is not None else test.p_value
    if p_value is None or p_value >= SURE:
        return page.labels("results.p_large")
    better = "ja" if test.first_only > test.second_only else "en"
    key = "results.p_small_judged" if pair.basis == "judgement" else "results.p_small"
    return page.labels(key, language=page.labels(f"language.{better}"))
