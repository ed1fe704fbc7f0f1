"""A copy of what was read with the doubtful cells marked: coloured, each with a comment, and all of it on a sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from openpyxl.utils import column_index_from_string
from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException

from app.errors import InputError, NarabeError, Problem
from app.questions.loading import Reading
from app.questions.table import Row, Table
from app.records import CellValue, Language

Place = tuple[int, int]
"""A 0-based row and column of the copy."""
_COLOURS = {"error": "#F8CBC6", "warning": "#FFE9A8"}
_LETTERS = re.compile(r"([A-Z]{1,3})(?: \(|$)")
_MOST_CHARACTERS = 32_767
_MOST_COMMENTS = 5_000
_HEADERS: dict[Language, tuple[str, ...]] = {
    "en": ("severity", "sheet", "row", "column", "problem", "remedy"),
    "ja": ("重要度", "シート", "行", "列", "問題", "直し方"),
}
_SEVERITY: dict[Language, dict[str, str]] = {
    "en": {"error": "error", "warning": "warning"},
    "ja": {"error": "エラー", "warning": "注意"},
}
_PROBLEMS: dict[Language, str] = {"en": "Problems", "ja": "問題一覧"}


def write_annotated(reading: Reading, path: Path, language: Language = "en") -> None:
    """Write the sheet that was read, every value as it is, with each problem at its cell and all of them listed.

    Text stays text (a formula is the value that it had), so that nothing in the copy is computed. Messages are in
    `language`.

    Raises:
        InputError: the source could not be read at all, so that there is nothing to mark.
        NarabeError: `path` cannot be written to.
    """
    table = reading.table
    if table is None:
        raise InputError(reading.problems)
    try:
        with Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            sheet = book.add_worksheet(_sheet_name(table.sheet, language))
            _fill(book, sheet, table, _marks(reading, table), language)
            _list(book, reading.problems, language)
    except (OSError, XlsxWriterException) as error:
        raise NarabeError(f"{path}: cannot be written ({error}) → choose another place") from error


def _sheet_name(name: str, language: Language) -> str:
    """A name that a workbook takes, other than that of the list."""
    bare = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip("' ")[:31].strip("' ")
    taken = {"", "history", _PROBLEMS[language].casefold()}
    return "Sheet1" if bare.casefold() in taken else bare


def _marks(reading: Reading, table: Table) -> dict[Place, list[Problem]]:
    """The problems by the cell of the copy that they are about; those of a whole file or sheet are about none."""
    rows = {row.number: place for place, row in enumerate(table.rows)}
    marks: dict[Place, list[Problem]] = {}
    for problem in reading.problems:
        if problem.sheet and problem.sheet != table.sheet:
            continue
        index = _column(problem.column, reading.header, lettered=table.lettered)
        row = problem.row if problem.row is not None or index is None or reading.header is None else None
        number = row if row is not None else (reading.header.number if reading.header and index is not None else None)
        if number is None or (number not in rows and not table.lettered):
            continue
        marks.setdefault((number - 1 if table.lettered else rows[number], index or 0), []).append(problem)
    return marks


def _column(label: str, header: Row | None, *, lettered: bool) -> int | None:
    """The 0-based column that a problem's label begins with."""
    if lettered:
        match = _LETTERS.match(label)
        return column_index_from_string(match[1]) - 1 if match else None
    names = [" ".join(cell.text.split()) for cell in header.cells] if header else []
    return names.index(label) if label in names else None


def _fill(book: Any, sheet: Any, table: Table, marks: dict[Place, list[Problem]], language: Language) -> None:
    looks = _Looks(book)
    sheet.set_column(0, max((len(row.cells) for row in table.rows), default=1), 24)
    for place, row in enumerate(table.rows):
        at = row.number - 1 if table.lettered else place
        for index, cell in enumerate(row.cells):
            _put(sheet, (at, index), cell.value, looks, _worst(marks.get((at, index), ())))
    held = _held(table)
    for count, ((at, index), problems) in enumerate(marks.items()):
        if count < _MOST_COMMENTS:
            text = "\n".join(f"{message} → {remedy}" for message, remedy in (_words(one, language) for one in problems))
            sheet.write_comment(at, index, text[:_MOST_CHARACTERS], {"author": "Narabe", "x_scale": 2})
        if (at, index) not in held:
            sheet.write_blank(at, index, None, looks.of(_worst(problems), date=False))


def _held(table: Table) -> set[Place]:
    """The cells of the copy that were written with their row."""
    rows = ((row.number - 1 if table.lettered else place, row) for place, row in enumerate(table.rows))
    return {(at, index) for at, row in rows for index in range(len(row.cells))}


class _Looks:
    """The formats of the copy: by how bad the cell is, and whether it holds a date."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[tuple[str, bool], Any] = {}

    def of(self, severity: str, *, date: bool) -> Any:
        key = (severity, date)
        if key not in self.made:
            look: dict[str, Any] = {"text_wrap": True, "valign": "top"}
            look |= {"bg_color": _COLOURS[severity]} if severity else {}
            look |= {"num_format": "yyyy-mm-dd hh:mm:ss"} if date else {}
            self.made[key] = self.book.add_format(look)
        return self.made[key]


def _worst(problems: Sequence[Problem]) -> Literal["", "error", "warning"]:
    if not problems:
        return ""
    return "error" if any(problem.severity == "error" for problem in problems) else "warning"


def _put(sheet: Any, at: Place, value: CellValue, looks: _Looks, severity: str) -> None:
    """One value: a number as a number, a date that a workbook can hold as a date, all else as text."""
    look = looks.of(severity, date=isinstance(value, datetime))
    if value is None:
        sheet.write_blank(*at, None, look)
    elif isinstance(value, bool):
        sheet.write_boolean(*at, value, look)
    elif isinstance(value, datetime) and value.year >= 1900:
        sheet.write_datetime(*at, value.replace(tzinfo=None), look)
    elif isinstance(value, int | float) and abs(value) < 1e15 and value == value:  # noqa: PLR0124 (NaN differs)
        sheet.write_number(*at, value, look)
    else:
        sheet.write_string(*at, _text(value), look)


def _text(value: object) -> str:
    """A text as a cell can hold it: at most 32,767 characters, without lone surrogates."""
    return str(value)[:_MOST_CHARACTERS].encode("utf-8", "replace").decode("utf-8")


def _words(problem: Problem, language: Language) -> tuple[str, str]:
    if language == "ja" and problem.message_ja:
        return problem.message_ja, problem.remedy_ja
    return problem.message, problem.remedy


def _list(book: Any, problems: Sequence[Problem], language: Language) -> None:
    sheet = book.add_worksheet(_PROBLEMS[language])
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for column, (header, width) in enumerate(zip(_HEADERS[language], (10, 18, 7, 24, 60, 60), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, header, bold)
    for row, problem in enumerate(sorted(problems, key=lambda one: one.severity), start=1):
        message, remedy = _words(problem, language)
        values = (_SEVERITY[language][problem.severity], problem.sheet, problem.row, problem.column, message, remedy)
        for column, value in enumerate(values):
            if isinstance(value, int):
                sheet.write_number(row, column, value, wrapped)
            else:
                sheet.write_string(row, column, _text(value or ""), wrapped)
    sheet.freeze_panes(1, 0)
