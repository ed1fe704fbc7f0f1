"""A question set → a workbook that can be loaded again, its references in numbered columns."""

from __future__ import annotations

from pathlib import Path

from xlsxwriter import Workbook

from app.atomic import write_whole
from app.records import LANGUAGES, CarriedValue, CellValue, Language, Question, QuestionSet
from app.workbook.answers import extra_columns, most_references, number_or_text
from app.workbook.overflow import Overflow
from app.workbook.sheet import PlainSheet
from app.workbook.style import Column, Style
from app.workbook.words import SUFFIX

SHEET = "Questions"


def write_questions(question_set: QuestionSet, path: Path) -> None:
    """Write the questions as the input format has them; a text beyond a cell goes on in the sheet `Overflow`.

    Raises:
        NarabeError: a place that cannot be written to.
    """
    write_whole(path, lambda part: _write(part, question_set))


def _write(path: Path, question_set: QuestionSet) -> None:
    languages = [code for code in LANGUAGES if code in question_set.languages]
    counts = {code: max(most_references(question_set, code), 1) for code in languages}
    answered = [code for code in languages if any(_answer(one, code) is not None for one in question_set.questions)]
    columns = [Column("NO", 7, "plain"), Column("type", 14, "plain")]
    for code in languages:
        columns += _columns(code, counts[code], answered=code in answered)
    extra = extra_columns(question_set.extra_columns, [column.header for column in columns])
    columns += [Column(name, 18) for name in extra.values()]
    with Workbook(path, {"constant_memory": True}) as book:
        style = Style(book)
        sheet = book.add_worksheet(SHEET, worksheet_class=PlainSheet)
        overflow = Overflow(book, style)
        style.lay(sheet, columns, frozen=2)
        formats = style.formats(columns)
        for number, question in enumerate(question_set.questions, start=1):
            values: list[CarriedValue] = [number_or_text(question.no), question.type]
            for code in languages:
                values += _values(question, code, counts[code])
                values += [_answer(question, code)] if code in answered else []
            values += [question.extra.get(name) for name in extra]
            looks = [style.carried(value, look) for value, look in zip(values, formats, strict=True)]
            sheet.put_row(number, overflow.shortened(values, SHEET, number), looks)


def _columns(language: Language, references: int, *, answered: bool) -> list[Column]:
    suffix = SUFFIX[language]
    numbered = [Column(f"response{suffix} {place}", 24) for place in range(2, references + 1)]
    answer = [Column(f"Answer{suffix}", 40)] if answered else []
    return [Column(f"instruction{suffix}", 44), Column(f"response{suffix}", 28), *numbered, *answer]


def _values(question: Question, language: Language, references: int) -> list[CellValue]:
    side = question.sides.get(language)
    accepted = side.references if side else ()
    return [side.text if side else None, *accepted, *[None] * (references - len(accepted))]


def _answer(question: Question, language: Language) -> str | None:
    """The answer that the file had, if it had one."""
    side = question.sides.get(language)
    return side.answer if side else None
