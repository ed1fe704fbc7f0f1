"""A text file of separated values → a table."""

from __future__ import annotations

import csv
import io
from collections import Counter

from app.questions.findings import Findings
from app.questions.table import MAX_CELL_CHARACTERS, Cell, Row, Table

SEPARATORS = ",\t;|"
_LOOKED_AT = 10
"""Lines from which the separator is found."""


def read_delimited(text: str, findings: Findings) -> Table:
    """The table of a CSV text; a row's number is the one that a spreadsheet program would show.

    Raises:
        InputError: quotation marks that do not match, or a text beyond the bounds.
    """
    rows: list[Row] = []
    cells = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    number = 0
    try:
        for number, values in enumerate(reader, start=1):
            cells += len(values)
            _check_bounds(number, len(values), cells, findings)
            if any(value.strip() for value in values):
                rows.append(Row(number, tuple(Cell(value or None, value) for value in values)))
    except csv.Error as error:
        if "field limit" in str(error):
            findings.fail("cell_too_long", row=number + 1, limit=MAX_CELL_CHARACTERS)
        findings.fail("broken_csv", row=number + 1, reason=error)
    return Table("", tuple(rows))


def _separator(text: str) -> str:
    """The separator that most of the first lines hold equally often; that of the first line where it is not clear."""
    lines = [line for line in text.lstrip()[:100_000].splitlines() if line.strip()][:_LOOKED_AT]

    def alike(separator: str) -> tuple[int, int]:
        counts = Counter(count for line in lines if (count := line.count(separator)))
        return max(counts.values(), default=0), lines[0].count(separator) if lines else 0

    return max(SEPARATORS, key=alike)


def _check_bounds(row: int, columns: int, cells: int, findings: Findings) -> None:
    bounds = findings.bounds
    if row > bounds.rows:
        findings.fail("too_many_rows", limit=bounds.rows)
    if columns > bounds.columns:
        findings.fail("too_many_columns", row=row, limit=bounds.columns)
    if cells > bounds.cells:
        findings.fail("too_many_cells", limit=bounds.cells)
