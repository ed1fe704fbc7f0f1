"""The hidden sheet `Exported`: the standing verdicts as they were written, so that an import knows what was changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, cast, get_args

from app.questions.table import Table
from app.records import CellValue, GradedAnswer
from app.verdicts import VerdictValue
from app.workbook.overflow import Overflow
from app.workbook.sheet import PlainSheet
from app.workbook.style import Column, Style

SHEET = "Exported"
_COLUMNS = [
    Column("item", 10, "plain"),
    Column("verdict", 12, "plain"),
    Column("language_ok", 12, "plain"),
    Column("comment", 40),
    Column("reviewer", 16),
]


class Marks(NamedTuple):
    """What the cells of one answer say: a verdict or none, whether the language is right, and a comment."""

    value: VerdictValue | None = None
    language_ok: bool | None = None
    comment: str = ""


class Exported(NamedTuple):
    """The marks of an answer as they were written, and whose they were; a blank row has no reviewer."""

    marks: Marks = Marks()
    reviewer: str = ""


def write_exported(sheet: PlainSheet, style: Style, overflow: Overflow, answers: Sequence[GradedAnswer]) -> None:
    """Fill the sheet with the answers that have a verdict, and hide it from all but programs."""
    style.lay(sheet, _COLUMNS)
    formats = style.formats(_COLUMNS)
    verdicts = [one.verdict for one in answers if one.verdict and one.verdict.value != "withdrawn"]
    for number, verdict in enumerate(verdicts, start=1):
        values: list[CellValue] = [
            verdict.item_id,
            verdict.value,
            verdict.language_ok,
            verdict.comment,
            verdict.reviewer,
        ]
        sheet.put_row(number, overflow.shortened(values, SHEET, number), formats)
    sheet.very_hidden()


def read_exported(table: Table) -> Mapping[int, Exported]:
    """What the sheet says, by item. Rows that somebody made unreadable are left out."""
    exported: dict[int, Exported] = {}
    for row in table.rows[1:]:
        item, verdict, language_ok, comment, reviewer = (row.cell(index) for index in range(len(_COLUMNS)))
        if isinstance(item.value, int | float) and verdict.text in get_args(VerdictValue):
            mark = language_ok.value if isinstance(language_ok.value, bool) else None
            marks = Marks(cast("VerdictValue", verdict.text), mark, comment.text.strip())
            exported[int(item.value)] = Exported(marks, reviewer.text.strip())
    return exported
