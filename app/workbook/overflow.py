"""Texts longer than a cell of Excel: the rest goes on in a sheet of its own, and can be put together again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from xlsxwriter import Workbook

from app.questions.table import letter
from app.records import CarriedValue
from app.workbook.sheet import PlainSheet
from app.workbook.style import Column, Style

MAX_UNITS = 32_767
"""What a cell of Excel holds, in UTF-16 code units."""
_FITS = MAX_UNITS // 2
"""Characters that fit into a cell whatever they are."""
SHEET = "Overflow"
POINTER = "… [→ Overflow!D{row}]"
"""Ends a text that goes on in the sheet `Overflow`, in the row named."""

_POINTER = re.compile(r"… \[→ Overflow!D(\d+)\]$")
_COLUMNS = [Column("sheet", 12, "plain"), Column("cell", 12, "plain"), Column("part", 8, "plain"), Column("text", 100)]


class Overflow:
    """The sheet that takes what is longer than a cell: one row per further part, with the cell that it belongs to."""

    def __init__(self, book: Workbook, style: Style) -> None:
        self.book, self.style = book, style
        self.sheet: PlainSheet | None = None
        self.row = 1

    def shortened(self, values: Sequence[CarriedValue], sheet: str, row: int) -> list[CarriedValue]:
        """The values of the 0-based `row` of `sheet`, long texts cut to what a cell holds, the rest put here."""
        cells = list(values)
        for column in [n for n, value in enumerate(values) if type(value) is str and len(value) > _FITS]:
            cells[column] = self._shortened(str(values[column]), sheet, f"{letter(column)}{row + 1}")
        return cells

    def _shortened(self, text: str, sheet: str, cell: str) -> str:
        if units(text) <= MAX_UNITS:
            return text
        if self.sheet is None:
            self.sheet = self.book.add_worksheet(SHEET, worksheet_class=PlainSheet)
            self.style.lay(self.sheet, _COLUMNS)
        pointer = POINTER.format(row=self.row + 1)
        head, rest = split_units(text, MAX_UNITS - units(pointer))
        part = 2
        while rest:
            piece, rest = split_units(rest, MAX_UNITS)
            self.sheet.put_row(self.row, [sheet, cell, part, piece], self.style.formats(_COLUMNS))
            self.row += 1
            part += 1
        return head + pointer


def continuations(rows: Iterable[tuple[int, Sequence[str]]]) -> Mapping[int, str]:
    """From the numbered rows of a sheet `Overflow`: the rest of the text that begins in each row (1-based)."""
    rest: dict[int, str] = {}
    start = 0
    for number, texts in rows:
        if len(texts) < 4:
            continue
        if texts[2] == "2":
            start = number
        rest[start] = rest.get(start, "") + texts[3]
    return rest


def whole(text: str, rest: Mapping[int, str]) -> str:
    """A cell's text with what stands on the sheet `Overflow` put back."""
    match = _POINTER.search(text)
    if match is None or int(match[1]) not in rest:
        return text
    return text[: match.start()] + rest[int(match[1])]


def units(text: str) -> int:
    """Length in UTF-16 code units, as Excel counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split_units(text: str, limit: int) -> tuple[str, str]:
    """Cut after at most `limit` UTF-16 code units, never inside a character."""
    at = min(limit, len(text))
    while (over := units(text[:at]) - limit) > 0:
        at -= (over + 1) // 2
    return text[:at], text[at:]
