"""A small run exported to Excel, and ways to edit it as people do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from app.records import Question, QuestionSet, Side

COUNT = 20
SET = QuestionSet(
    "質問.xlsx",
    "12" * 32,
    tuple(
        Question(
            str(number),
            "open_qa",
            {
                "ja": Side(f"{number}に1を足すと？", (str(number + 1),), f"{number + number % 2}"),
                "en": Side(f"What is {number} plus 1?", (str(number + 1),), f"It is {number + 1}."),
            },
        )
        for number in range(1, COUNT + 1)
    ),
)
Edit = Callable[["Sheet"], None]


class Sheet:
    """The sheet `Answers` by row number and column name."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.columns = {str(cell.value): cell.column for cell in sheet[1]}

    def __getitem__(self, place: tuple[int, str]) -> object:
        return self.sheet.cell(place[0], self.columns[place[1]]).value

    def __setitem__(self, place: tuple[int, str], value: object) -> None:
        self.sheet.cell(place[0], self.columns[place[1]]).value = value  # type: ignore[assignment]

    def sort(self, order: list[int], columns: list[int] | None = None) -> None:
        """Put the rows in another order; only some columns of them, as a careless sort does."""
        columns = columns or list(range(1, self.sheet.max_column + 1))
        rows = {row: [self.sheet.cell(row, column).value for column in columns] for row in order}
        for row, source in zip(sorted(order), order, strict=True):
            for column, value in zip(columns, rows[source], strict=True):
                self.sheet.cell(row, column).value = value


def edited(source: Path, name: str, edit: Edit) -> Path:
    path = source.with_name(name)
    shutil.copy(source, path)
    book = openpyxl.load_workbook(path)
    edit(Sheet(book["Answers"]))
    book.save(path)
    return path
