"""Writing the output workbook: whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xlsxwriter import Workbook

from app.atomic import write_whole
from app.errors import NarabeError
from app.garbage import collection_paused
from app.records import GradedAnswer
from app.report import summary
from app.workbook.answers import SHEET as ANSWERS
from app.workbook.answers import answers_layout, write_answers
from app.workbook.chart import SHEET as CHART
from app.workbook.chart import write_chart
from app.workbook.contents import USUAL, Choices, Contents, letters
from app.workbook.entry import SHEET as WORDS
from app.workbook.entry import help_entry, write_words
from app.workbook.exported import SHEET as EXPORTED
from app.workbook.exported import write_exported
from app.workbook.kept import write_kept
from app.workbook.living import Cells
from app.workbook.original import write_original
from app.workbook.overflow import Overflow
from app.workbook.passages import SHEET as PASSAGES
from app.workbook.passages import has_passages, write_passages
from app.workbook.references import write_references
from app.workbook.reviewers import write_reviewers
from app.workbook.run import write_run
from app.workbook.sheet import PlainSheet
from app.workbook.style import Style
from app.workbook.summary import SummarySheet, write_summary
from app.workbook.verdicts import write_verdicts


def write_workbook(contents: Contents, path: Path, choices: Choices = USUAL) -> None:
    """Write everything of a run as an .xlsx. A reader of `path` sees the old file or the new one, never a part.

    Raises:
        NarabeError: a layout that cannot hold this run, or a place that cannot be written to.
    """
    if choices.keep is not None:
        write_kept(contents, path, choices.keep, choices)
        return
    if choices.layout == "original":
        _check_original(contents.answers)
    write_whole(path, lambda part: _write(part, contents, choices))


def _check_original(answers: Sequence[GradedAnswer]) -> None:
    if len({one.item.language for one in answers}) > 1:
        raise NarabeError("the original layout holds one language → run or export Japanese or English alone")
    if len({one.item.arm for one in answers}) > 1:
        raise NarabeError("the original layout holds one arm → export the layout “narabe”")
    if any(one.item.sample > 1 for one in answers):
        raise NarabeError(
            "the original layout holds one answer to each question → export the layout “narabe”",
            "original レイアウトには1問1回答しか入りません → narabe レイアウトで書き出してください",
        )


@collection_paused()
def _write(path: Path, contents: Contents, choices: Choices) -> None:
    with Workbook(path, {"constant_memory": True}) as book:
        style = Style(book)
        if choices.layout == "original":
            write_original(book, style, contents.run, contents.answers)
        else:
            _write_sheets(book, style, contents, choices)


def _write_sheets(book: Workbook, style: Style, contents: Contents, choices: Choices) -> None:
    """The sheets, always in this order; a blind workbook has only the first and the last of those to read."""
    run, answers, verdicts, language = contents.run, contents.answers, contents.verdicts, choices.language

    def new(name: str) -> PlainSheet:
        sheet: PlainSheet = book.add_worksheet(name, worksheet_class=PlainSheet)
        return sheet

    shown = (ANSWERS, "Run") if choices.blind else (ANSWERS, "Summary", "Verdicts", "Reviewers", "Run")
    sheets = {name: new(name) for name in shown}
    overflow = Overflow(book, style)
    layout = answers_layout(run, answers, contents.question_set, language, blind=choices.blind)
    arms = letters(run) if choices.blind else {one.item.arm: one.item.arm.label for one in answers}
    rows = write_answers(sheets[ANSWERS], style, overflow, layout, answers, arms)
    help_entry(sheets[ANSWERS], style, layout, rows)
    if not choices.blind:
        report = summary(answers)
        about = SummarySheet(report, answers, verdicts, run, Cells(layout, rows), language)
        write_summary(sheets["Summary"], style, about)
        write_verdicts(sheets["Verdicts"], style, overflow, answers, verdicts, language)
        write_reviewers(sheets["Reviewers"], style, answers, verdicts, language)
        if contents.references:
            write_references(new("References"), style, overflow, contents.references, language)
        if has_passages(answers):
            write_passages(new(PASSAGES), style, overflow, answers, language)
        write_chart(book, sheets["Summary"], new(CHART), style, report, language)
    write_words(book, new(WORDS), style)
    write_exported(new(EXPORTED), style, overflow, [] if choices.blind else answers, layout.names)
    write_run(sheets["Run"], style, overflow, contents, language, blind=choices.blind)
