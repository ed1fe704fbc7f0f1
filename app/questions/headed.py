"""A table with its row of column names, and what was named for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from app.questions.column_meanings import column_meanings
from app.questions.columns import find_columns
from app.questions.findings import Findings
from app.questions.headers import Names
from app.questions.remembered_columns import ColumnMemory
from app.questions.table import Row, Table
from app.questions.two_headers import with_one_header
from app.records import LANGUAGES, Language

HEADER_ROWS = 20
"""How many rows that hold something may stand above the column names."""

_NEAR = 4
"""Fewer rows than these lie between the names of groups and those of the columns."""


class Headed(NamedTuple):
    """A table with its column names in one row, that row where a question is named in it, and what was named for it."""

    table: Table
    header: Row | None
    named: Mapping[str, str]
    joined: tuple[int, ...] = ()
    """The rows that the names stood in, where those are several."""

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages that its questions are in; none without a header."""
        if self.header is None:
            return ()
        names = find_columns(self.table, self.header, Names(self.named), Findings(""))
        return tuple(code for code in LANGUAGES if code in names.questions)


def headed(
    table: Table, columns: Mapping[str, str] | None, column_memory: ColumnMemory | None, *, first: bool = False
) -> Headed:
    """The table with its header: by what the user names, named before, or by its own names.

    `first`: whether its first row is the header, as the user says.
    """
    together = table if first else with_one_header(table)
    looked_at = 1 if first else HEADER_ROWS
    if column_memory is not None and columns is None:
        for candidate in (table, together):
            for row in candidate.rows[:looked_at]:
                if (known := column_memory.recall(row)) and known.columns:
                    return Headed(candidate, row, known.columns)
    header = find_header(together, Names(columns), looked_at)
    gone = {row.number for row in table.rows} - {row.number for row in together.rows}
    joined = (*sorted(gone), header.number) if header is not None and header.number - 1 in gone else ()
    return Headed(together, header, columns or {}, joined)


def likely_header(table: Table) -> Row:
    """The first row, within the first few, that is at least half as full as the fullest of them."""
    rows = table.rows[:HEADER_ROWS]
    full = [sum(bool(cell.text) for cell in row.cells) for row in rows]
    return next(row for row, count in zip(rows, full, strict=True) if 2 * count >= max(full))


def find_header(table: Table, names: Names, looked_at: int = HEADER_ROWS) -> Row | None:
    """The first row, within the first few, that names a question column; the next one, if that names more of them.

    Names of groups of columns (入力, 出力) stand above those of the columns.
    """
    rows = table.rows[:looked_at]
    for row, below in zip(rows, [*rows[1:], None], strict=True):
        if any(means.role == "question" for means in column_meanings(row, names).values()):
            return below if below is not None and _names_more(row, below, names) else row
    return None


def _names_more(row: Row, below: Row, names: Names) -> bool:
    """Whether the row below says what columns are as well, a question and another one, and of more columns."""
    filled, under = ([cell.text.strip() for cell in one.cells if cell.text.strip()] for one in (row, below))
    roles = {means.role for text in under if (means := names.meaning(text)) is not None}
    fuller = below.number - row.number < _NEAR and len(under) > len(filled) and len(set(under)) == len(under)
    return fuller and "question" in roles and len(roles) > 1 and not set(filled) & set(under)
