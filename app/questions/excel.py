"""An .xlsx file → tables, through openpyxl."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from datetime import date, datetime
from typing import IO, Any
from xml.etree.ElementTree import Element, iterparse

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.escape import unescape
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from app.questions.cells import shown
from app.questions.findings import Findings
from app.questions.package import SheetScan, damage_reported, open_package, scan_sheet
from app.questions.tables import EMPTY, MAX_CELL_CHARACTERS, MAX_CELLS, MAX_COLUMNS, Cell, Row, Table, letter
from app.records import CellValue

_MAX_STRINGS = 1_000_000
_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")


class _Reader(ExcelReader):
    """openpyxl's reader, with shared strings that keep every character.

    openpyxl deletes `x005F_` from them wherever it stands, and parses each through several objects.
    """

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings = _shared_strings(source)


def read_excel(data: bytes, findings: Findings) -> tuple[list[Table], list[str]]:
    """The tables of the visible sheets that hold something, and the names of the others.

    Raises:
        InputError: not a readable .xlsx workbook, or one beyond the bounds.
    """
    open_package(data, findings).close()
    tables: list[Table] = []
    others: list[str] = []
    with warnings.catch_warnings(), damage_reported(findings):
        warnings.simplefilter("ignore")
        reader = _Reader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        reader.read()
        left = MAX_CELLS
        for sheet in reader.wb.worksheets:
            scan = _scan(reader.archive, sheet, findings)
            left -= scan.cells
            if left < 0:
                findings.fail("too_many_cells", limit=MAX_CELLS)
            if sheet.sheet_state != "visible":
                others.extend([sheet.title] if scan.cells else [])
            elif (table := _table(sheet, scan, findings)).rows:
                tables.append(table)
    return tables, others


def _scan(archive: zipfile.ZipFile, sheet: Any, findings: Findings) -> SheetScan:
    with archive.open(sheet._worksheet_path) as source:
        return scan_sheet(source, sheet.title, findings)


def _table(sheet: Any, scan: SheetScan, findings: Findings) -> Table:
    sheet.reset_dimensions()
    rows = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        converted = tuple(_cell(cell) for cell in cells[:MAX_COLUMNS])
        if any(cell.text for cell in converted) or any((number, i) in scan.uncached for i in range(len(cells))):
            rows.append(Row(number, converted))
            _check_lengths(rows[-1], sheet.title, findings)
    return Table(sheet.title, tuple(rows), tuple(scan.merged), frozenset(scan.hidden_rows), frozenset(scan.uncached))


def _check_lengths(row: Row, sheet: str, findings: Findings) -> None:
    for index, cell in enumerate(row.cells):
        if len(cell.text) > MAX_CELL_CHARACTERS:
            findings.add("cell_too_long", sheet=sheet, row=row.number, column=letter(index), limit=MAX_CELL_CHARACTERS)


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return EMPTY
    if isinstance(value, str):
        text = unescape(value) if _ESCAPE.search(value) else value
        return Cell(text, text)
    text = shown(value, cell.number_format)
    return Cell(_carried(value, text), text)


def _carried(value: object, text: str) -> CellValue:
    """The value as far as a workbook can take it again; otherwise the text shown."""
    if isinstance(value, bool | int | float | datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    return text


def _shared_strings(source: IO[bytes]) -> list[str]:
    tag = f"{{{SHEET_MAIN_NS}}}si"
    strings: list[str] = []
    root: Element | None = None
    for event, node in iterparse(source, events=("start", "end")):  # noqa: S314 (bounded, and refused with a document type)
        if root is None:
            root = node
        if event == "end" and node.tag == tag:
            strings.append(_string(node))
            root.clear()
            if len(strings) > _MAX_STRINGS:
                raise ValueError("too many strings")
    return strings


def _string(node: Element) -> str:
    """The text of a string item: plain or in runs, without the phonetic guide."""
    parts = []
    for child in node:
        name = child.tag.rpartition("}")[2]
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts.extend(t.text or "" for t in child if t.tag.rpartition("}")[2] == "t")
    return "".join(parts)
