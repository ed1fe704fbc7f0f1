"""The sheet `Verdicts`: every verdict ever given, one a row."""

from __future__ import annotations

from collections.abc import Sequence

from app.records import CellValue, GradedAnswer, Item
from app.verdicts import Verdict
from app.workbook.answers import number_or_text
from app.workbook.overflow import Overflow
from app.workbook.sheet import PlainSheet
from app.workbook.style import Column, Style

_COLUMNS = [
    Column("id", 8, "plain"),
    Column("time (UTC)", 20, "time"),
    Column("reviewer", 16),
    Column("NO", 7, "plain"),
    Column("type", 14, "plain"),
    Column("arm", 26),
    Column("language", 10, "plain"),
    Column("verdict", 12, "plain"),
    Column("language_ok", 12, "plain"),
    Column("comment", 40),
    Column("judgement_visible", 16, "plain"),
    Column("carried from", 12, "plain"),
]


def write_verdicts(
    sheet: PlainSheet,
    style: Style,
    overflow: Overflow,
    answers: Sequence[GradedAnswer],
    verdicts: Sequence[Verdict],
) -> None:
    """Every verdict ever given, in order; one that was taken back is followed by its withdrawal."""
    style.lay(sheet, _COLUMNS)
    formats = style.formats(_COLUMNS)
    items = {answer.item.id: answer.item for answer in answers}
    for number, verdict in enumerate(verdicts, start=1):
        values = _verdict_values(verdict, items.get(verdict.item_id))
        sheet.put_row(number, overflow.shortened(values, "Verdicts", number), formats)
    if verdicts:
        sheet.autofilter(0, 0, len(verdicts), len(_COLUMNS) - 1)


def _verdict_values(verdict: Verdict, item: Item | None) -> list[CellValue]:
    asked: list[CellValue] = [None] * 4
    if item is not None:
        asked = [number_or_text(item.question.no), item.question.type, item.arm.label, item.language]
    marks: list[CellValue] = [verdict.value, verdict.language_ok, verdict.comment, verdict.judgement_visible]
    return [verdict.id, verdict.time, verdict.reviewer, *asked, *marks, verdict.carried_from]
