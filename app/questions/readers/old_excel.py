"""An .xls file (Excel 97-2003) → tables: values as Excel shows them, merged ranges, hidden rows and sheets."""

from __future__ import annotations

import io
import struct
from typing import Any

import xlrd
from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from app.questions.findings import Findings
from app.questions.readers.package import DAMAGE
from app.questions.readers.sheets import Format, number_cell
from app.questions.table import EMPTY, Cell, Row, Table, check_cell

_OTHERS = tuple(name.encode("utf-16-le") for name in ("WordDocument", "PowerPoint Document", "VisioDocument"))


def read_old_excel(data: bytes, findings: Findings) -> tuple[list[Table], list[Table]]:
    """The tables that hold something: of the visible sheets, and of the hidden ones.

    Raises:
        InputError: protected, damaged, another kind of old Office file, or beyond the bounds.
    """
    if any(name in data for name in _OTHERS):
        findings.fail("other_office")
    try:
        book = xlrd.open_workbook(
            file_contents=data, logfile=io.StringIO(), formatting_info=True, on_demand=True, ragged_rows=True
        )
        tables: tuple[list[Table], list[Table]] = ([], [])
        cells = 0
        for place in range(book.nsheets):
            sheet = book.sheet_by_index(place)
            cells += sum(sheet.row_len(row) for row in range(sheet.nrows))
            if cells > findings.bounds.cells:
                findings.fail("too_many_cells", limit=findings.bounds.cells)
            table = _SheetReader(book, sheet, findings).read()
            book.unload_sheet(place)
            if table.rows:
                tables[1 if sheet.visibility else 0].append(table)
    except xlrd.XLRDError as error:
        findings.fail("protected" if "encrypted" in str(error).lower() else "damaged")
    except (*DAMAGE, struct.error, xlrd.compdoc.CompDocError, MemoryError):
        findings.fail("damaged")
    return tables


class _SheetReader:
    def __init__(self, book: Any, sheet: Any, findings: Findings) -> None:
        self.book, self.sheet, self.findings = book, sheet, findings
        self.epoch = CALENDAR_MAC_1904 if book.datemode else CALENDAR_WINDOWS_1900
        self.formats: dict[int, Format] = {}

    def read(self) -> Table:
        rows: list[Row] = []
        for index in range(self.sheet.nrows):
            self.findings.check_time()
            cells = [self._cell(index, column) for column in range(self.sheet.row_len(index))]
            while cells and not cells[-1].text:
                cells.pop()
            if not cells:
                continue
            if len(cells) > self.findings.bounds.columns:
                self.findings.fail("too_many_columns", sheet=self.sheet.name, limit=self.findings.bounds.columns)
            rows.append(Row(index + 1, tuple(cells)))
        if len(rows) > self.findings.bounds.rows:
            self.findings.fail("too_many_rows", sheet=self.sheet.name, limit=self.findings.bounds.rows)
        hidden = {number + 1 for number, info in self.sheet.rowinfo_map.items() if info.hidden}
        merged = tuple(
            f"{get_column_letter(left + 1)}{top + 1}:{get_column_letter(right)}{bottom}"
            for top, bottom, left, right in self.sheet.merged_cells
        )
        return Table(self.sheet.name, tuple(rows), merged, frozenset(hidden))

    def _cell(self, row: int, column: int) -> Cell:
        kind, value = self.sheet.cell_type(row, column), self.sheet.cell_value(row, column)
        if kind == xlrd.XL_CELL_TEXT:
            check_cell(value, self.findings, self.sheet.name, row + 1, column)
            return Cell(value, value) if value else EMPTY
        if kind == xlrd.XL_CELL_BOOLEAN:
            return Cell(bool(value), "TRUE" if value else "FALSE")
        if kind == xlrd.XL_CELL_ERROR:
            text = xlrd.error_text_from_code.get(value, "#N/A")
            return Cell(text, text)
        if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
            return self._number(value, self.sheet.cell_xf_index(row, column))
        return EMPTY

    def _number(self, value: float, style: int) -> Cell:
        if style not in self.formats:
            code = self.book.format_map[self.book.xf_list[style].format_key].format_str
            self.formats[style] = Format(code, bool(is_date_format(code)), bool(is_timedelta_format(code)))
        number: float = int(value) if value.is_integer() else value
        return number_cell(number, self.formats[style], self.epoch)
