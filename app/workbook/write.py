"""Writing the output workbook: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from xlsxwriter import Workbook

from app.errors import NarabeError
from app.records import GradedAnswer, QuestionSet, Run, Verdict
from app.report import summary
from app.workbook.answers import write_answers
from app.workbook.original import write_original
from app.workbook.overflow import Overflow
from app.workbook.sheet import PlainSheet
from app.workbook.style import Style
from app.workbook.tables import write_run, write_summary, write_verdicts

Layout: TypeAlias = Literal["narabe", "original"]


def write_workbook(
    run: Run,
    answers: Sequence[GradedAnswer],
    verdicts: Sequence[Verdict],
    path: Path,
    *,
    question_set: QuestionSet,
    layout: Layout = "narabe",
    versions: Mapping[str, str] | None = None,
) -> None:
    """Write everything of a run as an .xlsx. A reader of `path` sees the old file or the new one, never a part.

    Args:
        run: the run.
        answers: its items with all that is known of them, in the questions' order.
        verdicts: every verdict ever given in the run, oldest first.
        path: where to; its folder must exist.
        question_set: what was asked, for the columns that are carried over.
        layout: `original` writes the original experiment's single sheet; it holds one language and one arm.
        versions: software names and versions, for the sheet `Run`.

    Raises:
        NarabeError: a layout that cannot hold this run, or a place that cannot be written to.
    """
    if layout == "original":
        _check_original(answers)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise NarabeError(f"{path}: cannot be written ({error.strerror}) → choose another folder") from error
    os.close(handle)
    part = Path(name)
    try:
        _write(part, run, answers, verdicts, question_set, layout, versions or {})
        _replace(part, path)
    except OSError as error:
        raise NarabeError(
            f"{path}: cannot be written ({error.strerror}) → is it open elsewhere, or the disk full?"
        ) from error
    finally:
        part.unlink(missing_ok=True)


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
    question_set: QuestionSet,
    layout: Layout,
    versions: Mapping[str, str],
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
        write_summary(sheets["Summary"], style, summary(answers))
        write_verdicts(sheets["Verdicts"], style, overflow, answers, verdicts)
        write_run(sheets["Run"], style, run, question_set, versions)


def _replace(part: Path, path: Path) -> None:
    """Put the finished file in its place, and make both outlive a power cut."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    part.chmod(mode)
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
