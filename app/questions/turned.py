"""A table that lies on its side, its names in the first column and a question in each further one → upright."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from openpyxl.utils import get_column_letter

from app.questions.column_meanings import column_meanings
from app.questions.headers import MAX_NAME, Names, folded
from app.questions.merged_cells import spans
from app.questions.table import Row, Table

_MOST_NAMES = 60
"""Rows of a table that lies on its side."""
_FIRST_COLUMNS = 3
"""Among so many the names are looked for."""


def turned(table: Table, names: Names) -> Table:
    """The table with rows and columns exchanged where it lies on its side; the same otherwise.

    A row's number is then the place of the column that it was, and columns have no letters.
    """
    if not table.lettered or not 2 <= len(table.rows) <= _MOST_NAMES:
        return table
    if not any(_are_names(table, index, names) for index in range(_FIRST_COLUMNS)):
        return table
    rows = _without_titles(table.rows)
    width = max(len(row.cells) for row in rows)
    columns = [Row(index + 1, tuple(row.cell(index) for row in rows)) for index in range(width)]
    places = {row.number: place for place, row in enumerate(rows)}
    return replace(
        table,
        rows=tuple(column for column in columns if any(cell.text.strip() for cell in column.cells)),
        merged=tuple(_turned_ranges(table.merged, places)),
        hidden_rows=frozenset(),
        uncached=frozenset((index + 1, places[number]) for number, index in table.uncached if number in places),
        lettered=False,
        turned=True,
    )


def _are_names(table: Table, index: int, names: Names) -> bool:
    """Whether a column names a question and more, each once, where no row names more than one thing."""
    column = Row(0, tuple(row.cell(index) for row in table.rows))
    texts = [name for name in _whole_names(table, index) if name[-1]]
    if len(texts) != len(set(texts)) or any(len(name[-1]) >= MAX_NAME for name in texts):
        return False
    known = {place for place, cell in enumerate(column.cells) if names.meaning(cell.text) is not None}
    asked = {place for place, means in column_meanings(column, names).items() if means.role == "question"} & known
    if not asked or len(known) < 2:
        return False
    others = [cell.text for place in known for i, cell in enumerate(table.rows[place].cells) if i != index]
    beside = any(cell.text.strip() for place in known for cell in table.rows[place].cells[index + 1 :])
    return beside and all(names.meaning(text) is None for text in others)


def _whole_names(table: Table, index: int) -> list[tuple[str, ...]]:
    """What a column says in each row, after the last that each column before it said (日本語: 質問, 正解)."""
    before = [""] * index
    names = []
    for row in table.rows:
        before = [folded(row.cell(place).text) or last for place, last in enumerate(before)]
        names.append((*before, folded(row.cell(index).text)))
    return names


def _without_titles(rows: Sequence[Row]) -> list[Row]:
    """The rows without those at the top that say one thing only."""
    said = [sum(bool(cell.text.strip()) for cell in row.cells) for row in rows]
    return list(rows[next(place for place, count in enumerate(said) if count > 1) :])


def _turned_ranges(merged: Sequence[str], places: dict[int, int]) -> list[str]:
    found = []
    for span in spans(merged):
        rows = [places[number] for number in range(span.top, span.bottom + 1) if number in places]
        if rows:
            first, last = get_column_letter(rows[0] + 1), get_column_letter(rows[-1] + 1)
            found.append(f"{first}{span.left + 1}:{last}{span.right + 1}")
    return found
