"""What makes the sheet `Answers` a place to work: filters, choices, colours that follow the values, the paper."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range, xl_range_abs, xl_rowcol_to_cell

from app.records import CellValue
from app.workbook.answers import AnswersLayout
from app.workbook.sheet import Formula, PlainSheet, SheetValue
from app.workbook.style import BAR, Column, Style
from app.workbook.words import NO, VERDICTS, YES, said

SHEET = "Words"
NAMES = {"correct": "narabe_correct", "incorrect": "narabe_incorrect", "unsure": "narabe_unsure"}
"""The names of the cells that hold the spellings of each verdict."""
ANY_VERDICT, ANY_MARK = "narabe_verdicts", "narabe_language_marks"
_LOOKS = {"correct": "good", "incorrect": "bad", "unsure": "open", "unjudged": "open"}
_ENTERED = ("verdict", "language_ok", "comment", "reviewer")


def write_words(book: Workbook, sheet: PlainSheet, style: Style) -> None:
    """A hidden sheet with every spelling that a cell may have, under names that formulas use."""
    words = [(word, value) for value, spellings in VERDICTS.items() for word in spellings]
    marks = [*YES, *NO]
    style.lay(sheet, [Column("verdict", 12, "plain"), Column("means", 12, "plain"), Column("language_ok", 12, "plain")])
    formats = style.formats([Column("", 0, "plain")] * 3)
    for row in range(max(len(words), len(marks))):
        word, value = words[row] if row < len(words) else (None, None)
        mark = marks[row] if row < len(marks) else None
        sheet.put_row(row + 1, [_typed(word), value, _typed(mark)], formats)
    first = 1
    for value, spellings in VERDICTS.items():
        book.define_name(NAMES[value], f"={SHEET}!{xl_range_abs(first, 0, first + len(spellings) - 1, 0)}")
        first += len(spellings)
    book.define_name(ANY_VERDICT, f"={SHEET}!{xl_range_abs(1, 0, len(words), 0)}")
    book.define_name(ANY_MARK, f"={SHEET}!{xl_range_abs(1, 2, len(marks), 2)}")
    sheet.very_hidden()


def _typed(word: str | None) -> SheetValue:
    """What a spreadsheet makes of the word when somebody types it; a question mark stands for itself.

    To LibreOffice TRUE is 1, so that a criterion of its own would count such a cell twice; to Excel it is not.
    """
    typed: dict[str | None, SheetValue] = {"TRUE": True, "FALSE": False, "?": "~?"}
    if word in ("0", "1"):
        return Formula(f'IF(AND(NOW()>0,TRUE()=1),"typed {word}",{word})', int(word))
    return typed.get(word, word)


def no_cells() -> list[str]:
    """The cells that hold the spellings of a `language_ok` that says no."""
    first = 1 + len(YES)
    return [f"{SHEET}!{xl_rowcol_to_cell(first + n, 2, row_abs=True, col_abs=True)}" for n in range(len(NO))]


def help_entry(sheet: PlainSheet, style: Style, layout: AnswersLayout, rows: int) -> None:
    """Filters, the reviewers' choices, and colours that follow the values, over so many rows of answers."""
    last = max(rows, 1)
    columns = layout.columns
    sheet.autofilter(0, 0, last, len(columns) - 1)
    sheet.print_area(0, 0, last, layout.printed - 1)
    if not rows:
        return
    for index, place in enumerate(layout.places):
        name = "verdict" if place.reviewer else place.key
        cells = xl_range(1, index, last, index)
        if name in ("verdict", "language_ok"):
            _choose(sheet, style, layout, cells, name, xl_rowcol_to_cell(1, index))
        if name in ("verdict", "judgement"):
            _colour(sheet, style, layout, cells, name)
        if name in _ENTERED and not place.reviewer:
            sheet.conditional_format(cells, {"type": "formula", "criteria": "=TRUE", "format": style.looks["entry"]})
        if name == "similarity":
            bar = {"type": "data_bar", "bar_color": BAR, "bar_solid": True, "min_type": "num", "min_value": 0}
            sheet.conditional_format(cells, {**bar, "max_type": "num", "max_value": 1})


def _choose(sheet: PlainSheet, style: Style, layout: AnswersLayout, cells: str, name: str, first: str) -> None:
    """A list to choose from. Every other spelling that an import takes may be typed; what it does not take is red."""
    values: tuple[CellValue, ...] = ("correct", "incorrect", "unsure") if name == "verdict" else (True, False)
    choices = [
        word if isinstance(word, str) else str(word).upper() for word in (said(v, layout.language) for v in values)
    ]
    sheet.data_validation(cells, {"validate": "list", "source": choices, "show_error": False})
    known = ANY_VERDICT if name == "verdict" else ANY_MARK
    strange = f'=AND(TRIM({first})<>"",COUNTIF({known},TRIM({first}))=0,COUNTIF({known},{first})=0)'
    sheet.conditional_format(cells, {"type": "formula", "criteria": strange, "format": style.looks["strange"]})


def _colour(sheet: PlainSheet, style: Style, layout: AnswersLayout, cells: str, name: str) -> None:
    first = cells.partition(":")[0]
    for value, look in _LOOKS.items():
        criteria = f'={first}="{said(value, layout.language)}"'
        if name == "verdict" and value in NAMES:
            criteria = f'=AND({first}<>"",SUMPRODUCT(--({NAMES[value]}={first}))>0)'
        sheet.conditional_format(cells, {"type": "formula", "criteria": criteria, "format": style.looks[look]})
