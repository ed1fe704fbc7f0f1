"""How the workbook looks: formats, colours and column widths."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from app.records import CarriedValue, Formatted
from app.workbook.sheet import PlainSheet

FONT = "Yu Gothic"
"""Ships with Excel in every language and has both scripts; other programs fall back to their own."""
HEADER_FILL = "#E8EDF3"
GOOD, GOOD_FILL = "#0B6B3A", "#DDF3E4"
BAD, BAD_FILL = "#9B1C1C", "#FBE3E1"
OPEN, OPEN_FILL = "#7A5200", "#FFF1D0"
ROW_LINE = "#E1E5EA"
ENTRY_FILL, ENTRY_LINE = "#FFFDF3", "#C9BF98"
BAR = "#9DB8DA"
_A4 = 9
LINE, EDGE, HIGHEST = 15.5, 4.0, 409.0
"""Points: a line of text, what a row adds, and the highest row that a spreadsheet has."""

_WIDE = re.compile(
    r"[\u1100-\u115f\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]"
)


def row_height(texts: Iterable[tuple[object, float]]) -> float:
    """The height in points that shows the texts whole, each in a column so many characters wide.

    Characters of full width count as two. It is an estimate: programs and fonts differ.
    """
    lines = max((_lines(text, width) for text, width in texts if isinstance(text, str)), default=1)
    return min(max(lines, 1) * LINE + EDGE, HIGHEST)


def _lines(text: str, width: float) -> int:
    if len(text) * 2 <= width and "\n" not in text:
        return 1
    across = max(int(width) - 1, 1)
    return sum(
        -(-(len(part) if part.isascii() else len(part) + len(_WIDE.findall(part))) // across) or 1
        for part in text.split("\n")
    )


class Column(NamedTuple):
    """A column: its header, width in characters, the name of its format in `Style`; `hidden`: only programs see it."""

    header: str
    width: float
    format: str = "text"
    hidden: bool = False


class Style:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        base = {"font_name": FONT, "font_size": 10, "valign": "top"}
        line: dict[str, object] = {"bottom": 1, "bottom_color": ROW_LINE}

        def add(**more: object) -> Format:
            return book.add_format({**base, **more})

        self._add, self._line, self._carried = add, line, dict[str, Format]()
        self.header = add(bold=True, bg_color=HEADER_FILL, bottom=1, text_wrap=True, valign="vcenter")
        self.header_of_numbers = add(
            bold=True, bg_color=HEADER_FILL, bottom=1, text_wrap=True, valign="vcenter", align="right"
        )
        self.heading = add(bold=True)
        self.plain = add()
        looks: dict[str, dict[str, object]] = {
            "text": {"text_wrap": True},
            "plain": {},
            "number": {"num_format": "0.00"},
            "percent": {"num_format": "0.0%"},
            "probability": {"num_format": "0%", "align": "center"},
            "p": {"num_format": "0.0000"},
            "time": {"num_format": "yyyy-mm-dd hh:mm:ss"},
            "fact": {"text_wrap": True, "align": "left"},
            "fact time": {"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"},
            "verdict": {"align": "center"},
            "comment": {"text_wrap": True},
        }
        self._cells = {name: add(**line, **look) for name, look in looks.items()}
        self._columns = {name: add(**look) for name, look in looks.items()}
        self.looks = {
            "good": book.add_format({"font_color": GOOD, "bg_color": GOOD_FILL}),
            "bad": book.add_format({"font_color": BAD, "bg_color": BAD_FILL}),
            "open": book.add_format({"font_color": OPEN, "bg_color": OPEN_FILL}),
            "strange": book.add_format({"font_color": BAD, "bold": True, "underline": 1}),
            "entry": book.add_format({"bg_color": ENTRY_FILL, "border": 4, "border_color": ENTRY_LINE}),
        }

    def carried(self, value: CarriedValue, usual: Format) -> Format:
        """The format of a value that is carried over: its own number format, a date's, or the `usual` one."""
        if isinstance(value, Formatted):
            code = value.format
        elif isinstance(value, datetime):
            code = "yyyy-mm-dd" if value.time() == datetime.min.time() else "yyyy-mm-dd hh:mm:ss"
        else:
            return usual
        if code not in self._carried:
            self._carried[code] = self._add(**self._line, num_format=code)
        return self._carried[code]

    def formats(self, columns: Sequence[Column]) -> list[Format]:
        """The format of each column."""
        return [self._cells[column.format] for column in columns]

    def headers(self, values: Iterable[object]) -> list[Format]:
        """The formats of headers over a row of such values: a number's stands at the right, as the number does."""
        return [self.header_of_numbers if isinstance(value, int | float) else self.header for value in values]

    def lay(
        self, sheet: PlainSheet, columns: Sequence[Column], *, frozen: int = 0, like: Iterable[object] | None = None
    ) -> None:
        """Set the widths and write the header row, which stays in view with the first `frozen` columns.

        `like`: values as the rows will have them (see `headers`).

        On paper, the columns fill the width of a page, with the header row on each.
        """
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width, self._columns[column.format], {"hidden": column.hidden})
        headers = [self.header] * len(columns) if like is None else self.headers(like)
        height = max(30.0, 0.8 * row_height((column.header, column.width) for column in columns if not column.hidden))
        sheet.put_row(0, [column.header for column in columns], headers, height=height)
        sheet.freeze_panes(1, frozen)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&L&A&R&P / &N")
