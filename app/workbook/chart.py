"""The chart of the sheet `Summary`: rates with their intervals, by judgement and by verdict; it follows the table."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from app.records import Language
from app.report import Report
from app.workbook.sheet import Formula, PlainSheet, SheetValue
from app.workbook.style import BAR, GOOD, Column, Style
from app.workbook.summary_words import TABLE, words

SHEET = "Chart"
_BASES = {"judgement": ("judged rate", "judged low 95%", "judged high 95%", BAR),
          "verdict": ("verdict rate", "verdict low 95%", "verdict high 95%", GOOD)}  # fmt: skip


def write_chart(
    book: Workbook, summary: PlainSheet, data: PlainSheet, style: Style, report: Report, language: Language
) -> None:
    """Draw the totals of each arm and language below the table; their numbers stand on the hidden sheet `data`."""
    t = words(language)
    rows = [(n, row) for n, row in enumerate(report.rows, start=1) if row.type is None and row.language is not None]
    style.lay(data, [Column(name, 12, "plain") for name in ("name", *("rate", "minus", "plus") * 2)])
    formats = style.formats([Column("", 0, "plain")] * 7)
    several = len({row.arm_key for _, row in rows}) > 1
    for at, (number, row) in enumerate(rows, start=1):
        values: list[SheetValue] = [f"{row.arm} · {row.language}" if several else str(row.language)]
        for (rate, low, high, _), found in zip(_BASES.values(), (row.judged, row.verdict), strict=True):
            places = [f"Summary!{xl_rowcol_to_cell(number, TABLE.index(name))}" for name in (rate, low, high)]
            share, least, most = found.rate, found.low, found.high
            values.append(Formula(f"IF(ISNUMBER({places[0]}),{places[0]},NA())", "#N/A" if share is None else share))
            for first, second, value in (
                (places[0], places[1], None if share is None or least is None else share - least),
                (places[2], places[0], None if share is None or most is None else most - share),
            ):
                values.append(Formula(f"IF(ISNUMBER({first}),{first}-{second},0)", value or 0))
        data.put_row(at, values, formats)
    data.very_hidden()
    if rows:
        summary.insert_chart(len(report.rows) + 2, 0, _chart(book, t("chart"), [t(name) for name in _BASES], len(rows)))


def _chart(book: Workbook, title: str, names: list[str], rows: int) -> Any:
    chart = book.add_chart({"type": "column"})
    for place, (name, (*_, colour)) in enumerate(zip(names, _BASES.values(), strict=True)):
        column = 1 + 3 * place
        bars = {"type": "custom", "line": {"color": "#333333"}}
        chart.add_series(
            {
                "name": name,
                "categories": [SHEET, 1, 0, rows, 0],
                "values": [SHEET, 1, column, rows, column],
                "fill": {"color": colour},
                "gap": 80,
                "y_error_bars": {
                    **bars,
                    "minus_values": f"={SHEET}!{_range(rows, column + 1)}",
                    "plus_values": f"={SHEET}!{_range(rows, column + 2)}",
                },
            }
        )
    chart.set_title({"name": title, "name_font": {"size": 11}})
    chart.set_y_axis({"min": 0, "max": 1, "num_format": "0%", "major_gridlines": {"visible": True}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": 340})
    chart.show_hidden_data()
    return chart


def _range(rows: int, column: int) -> str:
    return f"{xl_rowcol_to_cell(1, column, True, True)}:{xl_rowcol_to_cell(rows, column, True, True)}"
