"""Named values → a table: one record a row, the names as the columns."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from app.questions.findings import Findings
from app.questions.readers.cells import plain_number
from app.questions.table import EMPTY, MAX_CELL_CHARACTERS, Cell, Row, Table


def records_table(sheet: str, records: Sequence[tuple[int, Mapping[str, Any]]], findings: Findings) -> Table:
    """The table of numbered records; one that lacks a name has a blank cell there.

    Raises:
        InputError: more than the bounds allow.
    """
    names = list(dict.fromkeys(name for _, record in records for name in record))
    bounds = findings.bounds
    if len(names) > bounds.columns:
        findings.fail("too_many_columns", sheet=sheet, limit=bounds.columns)
    if len(records) > bounds.rows:
        findings.fail("too_many_rows", sheet=sheet, limit=bounds.rows)
    if len(records) * len(names) > bounds.cells:
        findings.fail("too_many_cells", sheet=sheet, limit=bounds.cells)
    rows = [Row(0, tuple(Cell(name, name) for name in names))]
    for number, record in records:
        cells = tuple(record_cell(record.get(name)) for name in names)
        if any(len(cell.text) > MAX_CELL_CHARACTERS for cell in cells):
            findings.add("cell_too_long", sheet=sheet, row=number, limit=MAX_CELL_CHARACTERS)
        rows.append(Row(number, cells))
    return Table(sheet, tuple(rows), lettered=False)


def record_cell(value: Any) -> Cell:
    """A value as a cell: text as it is, numbers plainly, anything nested as JSON."""
    if value is None or value == "":
        return EMPTY
    if isinstance(value, bool):
        return Cell(value, "TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        return Cell(value, plain_number(value))
    if isinstance(value, datetime):
        return Cell(value.replace(tzinfo=None), value.isoformat(" "))
    if isinstance(value, date):
        return Cell(datetime(value.year, value.month, value.day), value.isoformat())
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return Cell(text, text)
