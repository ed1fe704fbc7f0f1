"""The sheet `Passages`: what the prompts held of a knowledge base, one row per passage."""

from __future__ import annotations

from collections.abc import Sequence

from app.records import GradedAnswer, Language
from app.workbook.answers import number_or_text
from app.workbook.further_words import column
from app.workbook.overflow import Overflow
from app.workbook.sheet import PlainSheet
from app.workbook.style import Column, Style

SHEET = "Passages"
_COLUMNS = [
    Column("NO", 7, "plain"),
    Column("type", 14, "plain"),
    Column("arm", 26),
    Column("language", 10, "plain"),
    Column("rank", 7, "plain"),
    Column("similarity", 11, "number"),
    Column("source", 26),
    Column("passage", 80),
]


def has_passages(answers: Sequence[GradedAnswer]) -> bool:
    """Whether any prompt held a passage."""
    return any(one.answer and one.answer.passages for one in answers)


def write_passages(
    sheet: PlainSheet, style: Style, overflow: Overflow, answers: Sequence[GradedAnswer], language: Language
) -> None:
    """Fill the sheet, in the order of the answers, the passages nearest to each question first."""
    style.lay(sheet, [one._replace(header=column(one.header, language)) for one in _COLUMNS])
    formats = style.formats(_COLUMNS)
    row = 0
    for one in answers:
        item = one.item
        said = [number_or_text(item.name), item.question.type, item.arm.label, item.language]
        for rank, passage in enumerate(one.answer.passages if one.answer else (), start=1):
            row += 1
            values = [*said, rank, passage.score, passage.source, passage.text]
            sheet.put_row(row, overflow.shortened(values, SHEET, row), formats)
    sheet.autofilter(0, 0, row, len(_COLUMNS) - 1)
