"""A source of questions as it was read: its sheets and columns, every problem, and the questions if it can be used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from app.errors import InputError, Problem
from app.questions.columns import HEADER_ROWS, Columns, find_columns, find_header
from app.questions.fields import FIELDS
from app.questions.findings import Findings
from app.questions.headerless import with_names
from app.questions.headers import Names
from app.questions.language_rows import with_languages_beside
from app.questions.merged_cells import filled_down
from app.questions.readers.datasets import HUB
from app.questions.readers.files import Tables, read_source
from app.questions.remembered_columns import ColumnMemory
from app.questions.rows import read_rows
from app.questions.split_references import SplitReference, Splitter, named_separators
from app.questions.table import Row, Table, listed
from app.questions.table_checks import check_questions, check_several, check_table
from app.questions.two_headers import with_one_header
from app.records import QuestionSet, digest


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in a source. Without `questions` it cannot be used, and `problems` say why."""

    name: str
    problems: tuple[Problem, ...] = ()
    questions: QuestionSet | None = None
    sheet: str = ""
    """The name of the sheet that was read; empty for a text file."""
    sheets: tuple[str, ...] = ()
    """The names of all sheets that hold something; the hidden ones last."""
    headers: tuple[str, ...] = ()
    """The column names, or what is most likely to be them; none where nothing could be read."""
    understood: bool = False
    """Whether a question column was found."""
    named: Mapping[str, str] = field(default_factory=dict)
    """What the user named, now or before: the file's column name → the name that Narabe knows."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Which column each field is read from: `text.ja` → its name in the file."""
    split: tuple[str, ...] = ()
    """By what several references in one cell were split (`--split-references`); empty where they were left whole."""
    splits: tuple[SplitReference, ...] = ()
    """The cells that were split, or would be by `auto`, with their parts."""
    table: Table | None = None
    """The sheet's cells, within the process that read them."""
    header: Row | None = None
    """Their row of column names."""

    def usable(self) -> tuple[QuestionSet, tuple[Problem, ...]]:
        """The questions in the file's order, and the warnings.

        Raises:
            InputError: with all the problems found, when at least one of them is an error.
        """
        if self.questions is None:
            raise InputError(self.problems)
        return self.questions, self.problems


def _fields(layout: Columns) -> dict[str, str]:
    """The column names of a file by the field that is read from them."""
    places: dict[str, int | None] = {"no": layout.number, "type": layout.type}
    for code, index in layout.questions.items():
        references = layout.references.get(code, ())
        places |= {f"text.{code}": index, f"references.{code}": references[0] if references else None}
        places |= {f"answer.{code}": layout.answers.get(code), f"context.{code}": layout.contexts.get(code)}
    texts = {name: layout.header.cell(index).text for name, index in places.items() if index is not None}
    return {name: texts[name] for name in FIELDS if name in texts}


def read(
    source: Path | str,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    column_memory: ColumnMemory | None = None,
    encoding: str | None = None,
    split: Sequence[str] | None = None,
) -> Reading:
    """Read a source of questions; what is wrong with it is part of the result, never an exception.

    Args:
        source: a file, a folder of data files, or `hf:owner/name`.
        columns: what columns mean whose names do not say it: the file's name of a column → a name that Narabe
            knows (`instruction(jp)`, `response(en) 2`, `type`, …), or "" to carry the column over unused. None: as
            named before, where `column_memory` knows the layout; what is named is kept there.
        sheet: the sheet to read; None for the first one with a question column.
        column_memory: how columns were named before.
        encoding: what a text file is in, as Python names encodings; None to find out.
        split: by what several references in one cell are split: `auto`, or separators; `none` to leave them whole.
            None: as said before, where `column_memory` knows the layout; what is said is kept there.
    """
    findings = Findings(name_of(source))
    reading = Reading(findings.file)
    try:
        tables = read_source(source, sheet, findings, encoding)
        reading, table = _chosen(reading, tables, columns, sheet, column_memory, findings)
        reading = replace(reading, split=_separators(reading, split, column_memory))
        reading = _understood(reading, table, findings)
        if reading.questions is not None:
            chosen = reading.sheet if sheet is not None or reading.named else None
            told: list[object] = [chosen, dict(reading.named), encoding, reading.split]
            reading = replace(reading, questions=_identified(reading.questions, tables.sha256, told))
    except InputError:
        pass  # the findings hold it
    usable = not any(problem.code in ("no_such_column", "no_question_column") for problem in findings.problems)
    if column_memory is not None and reading.header is not None:
        kept = columns if usable or not columns else None
        if kept is not None or split is not None:
            column_memory.remember(reading.header, kept, named_separators(split) if split is not None else None)
    return replace(reading, problems=tuple(findings.problems))


def name_of(source: Path | str) -> str:
    """What a source is called in messages: a file's name without its folders."""
    return str(source) if str(source).startswith(HUB) else Path(source).name


def _chosen(
    reading: Reading,
    tables: Tables,
    columns: Mapping[str, str] | None,
    sheet: str | None,
    column_memory: ColumnMemory | None,
    findings: Findings,
) -> tuple[Reading, Table]:
    """The sheet to read, its header row with what was named for it, and the sheet with that one header row."""
    all_tables = tables.visible + tables.hidden
    sheets = tuple(table.sheet for table in all_tables)
    if not all_tables:
        findings.fail("no_rows")
    if sheet is not None and sheet not in sheets:
        findings.fail("no_such_sheet", name=sheet, sheets=", ".join(sheets))
    wanted = tables.visible or tables.hidden if sheet is None else [all_tables[sheets.index(sheet)]]
    candidates = [_headed(table, columns, column_memory) for table in wanted]
    if len(wanted) == 1 and candidates[0].header is None and not columns:
        wanted = [with_names(wanted[0], findings)]
        candidates = [_headed(wanted[0], columns, column_memory)]
    place = next((place for place, one in enumerate(candidates) if one.header is not None), 0)
    table, (headed, header, named) = wanted[place], candidates[place]
    if header is not None and headed is not table:
        listing = listed(cell.text for cell in header.cells if cell.text)
        findings.add("two_header_rows", sheet=table.sheet, row=header.number, above=header.number - 1, listing=listing)
    if sheet is None and len(sheets) > 1:
        others = ", ".join(other.sheet for other in all_tables if other is not table)
        findings.add("further_sheets", sheet=table.sheet, used=table.sheet, others=others)
    if columns is None and named:
        listing = ", ".join(f"{theirs} = {ours or '-'}" for theirs, ours in named.items())
        findings.add("columns_remembered", sheet=table.sheet, row=header.number if header else None, listing=listing)
    likely = header or _likely_header(table)
    reading = replace(
        reading,
        sheet=table.sheet,
        sheets=sheets,
        headers=tuple(cell.text for cell in likely.cells),
        understood=header is not None,
        named=named,
        table=table,
        header=likely,
    )
    return reading, headed


def _likely_header(table: Table) -> Row:
    """The first row, within the first few, that is at least half as full as the fullest of them."""
    rows = table.rows[:HEADER_ROWS]
    full = [sum(bool(cell.text) for cell in row.cells) for row in rows]
    return next(row for row, count in zip(rows, full, strict=True) if 2 * count >= max(full))


class _Headed(NamedTuple):
    """A table with its column names in one row, that row where a question is named in it, and what was named for it."""

    table: Table
    header: Row | None
    named: Mapping[str, str]


def _headed(table: Table, columns: Mapping[str, str] | None, column_memory: ColumnMemory | None) -> _Headed:
    together = with_one_header(table)
    if column_memory is not None and columns is None:
        for candidate in (table, together):
            for row in candidate.rows[:HEADER_ROWS]:
                if (known := column_memory.recall(row)) and known.columns:
                    return _Headed(candidate, row, known.columns)
    return _Headed(together, find_header(together, Names(columns)), columns or {})


def _separators(reading: Reading, split: Sequence[str] | None, column_memory: ColumnMemory | None) -> tuple[str, ...]:
    """By what references are split: as the user says, or said before."""
    if split is not None:
        return named_separators(split)
    known = column_memory.recall(reading.header) if column_memory is not None and reading.header is not None else None
    return known.split if known else ()


def _understood(reading: Reading, table: Table, findings: Findings) -> Reading:
    """The questions of the sheet, whose header row is that of `reading`.

    Raises:
        InputError: with all the problems found, when at least one of them is an error.
    """
    header = reading.header
    assert header is not None  # noqa: S101 - chosen before
    names = Names(reading.named)
    if not reading.understood:
        found = ", ".join(filter(None, (" ".join(cell.text.split())[:40] for cell in header.cells[:12])))
        for missing in names.missing(header):
            findings.add("no_such_column", sheet=table.sheet, row=header.number, name=missing, found=found)
        findings.fail("no_question_column", sheet=table.sheet, row=header.number, found=found)
    table, header = with_languages_beside(table, header, names, findings)
    layout = find_columns(table, header, names, findings)
    table = filled_down(table, layout, findings)
    check_table(table, layout, findings)
    splitter = Splitter(reading.split)
    numbers, questions = read_rows(table, layout, splitter, findings)
    if not questions:
        findings.fail("no_rows", sheet=table.sheet)
    check_questions(table, layout, numbers, questions, findings)
    check_several(table, layout, splitter, findings)
    fields = {name: text for name, text in _fields(layout).items() if text in reading.headers}
    reading = replace(reading, fields=fields, splits=tuple(splitter.found))
    if any(problem.severity == "error" for problem in findings.problems):
        return reading
    extra = tuple(name for _, name in layout.extra)
    return replace(reading, questions=QuestionSet(reading.name, "", questions, extra))


def _identified(questions: QuestionSet, sha256: str, told: Sequence[object]) -> QuestionSet:
    """The set under what identifies it: the content of its file, and what the user said about it."""
    sheet, named, encoding, split = told
    if sheet is not None:
        sha256 = digest([sha256, sheet, named])
    if encoding is not None:
        sha256 = digest([sha256, encoding])
    if split:
        sha256 = digest([sha256, "split", split])
    return replace(questions, sha256=sha256)
