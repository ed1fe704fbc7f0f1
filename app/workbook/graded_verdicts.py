"""A graded workbook → what reviewers wrote into its sheet `Answers`, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from app.questions import read_bytes
from app.questions.bounds import Bounds
from app.questions.columns import column_label
from app.questions.findings import Findings
from app.questions.headers import folded
from app.questions.readers.excel import read_excel
from app.questions.readers.package import OLE, ZIP
from app.questions.rows import ERROR_VALUES
from app.questions.table import Cell, Row, Table
from app.records import LANGUAGES, Language
from app.workbook.exported import SHEET as EXPORTED
from app.workbook.exported import Baseline, Marks, read_exported
from app.workbook.further_words import english_fact
from app.workbook.overflow import SHEET as OVERFLOW
from app.workbook.overflow import continuations, whole
from app.workbook.reviewer_columns import reviewer_places
from app.workbook.words import SUFFIX, english_names, language_marks, verdict_values

BOUNDS = Bounds(rows=1_048_576, columns=2_000, cells=10_000_000)
MAX_SECONDS = 200.0
"""Computing time that a graded workbook may take: 10,000 rows take about 5, and it may have a million."""
_MARKS = ("verdict", "language_ok", "comment")


class SheetGrading(NamedTuple):
    """One answer as it stands in a workbook: which one it is, by item and by what the row shows, and its marks.

    Attributes:
        row: as the spreadsheet shows it.
        item: the store's id; None where the hidden cell is missing.
        arm: the arm's label.
        answer: the text beside the marks; `error` is filled instead where there is no answer.
        reviewer: what the reviewer's cell says, which may be nothing; in a reviewer's own column, that one.
        column: letter and header of the verdict's cell, for messages.
        own: whether it stands in a reviewer's own column, which has a verdict alone.
        sample: which of the answers to its question it is.
        sheet: the sheet that it stands in.
        shown: whether the row still shows question and answer of its item, where the workbook itself can tell.
    """

    row: int
    language: Language
    item: int | None
    no: str
    arm: str
    question: str
    answer: str
    error: str
    marks: Marks
    reviewer: str
    column: str
    own: bool = False
    sample: int = 1
    sheet: str = "Answers"
    shown: bool | None = None


class OpenedAnswers(NamedTuple):
    """The sheet `Answers` of a graded workbook, its columns by folded name, and what the sheets behind it say.

    `exported` is None where the sheet `Exported` is missing.
    """

    table: Table
    places: dict[str, int]
    run: dict[str, str]
    exported: Baseline | None
    reviewers: Mapping[tuple[str, Language], int]
    """(reviewer, language) → the column of that reviewer's own verdicts."""

    @property
    def last_verdict(self) -> int:
        """The id of the newest verdict when the workbook was written; 0 where it does not say."""
        number = self.run.get("last verdict", "")
        return int(number) if number.isdecimal() else 0


def read_gradings(opened: OpenedAnswers, findings: Findings) -> list[SheetGrading]:
    """Every answer with its marks, Japanese before English, each followed by what stands in the reviewers' own columns.

    A cell that cannot be read goes to `findings` instead.
    """
    found: list[SheetGrading] = []
    for row in opened.table.rows[1:]:
        for language in LANGUAGES:
            grading = read_grading(row, language, opened, findings)
            if grading is not None:
                found.append(grading)
                found += read_own(row, grading, opened, findings)
    return found


def read_own(row: Row, grading: SheetGrading, opened: OpenedAnswers, findings: Findings) -> Iterator[SheetGrading]:
    """What stands in the reviewers' own columns of a row, in one language; blank cells too."""
    for (reviewer, language), place in opened.reviewers.items():
        if language != grading.language:
            continue
        text = row.cell(place).text.strip()
        value = verdict_values().get(folded(text))
        column = column_label(opened.table.rows[0], place, lettered=True)
        code = "formula_without_value" if (row.number, place) in opened.table.uncached else "bad_verdict"
        if (text and value is None) or code == "formula_without_value":
            findings.add(code, sheet=opened.table.sheet, row=row.number, column=column, value=text)
        else:
            yield grading._replace(marks=Marks(value), reviewer=reviewer, column=column, own=True)


def open_answers(path: Path, findings: Findings) -> OpenedAnswers:
    """Open a graded workbook.

    Raises:
        InputError: a file that is no workbook of Narabe's, or one whose verdict column was renamed or deleted.
    """
    data = read_bytes(path, findings)
    if not data.startswith((ZIP, OLE)):
        findings.fail("not_a_workbook")
    shown, hidden = read_excel(data, findings, only=("Answers", OVERFLOW, "Run", EXPORTED), bounds=BOUNDS)
    sheets = {table.sheet: table for table in [*hidden, *shown]}
    if "Answers" not in sheets:
        findings.fail("no_answers_sheet")
    overflow = sheets.get(OVERFLOW)
    table = _restored(sheets["Answers"], overflow)
    places = _places(table.rows[0])
    asked = [suffix for suffix in SUFFIX.values() if f"instruction{suffix}" in places or f"verdict{suffix}" in places]
    gone = [header for header in ("NO", "arm") if folded(header) not in places] + ["verdict"] * (not asked)
    if gone:
        findings.fail("no_verdict_columns", sheet="Answers", row=table.rows[0].number, names=", ".join(gone))
    for suffix in asked:
        if f"verdict{suffix}" not in places:
            findings.fail("verdict_column_gone", sheet="Answers", row=table.rows[0].number, name=f"verdict{suffix}")
    facts = {row.cell(0).text: row.cell(1).text for row in sheets["Run"].rows} if "Run" in sheets else {}
    run = {english_fact(name): value for name, value in facts.items()}
    exported = read_exported(_restored(sheets[EXPORTED], overflow)) if EXPORTED in sheets else None
    reviewers = reviewer_places(table.rows[0], exported.names if exported else {})
    return OpenedAnswers(table, places, run, exported, reviewers)


def _restored(table: Table, overflow: Table | None) -> Table:
    """The table with the texts that go on in the sheet `Overflow` put together again."""
    if overflow is None:
        return table
    rest = continuations((row.number, [cell.text for cell in row.cells]) for row in overflow.rows)
    rows = (row._replace(cells=tuple(_whole(cell, rest) for cell in row.cells)) for row in table.rows)
    return replace(table, rows=tuple(rows))


def _whole(cell: Cell, rest: Mapping[int, str]) -> Cell:
    text = whole(cell.text, rest) if isinstance(cell.value, str) else cell.text
    return cell if text is cell.text else Cell(text, text)


def _places(header: Row) -> dict[str, int]:
    places: dict[str, int] = {}
    for index, cell in enumerate(header.cells):
        name = folded(cell.text)
        places.setdefault(english_names().get(name) or _numbered(name), index)
    return places


def _numbered(name: str) -> str:
    """The English name of a further reference: `response(jp)2` for `参照解答(日)2`."""
    start = name.rstrip("0123456789")
    return english_names().get(start, start) + name[len(start) :]


def read_grading(row: Row, language: Language, opened: OpenedAnswers, findings: Findings) -> SheetGrading | None:
    """One language of a row; None where it holds nothing of it. A cell that says no verdict goes to `findings`."""
    suffix, places = SUFFIX[language], opened.places

    def cell(name: str) -> Cell:
        place = places.get(name)
        return row.cell(place) if place is not None else Cell(None, "")

    def text(name: str) -> str:
        return cell(name).text.strip()

    def refuse(code: str, name: str, **values: object) -> None:
        findings.add(code, sheet=opened.table.sheet, row=row.number, column=_column(opened, name), **values)

    verdict, language_ok, comment = (text(f"{name}{suffix}") for name in _MARKS)
    item = cell(f"item{suffix}").value
    uncached = [
        f"{name}{suffix}" for name in _MARKS if (row.number, places.get(f"{name}{suffix}")) in opened.table.uncached
    ]
    if not (text(f"instruction{suffix}") or item or verdict or language_ok or comment or uncached):
        return None
    value, mark = verdict_values().get(folded(verdict)), language_marks().get(folded(language_ok))
    before = opened.exported.standing.get(int(item)) if opened.exported and isinstance(item, int | float) else None
    error = comment in ERROR_VALUES and not (before and before.marks.comment == comment)
    for name in uncached:
        refuse("formula_without_value", name)
    if verdict and value is None:
        refuse("bad_verdict", f"verdict{suffix}", value=verdict)
    if language_ok and mark is None:
        refuse("bad_language_ok", f"language_ok{suffix}", value=language_ok)
    if error:
        refuse("error_comment", f"comment{suffix}", value=comment)
    if uncached or error or (verdict and value is None) or (language_ok and mark is None):
        return None
    return SheetGrading(
        row.number,
        language,
        int(item) if isinstance(item, int | float) else None,
        text("no"),
        text("arm"),
        text(f"instruction{suffix}"),
        text(f"answer{suffix}"),
        text(f"error{suffix}"),
        Marks(value, mark, comment),
        text(f"reviewer{suffix}"),
        _column(opened, f"verdict{suffix}"),
        sample=read_sample(row, opened),
        sheet=opened.table.sheet,
    )


def read_sample(row: Row, opened: OpenedAnswers) -> int:
    """Which sample a row holds; a column of that name is Narabe's only where questions were asked several times."""
    place = opened.places.get("sample") if opened.run.get("samples", "1") != "1" else None
    text = row.cell(place).text.strip() if place is not None else ""
    return int(text) if text.isdecimal() else 1


def _column(opened: OpenedAnswers, name: str) -> str:
    return column_label(opened.table.rows[0], opened.places[name], lettered=True)
