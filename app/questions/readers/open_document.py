"""An .ods file → tables: what each cell shows, merged ranges, hidden rows and sheets, formulas without a result."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import IO
from xml.etree.ElementTree import Element, iterparse

from openpyxl.utils import get_column_letter

from app.questions.findings import Findings
from app.questions.readers.cells import plain_number
from app.questions.readers.package import damage_reported
from app.questions.readers.sheets import MAX_ROW_ELEMENTS
from app.questions.table import EMPTY, Cell, Row, Table, check_cell

_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
}


def _name(short: str) -> str:
    space, name = short.split(":")
    return f"{{{_SPACES[space]}}}{name}"


_TABLE, _ROW, _CELL, _COVERED = map(
    _name, ("table:table", "table:table-row", "table:table-cell", "table:covered-table-cell")
)
_PARAGRAPH, _ANNOTATION = _name("text:p"), _name("office:annotation")
_SPACE, _TAB, _BREAK, _RUBY = map(_name, ("text:s", "text:tab", "text:line-break", "text:ruby-text"))
_STYLE, _TABLE_STYLE = _name("style:style"), _name("style:table-properties")


def read_open_document(archive: zipfile.ZipFile, findings: Findings) -> tuple[list[Table], list[Table]]:
    """The tables that hold something: of the visible sheets, and of the hidden ones.

    Raises:
        InputError: protected, damaged, or beyond the bounds.
    """
    tables: tuple[list[Table], list[Table]] = ([], [])
    with damage_reported(findings):
        if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read(
            "META-INF/manifest.xml"
        ):
            findings.fail("protected")
        with archive.open("content.xml") as source:
            for table, hidden in _SheetsReader(findings).tables(source):
                if table.rows:
                    tables[1 if hidden else 0].append(table)
    return tables


class _SheetsReader:
    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.cells = 0
        self._begin("")

    def _begin(self, name: str) -> None:
        self.name, self.number = name, 0
        self.rows: list[Row] = []
        self.merged: list[str] = []
        self.hidden: set[int] = set()
        self.uncached: set[tuple[int, int]] = set()

    def tables(self, source: IO[bytes]) -> Iterator[tuple[Table, bool]]:
        """Each sheet, and whether it is hidden."""
        concealed: set[str] = set()
        count = 0
        for event, element in iterparse(source, events=("start", "end")):  # noqa: S314 (bounded, no document type)
            if event == "start":
                if element.tag == _TABLE:
                    self._begin(element.get(_name("table:name"), ""))
                continue
            if element.tag == _ROW:
                count += 1
                if count > MAX_ROW_ELEMENTS:
                    self.findings.fail("too_many_rows", sheet=self.name, limit=self.findings.bounds.rows)
                self._row(element)
                element.clear()
            elif element.tag == _STYLE:
                shape = element.find(_TABLE_STYLE)
                if shape is not None and shape.get(_name("table:display")) == "false":
                    concealed.add(element.get(_name("style:name"), ""))
            elif element.tag == _TABLE:
                hidden = element.get(_name("table:style-name"), "") in concealed
                uncached = frozenset(self.uncached)
                yield (
                    Table(self.name, tuple(self.rows), tuple(self.merged), frozenset(self.hidden), uncached),
                    hidden,
                )
                element.clear()

    def _row(self, element: Element) -> None:
        self.findings.check_time()
        repeated = _count(element, "table:number-rows-repeated")
        cells: dict[int, Cell] = {}
        column = 0
        for child in element:
            if child.tag not in (_CELL, _COVERED):
                continue
            times = _count(child, "table:number-columns-repeated")
            self.cells += 1
            cell = EMPTY if child.tag == _COVERED else self._cell(child, column)
            if cell.text or (self.number + 1, column) in self.uncached:
                self._check_bounds(column + times)
                cells.update(dict.fromkeys(range(column, column + times), cell))
            column += times
        if cells:
            width = max(cells) + 1
            row = tuple(cells.get(index, EMPTY) for index in range(width))
            for number in range(self.number + 1, self.number + repeated + 1):
                self.cells += width
                self._check_bounds(width, number)
                self.rows.append(Row(number, row))
                if element.get(_name("table:visibility"), "visible") != "visible":
                    self.hidden.add(number)
        self.number += repeated

    def _check_bounds(self, columns: int, row: int = 0) -> None:
        bounds = self.findings.bounds
        if row > bounds.rows:
            self.findings.fail("too_many_rows", sheet=self.name, limit=bounds.rows)
        if columns > bounds.columns:
            self.findings.fail("too_many_columns", sheet=self.name, limit=bounds.columns)
        if self.cells > bounds.cells:
            self.findings.fail("too_many_cells", sheet=self.name, limit=bounds.cells)

    def _cell(self, element: Element, column: int) -> Cell:
        wide, high = _count(element, "table:number-columns-spanned"), _count(element, "table:number-rows-spanned")
        row = self.number + 1
        if wide > 1 or high > 1:
            first, last = get_column_letter(column + 1), get_column_letter(column + wide)
            self.merged.append(f"{first}{row}:{last}{row + high - 1}")
        text = "\n".join(_text(child) for child in element if child.tag == _PARAGRAPH)
        kind = element.get(_name("office:value-type"))
        if kind is None and not text and element.get(_name("table:formula")):
            self.uncached.add((row, column))
        check_cell(text, self.findings, self.name, row, column)
        return _typed(element, kind, text)


def _typed(element: Element, kind: str | None, text: str) -> Cell:
    """The cell's value beside what it shows."""
    if kind in ("float", "percentage", "currency"):
        value = float(element.get(_name("office:value"), ""))
        number: float = int(value) if value.is_integer() else value
        return Cell(number, text or plain_number(value))
    if kind == "boolean":
        truth = element.get(_name("office:boolean-value")) == "true"
        return Cell(truth, "TRUE" if truth else "FALSE")
    if kind == "date":
        moment = element.get(_name("office:date-value"), "")
        return Cell(datetime.fromisoformat(moment).replace(tzinfo=None), text or moment.replace("T", " "))
    shown = text or element.get(_name("office:string-value"), "")
    return Cell(shown, shown) if shown else EMPTY


def _count(element: Element, attribute: str) -> int:
    return max(1, int(element.get(_name(attribute), "1")))


def _text(node: Element) -> str:
    """The text of a paragraph: its runs, spaces, tabs and line breaks, without readings and notes."""
    parts = [node.text or ""]
    for child in node:
        if child.tag == _SPACE:
            parts.append(" " * min(_count(child, "text:c"), 1000))
        elif child.tag == _TAB:
            parts.append("\t")
        elif child.tag == _BREAK:
            parts.append("\n")
        elif child.tag not in (_RUBY, _ANNOTATION):
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
