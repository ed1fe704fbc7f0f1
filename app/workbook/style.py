"""How the workbook looks: formats, colours and column widths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from app.workbook.sheet import PlainSheet

FONT = "Yu Gothic"
"""Ships with Excel in every language and has both scripts; other programs fall back to their own."""
HEADER_FILL = "#E8EDF3"
GOOD, GOOD_FILL = "#0B6B3A", "#DDF3E4"
BAD, BAD_FILL = "#9B1C1C", "#FBE3E1"
OPEN, OPEN_FILL = "#7A5200", "#FFF1D0"
ENTRY_FILL, ENTRY_LINE = "#FFFDF3", "#C9BF98"
BAR = "#9DB8DA"


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

        def add(**more: object) -> Format:
            return book.add_format({**base, **more})

        self.header = add(bold=True, bg_color=HEADER_FILL, bottom=1, text_wrap=True, valign="vcenter")
        self.heading = add(bold=True)
        self._cells = {
            "text": add(text_wrap=True),
            "plain": add(),
            "number": add(num_format="0.00"),
            "percent": add(num_format="0.0%"),
            "p": add(num_format="0.0000"),
            "time": add(num_format="yyyy-mm-dd hh:mm:ss"),
            "verdict": add(align="center"),
            "comment": add(text_wrap=True),
        }
        self.looks = {
            "good": book.add_format({"font_color": GOOD, "bg_color": GOOD_FILL}),
            "bad": book.add_format({"font_color": BAD, "bg_color": BAD_FILL}),
            "open": book.add_format({"font_color": OPEN, "bg_color": OPEN_FILL}),
            "entry": book.add_format({"bg_color": ENTRY_FILL, "border": 4, "border_color": ENTRY_LINE}),
        }

    def formats(self, columns: Sequence[Column]) -> list[Format]:
        """The format of each column."""
        return [self._cells[column.format] for column in columns]

    def lay(self, sheet: PlainSheet, columns: Sequence[Column], *, frozen: int = 0) -> None:
        """Set the widths and write the header row, which stays in view with the first `frozen` columns."""
        for index, (column, cell_format) in enumerate(zip(columns, self.formats(columns), strict=True)):
            sheet.set_column(index, index, column.width, cell_format, {"hidden": column.hidden})
        sheet.put_row(0, [column.header for column in columns], [self.header] * len(columns), height=30)
        sheet.freeze_panes(1, frozen)
