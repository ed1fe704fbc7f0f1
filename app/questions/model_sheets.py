"""Sheets, or a folder's files, with the same questions and the answers of a model each → one table with their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.questions.answer_columns import named_answer
from app.questions.column_meanings import column_meanings
from app.questions.headed import Headed, headed
from app.questions.headers import Names, Role, folded
from app.questions.model_rows import OF_SHEET, model_column
from app.questions.readers.evaluations import LOGS
from app.questions.table import Cell, Row, Table


def with_models_of_sheets(tables: Sequence[Table], columns: Mapping[str, str] | None) -> Table | None:
    """The rows of all the tables, each with the name of its sheet as the model's; None where they are no such sheets.

    They have the same columns, the same questions and the same references; only the answers differ.
    """
    read = [headed(table, columns, None) for table in tables]
    if len(read) < 2 or not all(one.header is not None for one in read) or any(map(_is_of_its_own, tables)):
        return None
    names = Names(columns)
    headers = [one.header for one in read if one.header is not None]
    if len({tuple(folded(cell.text) for cell in header.cells) for header in headers}) > 1:
        return None
    first = headers[0]
    roles: dict[Role, list[int]] = {role: [] for role in ("question", "reference", "answer")}
    for index, means in column_meanings(first, names).items():
        roles.setdefault(means.role, []).append(index)
    given = roles["answer"] or (roles["reference"] if all(map(_is_model, tables)) else [])
    same = [*roles["question"], *(index for index in roles["reference"] if index not in given)]
    asked = [_texts(one, same) for one in read]
    if not given or not asked[0] or any(texts != asked[0] for texts in asked):
        return None
    if len({tuple(_texts(one, [*same, *given])) for one in read}) < 2:
        return None
    return _together(read, apart=model_column(first) is None)


def _is_of_its_own(table: Table) -> bool:
    """Whether a table is a group of a tool's log, or holds formulas without results, whose places would be lost."""
    return bool(table.uncached) or table.layout in LOGS


def _is_model(table: Table) -> bool:
    return named_answer(table.sheet) is not None


def _texts(one: Headed, places: Sequence[int]) -> list[tuple[str, ...]]:
    """What stands in some columns of the rows that say anything there, sorted."""
    found = [tuple(folded(row.cell(index).text) for index in places) for row in _body(one)]
    return sorted(texts for texts in found if any(texts))


def _body(one: Headed) -> list[Row]:
    assert one.header is not None  # noqa: S101 - looked at before
    return [row for row in one.table.rows if row.number > one.header.number]


def _together(read: Sequence[Headed], *, apart: bool) -> Table:
    """The rows under the first header, with a column for the sheets' names where no other says the models."""
    header, first = read[0].header, read[0].table
    assert header is not None  # noqa: S101 - looked at before
    width = max(len(row.cells) for one in read for row in one.table.rows)

    def with_name(row: Row, name: str) -> Row:
        cells = tuple(row.cell(index) for index in range(width))
        return row._replace(cells=(*cells, Cell(name, name)) if apart else cells)

    rows = [with_name(row, one.table.sheet) for one in read for row in _body(one)]
    sheet = " + ".join(one.table.sheet for one in read)
    top = with_name(header, OF_SHEET)
    return replace(first, sheet=sheet, rows=(top, *rows), merged=(), hidden_rows=frozenset(), lettered=False)
