"""Tables of choices without column names, as MMLU and JMMLU are: a question, its options, and the right letter."""

from __future__ import annotations

from dataclasses import replace

from app.questions.findings import Findings
from app.questions.table import Cell, Row, Table

_LETTERS = "ABCDEFGHIJ"
_FEWEST, _MOST = 4, 12
"""Columns: a question, two to ten options, the key."""


def with_names(table: Table, findings: Findings) -> Table:
    """The table with column names above it where it has none and is one of choices; the same otherwise."""
    if table.sheet or not table.rows or not table.lettered:
        return table
    width = len(table.rows[0].cells)
    letters = _LETTERS[: width - 2]
    if not _FEWEST <= width <= _MOST or not all(_is_keyed(row, width, letters) for row in table.rows):
        return table
    names = ("question", *letters, "answer")
    header = Row(0, tuple(Cell(name, name) for name in names))
    findings.add("named_choices", names=", ".join(names))
    return replace(table, rows=(header, *table.rows))


def _is_keyed(row: Row, width: int, letters: str) -> bool:
    texts = [cell.text.strip() for cell in row.cells]
    return len(texts) == width and all(texts[:1] + texts[1:3]) and texts[-1] in letters and len(texts[-1]) == 1
