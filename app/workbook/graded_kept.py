"""A graded copy of a user's own workbook (see `app.workbook.kept`) → what reviewers wrote into the added columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from app.questions import read_bytes
from app.questions.findings import Findings
from app.questions.headers import folded
from app.questions.readers.excel import read_excel
from app.questions.readers.package import ZIP
from app.questions.table import Table
from app.records import Language
from app.workbook.exported import read_exported
from app.workbook.graded_verdicts import BOUNDS, OpenedAnswers, SheetGrading, read_grading
from app.workbook.kept import COLUMNS, EXPORTED, ITEMS, MARKS, RUN
from app.workbook.kept_places import row_keys
from app.workbook.words import SUFFIX

_NEEDED = (*MARKS, "item")


class KeptColumns(NamedTuple):
    """The added columns of one language, arm and sample; and of each item its number and the keys of its cells."""

    opened: OpenedAnswers
    language: Language
    arm: str
    sample: int
    items: Mapping[int, tuple[str, str, str]]


def open_kept(path: Path, findings: Findings) -> list[KeptColumns] | None:
    """Open the workbook, whose added columns may stand in any order; None for one of another making.

    Raises:
        InputError: a file that cannot be read, or an added column that was renamed or deleted.
    """
    data = read_bytes(path, findings)
    if not data.startswith(ZIP):
        return None
    shown, hidden = read_excel(data, findings, only=(COLUMNS, ITEMS, RUN, EXPORTED), bounds=BOUNDS)
    own = {table.sheet: table for table in [*shown, *hidden]}
    if not {COLUMNS, ITEMS, RUN} <= own.keys():
        return None
    facts = {row.cell(0).text: row.cell(1).text for row in own[RUN].rows}
    exported = read_exported(own[EXPORTED]) if EXPORTED in own else None
    items = {int(row.cell(0).text): _texts(row.cells) for row in own[ITEMS].rows if row.cell(0).text.isdecimal()}
    groups: dict[tuple[str, str, str, str], dict[str, str]] = {}
    for row in own[COLUMNS].rows[1:]:
        sheet, header, key, language, arm, sample = (row.cell(n).text for n in range(6))
        if language in SUFFIX:
            groups.setdefault((sheet, language, arm, sample), {})[key] = header
    shown, hidden = read_excel(data, findings, only={sheet for sheet, *_ in groups}, bounds=BOUNDS)
    tables = {table.sheet: table for table in [*shown, *hidden]}
    found: list[KeptColumns] = []
    for (sheet, language, arm, sample), headers in groups.items():
        side: Language = "ja" if language == "ja" else "en"
        table, places = _placed(tables.get(sheet), sheet, headers, findings)
        names = {f"{key}{SUFFIX[side]}": place for key, place in places.items()}
        opened = OpenedAnswers(table, names, facts, exported, {})
        found.append(KeptColumns(opened, side, arm, int(sample) if sample.isdecimal() else 1, items))
    return found or None


def _texts(cells: tuple[object, ...]) -> tuple[str, str, str]:
    number, question, answer = ([getattr(cell, "text", "") for cell in cells] + [""] * 3)[1:4]
    return number, question, answer


def _placed(
    table: Table | None, sheet: str, headers: Mapping[str, str], findings: Findings
) -> tuple[Table, dict[str, int]]:
    """The sheet from its header row on, and where its columns stand."""
    wanted = {folded(header): key for key, header in headers.items()}
    for number, row in enumerate(table.rows if table is not None else ()):
        places = {wanted[name]: index for index, cell in enumerate(row.cells) if (name := folded(cell.text)) in wanted}
        if table is not None and len(places) > len(wanted) // 2:
            gone = next((key for key in _NEEDED if key not in places), None)
            if gone is None:
                return replace(table, rows=table.rows[number:]), places
            findings.fail("verdict_column_gone", sheet=sheet, row=row.number, name=headers.get(gone, gone))
    return findings.fail("verdict_column_gone", sheet=sheet, name=headers.get("verdict", "verdict"))


def read_kept(columns: list[KeptColumns], findings: Findings) -> Iterator[SheetGrading]:
    """Every answer with its marks; a cell that cannot be read goes to `findings` instead."""
    shown: dict[tuple[str, int], frozenset[str]] = {}
    for one in columns:
        table = one.opened.table
        for row in table.rows[1:]:
            grading = read_grading(row, one.language, one.opened, findings)
            if grading is None:
                continue
            number, question, answer = one.items.get(grading.item or 0, ("?", "", ""))
            keys = shown.setdefault((table.sheet, row.number), row_keys(row))
            whole = question in keys and (not answer or answer in keys)
            yield grading._replace(no=number, arm=one.arm, sample=one.sample, shown=whole)
