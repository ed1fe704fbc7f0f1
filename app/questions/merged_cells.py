"""Merged cells of a table: only the first one of each holds a value, though it is meant for all."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import NamedTuple

from openpyxl.utils import range_boundaries

from app.questions.columns import Columns
from app.questions.findings import Findings
from app.questions.table import EMPTY, Row, Table, listed


class Span(NamedTuple):
    """A merged range: as written, its 0-based first and last column, and its first and last row as the sheet counts."""

    text: str
    left: int
    right: int
    top: int
    bottom: int


def spans(merged: Iterable[str]) -> list[Span]:
    """The ranges of a sheet; what is no range of cells is left out."""
    found = []
    for text in merged:
        try:
            left, top, right, bottom = range_boundaries(text)
        except (TypeError, ValueError):
            continue
        if left and top and right and bottom:
            found.append(Span(text, left - 1, right - 1, top, bottom))
    return found


def filled_down(table: Table, columns: Columns, findings: Findings) -> Table:
    """The table with what is merged over several rows in each of them, where one value can hold for several questions.

    A number or a question belongs to one row, and stays there. Ranges that make no difference any more, because they
    are filled or stand above the questions, are taken out of `merged`.
    """
    single = {columns.number, *columns.questions.values()}
    header = columns.header.number
    below = [span for span in spans(table.merged) if span.bottom > header]
    down = [span for span in below if span.left == span.right and span.left not in single and span.top > header]
    filled = {span.text for span in down}
    merged = tuple(span.text for span in below if span.text not in filled)
    if not down:
        return replace(table, merged=merged)
    _say_filled(table, down, findings)
    return replace(_filled(table, down, findings), merged=merged)


def with_groups_filled(table: Table, header: Row, places: Collection[int], findings: Findings) -> Table:
    """The table with what is merged over several rows in each of them, in the columns that say whose rows they are."""
    down = [span for span in spans(table.merged) if span.left == span.right and span.left in places]
    down = [span for span in down if span.top > header.number]
    if not down:
        return table
    _say_filled(table, down, findings)
    return replace(
        _filled(table, down, findings),
        merged=tuple(text for text in table.merged if text not in {span.text for span in down}),
    )


def _say_filled(table: Table, down: Collection[Span], findings: Findings) -> None:
    ranges = listed(span.text for span in sorted(down, key=_place))
    findings.add("merged_filled", sheet=table.sheet, row=min(span.top for span in down), ranges=ranges)


def _place(span: Span) -> tuple[int, int]:
    return span.top, span.left


def _filled(table: Table, down: Collection[Span], findings: Findings) -> Table:
    rows = {row.number: row for row in table.rows}
    last = table.rows[-1].number
    for span in down:
        value = rows[span.top].cell(span.left) if span.top in rows else EMPTY
        for number in range(span.top + 1, min(span.bottom, last) + 1) if value.text else ():
            findings.check_time()
            row = rows.get(number)
            if row is not None and not row.cell(span.left).text:
                cells = [row.cell(index) for index in range(max(len(row.cells), span.left + 1))]
                cells[span.left] = value
                rows[number] = row._replace(cells=tuple(cells))
    return replace(table, rows=tuple(rows[row.number] for row in table.rows))
