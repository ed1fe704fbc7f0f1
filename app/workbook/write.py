"""Writing the output workbook: whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from xlsxwriter import Workbook

from app.atomic import write_whole
from app.errors import NarabeError
from app.records import GradedAnswer, Layout, QuestionSet, Reference, Run
from app.report import summary
from app.verdicts import Verdict
from app.workbook.answers import write_answers
from app.workbook.exported import SHEET as EXPORTED
from app.workbook.exported import write_exported
from app.workbook.original import write_original
from app.workbook.overflow import Overflow
from app.workbook.passages import SHEET as PASSAGES
from app.workbook.passages import has_passages, write_passages
from app.workbook.references import write_references
from app.workbook.run import write_run
from app.workbook.sheet import PlainSheet
from app.workbook.style import Style
from app.workbook.summary import write_summary
from app.workbook.verdicts import write_verdicts


def write_workbook(
    run: Run,
    answers: Sequence[GradedAnswer],
    verdicts: Sequence[Verdict],
    path: Path,
    *,
    question_set: QuestionSet,
    layout: Layout = "narabe",
    versions: Mapping[str, str] | None = None,
    judging: Mapping[str, str] | None = None,
    references: Sequence[Reference] = (),
) -> None:
    """Write everything of a run as an .xlsx. A reader of `path` sees the old file or the new one, never a part.

    Args:
        run: the run.
        answers: its items with all that is known of them, in the questions' order.
        verdicts: every verdict ever given in the run, oldest first.
        path: where to; its folder must exist.
        question_set: what was asked, for the columns that are carried over.
        layout: `original` writes the original experiment's single sheet; it holds one language and one arm.
        references: every change of the references by reviewers, oldest first.
        versions: software names and versions, for the sheet `Run`.
        judging: the second opinions that were asked for, and how, for the same sheet.

    Raises:
        NarabeError: a layout that cannot hold this run, or a place that cannot be written to.
    """
    if layout == "original":
        _check_original(answers)
    software, opinions = versions or {}, judging or {}
    write_whole(
        path, lambda part: _write(part, run, answers, verdicts, references, question_set, layout, software, opinions)
    )


def _check_original(answers: Sequence[GradedAnswer]) -> None:
    if len({one.item.language for one in answers}) > 1:
        raise NarabeError("the original layout holds one language → run or export Japanese or English alone")
    if len({one.item.arm for one in answers}) > 1:
        raise NarabeError("the original layout holds one arm → export the layout “narabe”")


def _write(
    path: Path,
    run: Run,
    answers: Sequence[GradedAnswer],
    verdicts: Sequence[Verdict],
    references: Sequence[Reference],
    question_set: QuestionSet,
    layout: Layout,
    versions: Mapping[str, str],
    judging: Mapping[str, str],
) -> None:
    with Workbook(path, {"constant_memory": True}) as book:
        style = Style(book)
        if layout == "original":
            write_original(book, style, run, answers)
            return
        names = ("Answers", "Summary", "Verdicts", "Run")
        sheets = {name: book.add_worksheet(name, worksheet_class=PlainSheet) for name in names}
        overflow = Overflow(book, style)
        write_answers(sheets["Answers"], style, overflow, run, answers, question_set)
        write_summary(sheets["Summary"], style, summary(answers), run)
        write_verdicts(sheets["Verdicts"], style, overflow, answers, verdicts)
        if references:
            sheet = book.add_worksheet("References", worksheet_class=PlainSheet)
            write_references(sheet, style, overflow, references)
        if has_passages(answers):
            sheet = book.add_worksheet(PASSAGES, worksheet_class=PlainSheet)
            write_passages(sheet, style, overflow, answers)
        exported = book.add_worksheet(EXPORTED, worksheet_class=PlainSheet)
        write_exported(exported, style, overflow, answers)
        last_verdict = max((verdict.id for verdict in verdicts), default=0)
        write_run(sheets["Run"], style, overflow, run, question_set, versions, judging, last_verdict)
