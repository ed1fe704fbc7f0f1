"""The sheet `References`: every change of the references by reviewers, one a row."""

from __future__ import annotations

from collections.abc import Sequence

from app.records import CellValue, Language, Reference
from app.workbook.further_words import column, worded
from app.workbook.overflow import Overflow
from app.workbook.sheet import PlainSheet
from app.workbook.style import Column, Style

_COLUMNS = [
    Column("version", 8, "plain"),
    Column("time (UTC)", 20, "time"),
    Column("reviewer", 16),
    Column("change", 12, "plain"),
    Column("language", 10, "plain"),
    Column("instruction", 40),
    Column("response", 40),
]


def write_references(
    sheet: PlainSheet, style: Style, overflow: Overflow, changes: Sequence[Reference], language: Language
) -> None:
    """Every change of the references by reviewers, in order; the number of each is the version that it made."""
    style.lay(sheet, [one._replace(header=column(one.header, language)) for one in _COLUMNS])
    formats = style.formats(_COLUMNS)
    for number, change in enumerate(changes, start=1):
        values: list[CellValue] = [number, change.time, change.reviewer, worded(change.value, language)]
        values += [change.language, change.question, change.text]
        sheet.put_row(number, overflow.shortened(values, "References", number), formats)
    if changes:
        sheet.autofilter(0, 0, len(changes), len(_COLUMNS) - 1)
