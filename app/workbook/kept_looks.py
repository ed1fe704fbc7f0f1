"""How the columns look that are added to a user's own sheet: like those beside them, and as a place to write into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import TableColumn

from app.records import CellValue, Language
from app.verdicts import VerdictValue
from app.workbook.style import BAD, BAD_FILL, ENTRY_FILL, GOOD, GOOD_FILL, OPEN, OPEN_FILL
from app.workbook.words import VERDICTS, said

_WIDTHS = {"Answer": 30.0, "error": 20.0, "verdict": 12.0, "language_ok": 12.0, "comment": 26.0, "reviewer": 12.0}
_USUAL_WIDTH = 11.0
_ENTERED = ("verdict", "language_ok", "comment", "reviewer")
_WRAPPED = ("Answer", "error", "comment")
_NUMBERS = {"probability": "0%", "similarity": "0.00"}
_LOOKS: Mapping[VerdictValue, tuple[str, str]] = {
    "correct": (GOOD, GOOD_FILL),
    "incorrect": (BAD, BAD_FILL),
    "unsure": (OPEN, OPEN_FILL),
}


class Looks:
    """The styles of one sheet's added cells, each made once from the cell of the question beside it."""

    def __init__(self, sheet: Any, header: int, question: int) -> None:
        self.sheet, self.header, self.question = sheet, header, question
        self.made: dict[tuple[tuple[int, ...], str], Any] = {}

    def lay(self, column: int, key: str) -> None:
        """The header like that of the questions, and the column's width; an item is for programs only."""
        self.sheet.cell(self.header, column)._style = copy(self.sheet.cell(self.header, self.question)._style)
        shape = self.sheet.column_dimensions[get_column_letter(column)]
        shape.width, shape.hidden = _WIDTHS.get(key, _USUAL_WIDTH), key == "item"

    def dress(self, cell: Any, key: str) -> None:
        """Font and lines of the question's cell; what a reviewer fills in is tinted, and may be written into."""
        like = self.sheet.cell(cell.row, self.question)._style
        name = (tuple(like), key)
        if name not in self.made:
            cell._style = copy(like)
            cell.alignment = Alignment(vertical="top", wrap_text=key in _WRAPPED)
            cell.number_format = _NUMBERS.get(key, "General")
            if key in _ENTERED:
                cell.fill = PatternFill("solid", fgColor=_argb(ENTRY_FILL))
                cell.protection = Protection(locked=False)
            self.made[name] = copy(cell._style)
        cell._style = copy(self.made[name])


def add_choices(sheet: Any, column: int, rows: tuple[int, int], key: str, language: Language) -> None:
    """A list to choose from, and a verdict's colours; any other spelling that an import takes may be typed."""
    if key not in ("verdict", "language_ok"):
        return
    letter = get_column_letter(column)
    cells = f"{letter}{rows[0]}:{letter}{rows[1]}"
    values: tuple[CellValue, ...] = ("correct", "incorrect", "unsure") if key == "verdict" else (True, False)
    words = (said(value, language) for value in values)
    choices = ",".join(word if isinstance(word, str) else str(word).upper() for word in words)
    validation = DataValidation("list", formula1=f'"{choices}"', allow_blank=True, showErrorMessage=False)
    sheet.add_data_validation(validation)
    validation.add(cells)
    for value, (colour, fill) in _LOOKS.items() if key == "verdict" else ():
        spellings = ",".join(f'"{word}"' for word in VERDICTS[value])
        formula = f'SUMPRODUCT(--({{{spellings}}}={letter}{rows[0]}&""))>0'
        solid = PatternFill("solid", bgColor=_argb(fill))
        sheet.conditional_formatting.add(cells, _rule(formula, _argb(colour), solid))


def _rule(formula: str, colour: str, fill: PatternFill) -> Any:
    rule: Any = FormulaRule
    return rule([formula], font=Font(color=colour), fill=fill)


def right_end(sheet: Any) -> int:
    """The last column that a table or a merged cell reaches."""
    tables = [range_boundaries(table.ref) for table in sheet.tables.values()]
    merged = [cells.bounds for cells in sheet.merged_cells.ranges]
    return max((bounds[2] for bounds in [*tables, *merged]), default=0)


def extend_filters(sheet: Any, header: int, first: int, headers: Sequence[str]) -> None:
    """Have the table or the filter that ends just left of the added columns take them in: a sort keeps rows whole."""
    for table in sheet.tables.values():
        if _beside(table.ref, header, first):
            table.ref = _wider(table.ref, len(headers))
            start = max(column.id for column in table.tableColumns)
            table.tableColumns += [TableColumn(id=start + n, name=name) for n, name in enumerate(headers, start=1)]
            if table.autoFilter is not None:
                table.autoFilter.ref = _wider(table.autoFilter.ref, len(headers))
    if sheet.auto_filter.ref and _beside(sheet.auto_filter.ref, header, first):
        sheet.auto_filter.ref = _wider(sheet.auto_filter.ref, len(headers))


def _beside(cells: str, header: int, first: int) -> bool:
    _, top, right, _ = range_boundaries(cells)
    return bool(top == header and right == first - 1)


def _wider(cells: str, by: int) -> str:
    left, top, right, bottom = (int(end or 0) for end in range_boundaries(cells))
    return f"{get_column_letter(left)}{top}:{get_column_letter(right + by)}{bottom}"


def _argb(colour: str) -> str:
    return f"FF{colour.lstrip('#')}"
