"""A worksheet that takes any text as text: nothing becomes a formula, a link or markup, and nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.records import CellValue

MAX_UNITS = 32_767
"""What a cell of Excel holds, in UTF-16 code units."""
OVERFLOW = "Overflow"
POINTER = "… [→ Overflow!D{row}]"
"""Ends a text that goes on in the sheet `Overflow`, in the row named."""

_MAX_WHOLE = 10**15
_SURROGATE = re.compile("[\ud800-\udfff]")


class PlainSheet(Worksheet):  # type: ignore[misc]
    """XlsxWriter's worksheet, which otherwise takes `<r>…</r>` for markup and fails on lone surrogates.

    Characters that XML cannot hold are written as Excel does, `_xHHHH_`; Excel and openpyxl's `unescape` read them.
    """

    @staticmethod
    def _escape_control_characters(data: object) -> object:
        escaped: object = Worksheet._escape_control_characters(data)
        if not isinstance(escaped, str):
            return escaped
        return _SURROGATE.sub(lambda match: f"_x{ord(match.group()):04X}_", escaped)

    def _xml_rich_inline_string(self, string: str, attributes: Sequence[tuple[str, object]] = ()) -> None:
        self._xml_inline_string(string, False, attributes)


class Overflow:
    """The sheet that takes what is longer than a cell: one row per further part, with the cell that it belongs to."""

    HEADERS = ("sheet", "cell", "part", "text")

    def __init__(self, book: Workbook, wrapped: Format, header: Format) -> None:
        self.book, self.wrapped, self.header = book, wrapped, header
        self.sheet: PlainSheet | None = None
        self.row = 0

    def shortened(self, text: str, sheet: str, row: int, column: int) -> str:
        """What stands in the cell itself (0-based place); the rest is put on the sheet `Overflow`."""
        if len(text) * 2 <= MAX_UNITS or units(text) <= MAX_UNITS:
            return text
        if self.sheet is None:
            self._open()
        pointer = POINTER.format(row=self.row + 1)
        head, rest = split_units(text, MAX_UNITS - len(pointer))
        cell = f"{column_name(column)}{row + 1}"
        part = 2
        while rest:
            piece, rest = split_units(rest, MAX_UNITS)
            self._add((sheet, cell, part, piece))
            part += 1
        return head + pointer

    def _open(self) -> None:
        self.sheet = self.book.add_worksheet(OVERFLOW, worksheet_class=PlainSheet)
        self.sheet.set_column(0, 2, 12)
        self.sheet.set_column(3, 3, 100, self.wrapped)
        self.sheet.freeze_panes(1, 0)
        for column, name in enumerate(self.HEADERS):
            self.sheet.write_string(0, column, name, self.header)
        self.row = 1

    def _add(self, values: tuple[CellValue, ...]) -> None:
        assert self.sheet is not None  # noqa: S101 (opened by the only caller)
        for column, value in enumerate(values):
            put(self.sheet, self.row, column, value)
        self.row += 1


def units(text: str) -> int:
    """Length in UTF-16 code units, as Excel counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def split_units(text: str, limit: int) -> tuple[str, str]:
    """Cut after at most `limit` UTF-16 code units, never inside a character."""
    if units(text) <= limit:
        return text, ""
    used = 0
    for index, character in enumerate(text):
        used += 2 if character > "\uffff" else 1
        if used > limit:
            return text[:index], text[index:]
    return text, ""


def column_name(index: int) -> str:
    """The letter name of the 0-based column `index`."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def put(sheet: PlainSheet, row: int, column: int, value: CellValue, cell_format: Format | None = None) -> None:
    """Write a value as what it is; text always as text, a time in UTC, a number that Excel cannot hold as text."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, cell_format)
    elif isinstance(value, int | float):
        _put_number(sheet, row, column, value, cell_format)
    elif isinstance(value, datetime):
        _put_time(sheet, row, column, value, cell_format)
    else:
        sheet.write_string(row, column, value, cell_format)


def _put_number(sheet: PlainSheet, row: int, column: int, value: float, cell_format: Format | None) -> None:
    if value != value or abs(value) == float("inf") or (isinstance(value, int) and abs(value) >= _MAX_WHOLE):  # noqa: PLR0124
        sheet.write_string(row, column, str(value), cell_format)
    else:
        sheet.write_number(row, column, value, cell_format)


def _put_time(sheet: PlainSheet, row: int, column: int, value: datetime, cell_format: Format | None) -> None:
    moment = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
    if moment.year < 1900:
        sheet.write_string(row, column, moment.isoformat(" "), cell_format)
    else:
        sheet.write_datetime(row, column, moment, cell_format)
