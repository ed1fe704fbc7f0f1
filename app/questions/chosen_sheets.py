"""Which sheet of a source is read, with its header row, and the sheet with its questions in the other language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from app.questions.findings import Findings
from app.questions.headed import HEADER_ROWS, Headed, headed
from app.questions.headerless import with_names
from app.questions.headers import Names
from app.questions.model_sheets import with_models_of_sheets
from app.questions.promptfoo_tables import as_promptfoo
from app.questions.readers.files import Tables
from app.questions.remembered_columns import ColumnMemory
from app.questions.sheet_pairs import counterpart, pair_name, says_language, translation_names
from app.questions.table import Table, listed
from app.questions.turned import turned

_SHOWN = 20
"""Characters of a cell that are shown of it."""


class Chosen(NamedTuple):
    """The sheet to read, and the one with its questions in the other language."""

    main: Headed
    partner: Headed | None
    table: Table
    """The sheet to read as it stands."""
    top: tuple[tuple[int, str], ...]
    """Its first rows by their numbers, with what stands in them."""
    sheets: tuple[str, ...]
    """The names of all sheets that hold something; the hidden ones last."""
    together: tuple[str, ...]
    """The names of the sheets that are read as one, each with the answers of a model."""
    sure: bool
    """Whether the user, or the sheets' names, say that they belong together."""
    said: bool
    """Whether the user says which sheet is read."""


def choose(
    tables: Tables,
    columns: Mapping[str, str] | None,
    sheet: str | None,
    column_memory: ColumnMemory | None,
    header_row: int | None,
    findings: Findings,
) -> Chosen:
    """The sheet to read, its header row with what was named for it, and the sheet that belongs to it.

    Raises:
        InputError: no sheet, none of that name, or none with that row.
    """
    all_tables = tables.visible + tables.hidden
    sheets = tuple(table.sheet for table in all_tables)
    if not all_tables:
        findings.fail("no_rows")
    all_of_a_kind = tables.visible or tables.hidden
    group = " + ".join(table.sheet for table in all_of_a_kind)
    couple = [[one, two] for one in all_tables for two in all_tables if pair_name(one.sheet, two.sheet) == sheet]
    if sheet is not None and sheet not in (*sheets, group) and not couple:
        findings.fail("no_such_sheet", name=sheet, sheets=", ".join(sheets))
    found = [all_tables[sheets.index(sheet)]] if sheet in sheets and sheet else next(iter(couple), all_of_a_kind)
    first = header_row is not None
    wanted = _from(found, header_row, findings) if header_row is not None else [_upright(one, columns) for one in found]
    models = with_models_of_sheets(wanted, columns) if not first else None
    wanted = [models] if models is not None else wanted
    candidates = [headed(table, columns, column_memory, first=first) for table in wanted]
    if len(wanted) == 1 and candidates[0].header is None and not columns and not first:
        wanted = [with_names(wanted[0], findings)]
        candidates = [headed(wanted[0], columns, column_memory)]
    place = next((place for place, one in enumerate(candidates) if one.header is not None), 0)
    partner = _partner(candidates, place)
    names = [one.table.sheet for one in (candidates[place], partner) if one is not None]
    sure = bool(couple) or any(map(says_language, names))
    top = _top(found, candidates[place].table)
    together = tuple(table.sheet for table in found) if models is not None else ()
    sheets = (models.sheet, *sheets) if models is not None else sheets
    chosen = Chosen(candidates[place], partner, wanted[place], top, sheets, together, sure, sheet is not None)
    _say(chosen, columns, findings)
    return chosen


def _upright(table: Table, columns: Mapping[str, str] | None) -> Table:
    return turned(as_promptfoo(table), Names(columns))


def _from(tables: Sequence[Table], row: int, findings: Findings) -> list[Table]:
    """The tables from a row on, those that have it.

    Raises:
        InputError: none has it.
    """
    cut = [replace(one, rows=tuple(each for each in one.rows if each.number >= row)) for one in tables if one.lettered]
    found = [one for one in cut if one.rows and one.rows[0].number == row]
    if not found:
        findings.fail("no_such_row", row=row, number=row)
    return found


def _top(found: Sequence[Table], read: Table) -> tuple[tuple[int, str], ...]:
    """The rows among which the header is, of the sheet as the file has it; none where rows have no such numbers."""
    table = next((one for one in found if one.sheet == read.sheet), read)
    rows = table.rows[:HEADER_ROWS] if table.lettered else ()
    texts = [
        " | ".join(" ".join(cell.text.split())[:_SHOWN] for cell in row.cells if cell.text.strip()) for row in rows
    ]
    return tuple((row.number, text[: 3 * _SHOWN]) for row, text in zip(rows, texts, strict=True))


def _say(chosen: Chosen, columns: Mapping[str, str] | None, findings: Findings) -> None:
    """Record how the names of columns were found where that is not plain."""
    if chosen.together:
        findings.add("model_sheets", sheet=chosen.table.sheet, models=listed(chosen.together))
    for one in filter(None, (chosen.main, chosen.partner)):
        listing = listed(cell.text for cell in one.header.cells if cell.text) if one.header is not None else ""
        if one.table.turned:
            findings.add("turned_table", sheet=one.table.sheet, listing=listing)
        if one.joined:
            rows = ", ".join(map(str, one.joined))
            findings.add("two_header_rows", sheet=one.table.sheet, row=one.joined[-1], rows=rows, listing=listing)
    _, header, named, _ = chosen.main
    if columns is None and named:
        listing = ", ".join(f"{theirs} = {ours or '-'}" for theirs, ours in named.items())
        row = header.number if header else None
        findings.add("columns_remembered", sheet=chosen.table.sheet, row=row, listing=listing)


def _partner(candidates: Sequence[Headed], place: int) -> Headed | None:
    """The sheet with the same questions in the other language, as far as its columns and texts tell."""
    if len(candidates) < 2 or candidates[place].header is None:
        return None
    named = [one if one.header is not None else _as_translations(one.table) for one in candidates]
    found = counterpart([one.languages for one in named], place)
    return named[found] if found is not None else None


def _as_translations(table: Table) -> Headed:
    return headed(table, translation_names(table, Names()) or None, None)
