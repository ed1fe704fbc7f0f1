"""A table with its row of column names, and what was named for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from app.questions.columns import HEADER_ROWS, find_columns, find_header
from app.questions.findings import Findings
from app.questions.headers import Names
from app.questions.remembered_columns import ColumnMemory
from app.questions.table import Row, Table
from app.questions.two_headers import with_one_header
from app.records import LANGUAGES, Language


class Headed(NamedTuple):
    """A table with its column names in one row, that row where a question is named in it, and what was named for it."""

    table: Table
    header: Row | None
    named: Mapping[str, str]

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages that its questions are in; none without a header."""
        if self.header is None:
            return ()
        names = find_columns(self.table, self.header, Names(self.named), Findings(""))
        return tuple(code for code in LANGUAGES if code in names.questions)


def headed(table: Table, columns: Mapping[str, str] | None, column_memory: ColumnMemory | None) -> Headed:
    """The table with its header: by what the user names, named before, or by its own names."""
    together = with_one_header(table)
    if column_memory is not None and columns is None:
        for candidate in (table, together):
            for row in candidate.rows[:HEADER_ROWS]:
                if (known := column_memory.recall(row)) and known.columns:
                    return Headed(candidate, row, known.columns)
    return Headed(together, find_header(together, Names(columns)), columns or {})


def likely_header(table: Table) -> Row:
    """The first row, within the first few, that is at least half as full as the fullest of them."""
    rows = table.rows[:HEADER_ROWS]
    full = [sum(bool(cell.text) for cell in row.cells) for row in rows]
    return next(row for row, count in zip(rows, full, strict=True) if 2 * count >= max(full))
