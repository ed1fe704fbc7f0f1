"""How the workbook looks: formats, colours and column widths."""

from __future__ import annotations

from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from app.workbook.sheet import PlainSheet, put

FONT = "Yu Gothic"
"""Ships with Excel in every language and has both scripts; other programs fall back to their own."""
HEADER_FILL = "#E8EDF3"
GOOD, GOOD_FILL = "#0B6B3A", "#DDF3E4"
BAD, BAD_FILL = "#9B1C1C", "#FBE3E1"
OPEN, OPEN_FILL = "#7A5200", "#FFF1D0"
BAR = "#9DB8DA"


class Column(NamedTuple):
    """A column: its header, width in characters, and the name of its format in `Style`."""

    header: str
    width: float
    format: str = "text"


class Style:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        base = {"font_name": FONT, "font_size": 10, "valign": "top"}

        def add(**more: object) -> Format:
            return book.add_format({**base, **more})

        self.header = add(bold=True, bg_color=HEADER_FILL, bottom=1, text_wrap=True, valign="vcenter")
        self.text = add(text_wrap=True)
        self.plain = add()
        self.number = add(num_format="0.00")
        self.percent = add(num_format="0.0%")
        self.time = add(num_format="yyyy-mm-dd hh:mm:ss")
        self.verdict = add(align="center", bg_color="#FFFDF3", border=4, border_color="#C9BF98")
        self.comment = add(text_wrap=True, bg_color="#FFFDF3", border=4, border_color="#C9BF98")
        self.good = book.add_format({"font_color": GOOD, "bg_color": GOOD_FILL})
        self.bad = book.add_format({"font_color": BAD, "bg_color": BAD_FILL})
        self.open = book.add_format({"font_color": OPEN, "bg_color": OPEN_FILL})
        self.bold = add(bold=True)

    def named(self, name: str) -> Format:
        """The format called `name`."""
        found: Format = getattr(self, name)
        return found

    def lay(self, sheet: PlainSheet, columns: list[Column], *, frozen: int = 0) -> None:
        """Set the widths and write the header row, which stays in view with the first `frozen` columns."""
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width, self.named(column.format))
        sheet.set_row(0, 30)
        for index, column in enumerate(columns):
            put(sheet, 0, index, column.header, self.header)
        sheet.freeze_panes(1, frozen)
