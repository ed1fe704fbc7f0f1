"""The original experiment's layout: one sheet, as pandas wrote it, with its row index and its spelling."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter import Workbook

from app.records import CellValue, GradedAnswer, Run
from app.workbook.answers import number_or_text
from app.workbook.overflow import Overflow
from app.workbook.sheet import PlainSheet
from app.workbook.style import Style
from app.workbook.words import SUFFIX

SHEET = "Sheet_name_1"


def write_original(book: Workbook, style: Style, run: Run, answers: Sequence[GradedAnswer]) -> None:
    """Write the answers of one language and one arm. A column `error` follows only where there are errors."""
    sheet: PlainSheet = book.add_worksheet(SHEET, worksheet_class=PlainSheet)
    overflow = Overflow(book, style)
    language = answers[0].item.language if answers else run.languages[0]
    headers = ["NO", f"instruction{SUFFIX[language]}", "type", "Referece", "Answer"]
    if any(one.answer and one.answer.error is not None for one in answers):
        headers.append("error")
    heading = book.add_format({"bold": True, "border": 1, "align": "center", "valign": "top"})
    plain = book.add_format()
    sheet.put_row(0, [None, *headers], [heading] * (len(headers) + 1))
    for number, one in enumerate(answers):
        values = [number, *_values(one, len(headers))]
        formats = [heading] + [plain] * len(headers)
        sheet.put_row(number + 1, overflow.shortened(values, SHEET, number + 1), formats)


def _values(one: GradedAnswer, width: int) -> list[CellValue]:
    question, answer = one.item.question, one.answer
    references = question.references(one.item.language)
    failed = answer is not None and answer.error is not None
    values: list[CellValue] = [
        number_or_text(question.no),
        question.sides[one.item.language].text,
        question.type,
        references[0] if references else None,
        answer.text if answer and not failed else None,
        answer.error if answer else None,
    ]
    return values[:width]
