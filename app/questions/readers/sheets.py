"""The XML of one sheet → a table: values, what they show, merged ranges, hidden rows, formulas without a result."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import IO, Any, NamedTuple
from xml.etree.ElementTree import Element, iterparse

from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE, is_date_format, is_timedelta_format
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel, from_ISO8601
from openpyxl.utils.escape import unescape
from openpyxl.xml.constants import SHEET_MAIN_NS

from app.questions.bounds import Bounds
from app.questions.findings import Findings
from app.questions.readers.cells import shown
from app.questions.table import EMPTY, Cell, Row, Table, check_cell
from app.records import CellValue, Formatted

_MAX_ELEMENTS = 200_000
"""XML elements between two rows: bounds memory."""
MAX_ROW_ELEMENTS = 1_048_576
"""As many rows as a spreadsheet has; more of them, however empty, are no spreadsheet."""
_ROW, _CELL, _VALUE, _FORMULA, _INLINE, _MERGED = (
    f"{{{SHEET_MAIN_NS}}}{name}" for name in ("row", "c", "v", "f", "is", "mergeCell")
)
_WITHIN_ROW = frozenset({_CELL, _VALUE, _INLINE, f"{{{SHEET_MAIN_NS}}}t"})
_TRUE = ("1", "true")


class Format(NamedTuple):
    """A number format, and whether its numbers are dates or durations."""

    code: str
    is_date: bool
    is_duration: bool


class Formats:
    """The number formats of a workbook by the style number of its cells."""

    def __init__(self, book: Any) -> None:
        self.epoch: datetime = book.epoch
        self._formats = [_format(style.numFmtId, book._number_formats) for style in book._cell_styles]

    def number(self, text: str, style: str) -> Cell:
        """A number cell; a date has a `datetime` as its value."""
        return number_cell(
            int(text) if text.lstrip("-").isdigit() else float(text), self._formats[int(style)], self.epoch
        )


def number_cell(value: int | float, style: Format, epoch: datetime) -> Cell:
    """A number with what its format shows; days are counted as the file's `epoch` has it."""
    code, is_date, is_duration = style
    if code == "General" and isinstance(value, int):
        return Cell(value, str(value))
    if not is_date:
        return Cell(value, shown(value, code), None if code in ("General", "@") else Formatted(value, code))
    try:
        moment = from_excel(value, epoch, timedelta=is_duration)
    except (OverflowError, ValueError):
        return Cell(value, shown(value, None))
    days = value if is_duration or epoch == WINDOWS_EPOCH or value < 1 else value + (epoch - WINDOWS_EPOCH).days
    return Cell(*carried(moment, shown(moment, code)), Formatted(days, code))


def _format(number: int, custom: Sequence[str]) -> Format:
    builtin = number < BUILTIN_FORMATS_MAX_SIZE
    code = str(BUILTIN_FORMATS.get(number, "General") if builtin else custom[number - BUILTIN_FORMATS_MAX_SIZE])
    return Format(code, bool(is_date_format(code)), bool(is_timedelta_format(code)))


class SheetReader:
    """Reads one sheet, within bounds. `cells` counts what was read."""

    def __init__(self, name: str, strings: Sequence[str], formats: Formats, findings: Findings, bounds: Bounds) -> None:
        self.name, self.strings, self.formats, self.findings = name, strings, formats, findings
        self.bounds = bounds
        self.cells = 0
        self.rows: list[Row] = []
        self.merged: list[str] = []
        self.hidden: set[int] = set()
        self.uncached: set[tuple[int, int]] = set()

    def read(self, source: IO[bytes]) -> Table:
        """The table of the sheet's XML.

        Raises:
            InputError: beyond the bounds. Damaged XML raises whatever the parsers raise.
        """
        number = elements = rows = 0
        for _, element in iterparse(source):  # noqa: S314 (bounded, and without a document type)
            elements += 1
            tag = element.tag
            if tag in _WITHIN_ROW and elements <= _MAX_ELEMENTS:
                continue
            if tag == _ROW:
                rows += 1
                if rows > MAX_ROW_ELEMENTS:
                    self.findings.fail("too_many_rows", sheet=self.name, limit=self.bounds.rows)
                self.findings.check_time()
                number = int(element.get("r") or number + 1)
                self._row(element, number)
                element.clear()
                elements = 0
            elif tag == _MERGED:
                self.merged.append(element.get("ref", ""))
            elif elements > _MAX_ELEMENTS:
                self.findings.fail("too_many_cells", sheet=self.name, limit=self.bounds.cells)
        found = tuple(sorted(self.rows, key=lambda row: row.number))
        return Table(self.name, found, tuple(self.merged), frozenset(self.hidden), frozenset(self.uncached))

    def _row(self, element: Element, number: int) -> None:
        cells: dict[int, Cell] = {}
        index = -1
        for child in element:
            if child.tag == _CELL:
                self.cells += 1
                place = (child.get("r") or "").rstrip("0123456789")
                index = _index(place) if place else index + 1
                cell = self._cell(child, number, index)
                if cell.text or (number, index) in self.uncached:
                    cells[index] = cell
        if cells:
            last = max(cells)
            self._check_bounds(number, last)
            self.rows.append(Row(number, tuple(cells.get(i, EMPTY) for i in range(last + 1))))
            if element.get("hidden") in _TRUE:
                self.hidden.add(number)

    def _check_bounds(self, row: int, last: int) -> None:
        if row > self.bounds.rows:
            self.findings.fail("too_many_rows", sheet=self.name, limit=self.bounds.rows)
        if last >= self.bounds.columns:
            self.findings.fail("too_many_columns", sheet=self.name, limit=self.bounds.columns)
        if self.cells > self.bounds.cells:
            self.findings.fail("too_many_cells", sheet=self.name, limit=self.bounds.cells)

    def _cell(self, element: Element, row: int, index: int) -> Cell:
        kind = element.get("t", "n")
        if kind == "inlineStr":
            inline = element.find(_INLINE)
            return self._text(runs_text(inline) if inline is not None else "", row, index)
        content = element.findtext(_VALUE) or ""
        if not content:
            if kind != "str" and element.find(_FORMULA) is not None:
                self.uncached.add((row, index))
            return EMPTY
        if kind == "n":
            return self.formats.number(content, element.get("s", "0"))
        if kind == "b":
            return Cell(content in _TRUE, "TRUE" if content in _TRUE else "FALSE")
        if kind == "d":
            return _moment(content)
        return self._text(self.strings[int(content)] if kind == "s" else content, row, index)

    def _text(self, text: str, row: int, index: int) -> Cell:
        if "_x" in text:
            text = unescape(text)
        check_cell(text, self.findings, self.name, row, index)
        return Cell(text, text) if text else EMPTY


def runs_text(node: Element) -> str:
    """The text of a string item: plain or in runs, without the phonetic guide."""
    parts = []
    for child in node:
        name = child.tag.rpartition("}")[2]
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts.extend(t.text or "" for t in child if t.tag.rpartition("}")[2] == "t")
    return "".join(parts)


@cache
def _index(letters: str) -> int:
    return column_index_from_string(letters) - 1


def _moment(text: str) -> Cell:
    moment = from_ISO8601(text)  # type: ignore[no-untyped-call]
    return Cell(*carried(moment, shown(moment, "General")))


def carried(value: object, text: str) -> tuple[CellValue, str]:
    """A date as a workbook can take it again, a time or duration as the text shown."""
    if isinstance(value, datetime):
        return value, text
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day), text
    return text, text
