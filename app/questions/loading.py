"""A source of questions as it was read: its sheets and columns, every problem, and the questions if it can be used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from app.errors import InputError, Problem
from app.questions.batch_join import with_batch
from app.questions.bounds import OWN_BOUNDS, OWN_SECONDS, QUESTION_BOUNDS
from app.questions.chosen_sheets import Chosen, choose
from app.questions.columns import Columns
from app.questions.fields import FIELDS
from app.questions.findings import Findings
from app.questions.headed import likely_header
from app.questions.headers import Names
from app.questions.joining import Join, joined_sheets, with_names_of_both
from app.questions.known_layouts import known_layout
from app.questions.readers.batches import BatchAnswer
from app.questions.readers.datasets import HUB
from app.questions.readers.files import Tables, read_source
from app.questions.remembered_columns import ColumnMemory, Remembered
from app.questions.sheet_questions import read_sheet
from app.questions.split_references import SplitReference, named_separators
from app.questions.table import Row, Table
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
    joined: Literal["", "no", "order"] = ""
    """By what the questions of two sheets were joined (`--join`): `sheet` names both of them; "" for a single one."""
    layout: str = ""
    """What the layout is called, where it is a known one: JCommonsenseQA, promptfoo, …"""
    first_rows: tuple[tuple[int, str], ...] = ()
    """The first rows of the sheet by their numbers, with what stands in them: one of them holds the column names."""
    encoding: str = ""
    """What a text file is encoded in, as people call it: said, or found out (see `guessed_encoding`)."""
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
    join: Join | None = None,
    batch_input: Path | str | None = None,
    header_row: int | None = None,
    *,
    own: bool = False,
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
        join: by what the rows or sheets of two languages belong together; None: as said before, or to find out.
        batch_input: where the questions of a batch's answers stand, under the same ids; either may be named first.
        header_row: the row with the column names, as the file counts; None to find out.
        own: whether it is the reader's own file, which may be larger (see `app.questions.bounds`).
    """
    bounds, seconds = (OWN_BOUNDS, OWN_SECONDS) if own else (QUESTION_BOUNDS, None)
    findings = Findings(name_of(source), seconds=seconds, bounds=bounds)
    reading = Reading(findings.file)
    try:
        tables, batch = _with_batch_apart(source, batch_input, sheet, encoding, findings)
        chosen = choose(tables, columns, sheet, column_memory, header_row, findings)
        reading = _with_sheet(reading, chosen)
        known = (
            column_memory.recall(reading.header) if column_memory is not None and reading.header is not None else None
        )
        by = join or (known.join if known else None)
        reading = replace(reading, split=_separators(split, known))
        reading = _understood(reading, chosen, by, findings)
        if reading.questions is not None and batch:
            reading = replace(reading, questions=with_batch(reading.questions, batch, findings))
        if reading.questions is not None:
            place = reading.sheet if sheet is not None or reading.named else None
            told: list[object] = [place, dict(reading.named), encoding, reading.split, by, header_row]
            reading = replace(reading, questions=_identified(reading.questions, tables.sha256, told))
    except InputError:
        reading = replace(reading, questions=None)  # the findings hold why
    usable = not any(problem.code in ("no_such_column", "no_question_column") for problem in findings.problems)
    if column_memory is not None and reading.header is not None:
        kept = columns if usable or not columns else None
        if kept is not None or split is not None or join is not None:
            separators = named_separators(split) if split is not None else None
            column_memory.remember(reading.header, kept, separators, join)
    return replace(reading, problems=tuple(findings.problems))


def _with_batch_apart(
    source: Path | str, batch_input: Path | str | None, sheet: str | None, encoding: str | None, findings: Findings
) -> tuple[Tables, tuple[BatchAnswer, ...]]:
    """The tables to look for questions in, and the answers of a batch that belong to them.

    Raises:
        InputError: answers without their questions, or questions without the answers that were announced.
    """
    sources = [source] if batch_input is None else [source, batch_input]
    read_in = [read_source(one, sheet, findings, encoding) for one in sources]
    batch = tuple(answer for one in read_in for table in one.visible for answer in table.batch)
    questions = [one for one in read_in if one.hidden or not all(table.batch for table in one.visible)]
    if not batch and batch_input is not None:
        findings.fail("no_batch")
    if batch and len(questions) != 1:
        findings.fail("batch_output")
    if not batch:
        return read_in[0], ()
    findings.file = name_of(sources[read_in.index(questions[0])])
    visible = [table for table in questions[0].visible if not table.batch]
    return Tables(visible, questions[0].hidden, digest([one.sha256 for one in read_in])), batch


def name_of(source: Path | str) -> str:
    """What a source is called in messages: a file's name without its folders."""
    return str(source) if str(source).startswith(HUB) else Path(source).name


def _with_sheet(reading: Reading, chosen: Chosen) -> Reading:
    """What is known of a source when its sheet is chosen."""
    header, table = chosen.main.header, chosen.table
    likely = header or likely_header(table)
    return replace(
        reading,
        sheet=table.sheet,
        sheets=chosen.sheets,
        headers=tuple(cell.text for cell in likely.cells),
        understood=header is not None,
        named=chosen.main.named,
        layout=table.layout or known_layout(cell.text for cell in likely.cells),
        first_rows=chosen.top,
        encoding=table.encoding,
        table=table,
        header=likely,
    )


def _separators(split: Sequence[str] | None, known: Remembered | None) -> tuple[str, ...]:
    """By what references are split: as the user says, or said before."""
    if split is not None:
        return named_separators(split)
    return known.split if known else ()


def _understood(reading: Reading, chosen: Chosen, join: Join | None, findings: Findings) -> Reading:
    """The questions of the sheet, and of the one that belongs to it.

    Raises:
        InputError: with all the problems found, when at least one of them is an error.
    """
    main = chosen.main
    if main.header is None:
        assert reading.header is not None  # noqa: S101 - the likely one
        found = ", ".join(filter(None, (" ".join(cell.text.split())[:40] for cell in reading.header.cells[:12])))
        for missing in Names(main.named).missing(reading.header):
            findings.add("no_such_column", sheet=reading.sheet, row=reading.header.number, name=missing, found=found)
        findings.fail("no_question_column", sheet=reading.sheet, row=reading.header.number, found=found)
    partner = chosen.partner if join != "none" else None
    if partner is not None:
        main, partner = with_names_of_both(main, partner)
    sheet = read_sheet(main, reading.split, join, findings)
    pair = joined_sheets(sheet, partner, join, reading.split, findings, sure=chosen.sure) if partner else None
    if pair is not None:
        reading = replace(reading, sheet=pair.name, sheets=(pair.name, *reading.sheets), joined=pair.how)
    known = (pair.name, *pair.sheets) if pair else (sheet.sheet, *chosen.together)
    unread = [name for name in reading.sheets if name not in known]
    if unread and not chosen.said:
        findings.add("further_sheets", sheet=sheet.sheet, used=reading.sheet, others=", ".join(unread))
    questions, extra, splits = pair[:3] if pair else (sheet.questions, sheet.half.extra_columns, sheet.splits)
    fields = {name: text for name, text in _fields(sheet.columns).items() if text in reading.headers}
    reading = replace(reading, fields=fields, splits=splits)
    if any(problem.severity == "error" for problem in findings.problems):
        return reading
    return replace(reading, questions=QuestionSet(reading.name, "", questions, extra))


def _identified(questions: QuestionSet, sha256: str, told: Sequence[object]) -> QuestionSet:
    """The set under what identifies it: the content of its file, and what the user said about it."""
    sheet, named, encoding, split, join, header_row = told
    if sheet is not None:
        sha256 = digest([sha256, sheet, named])
    if encoding is not None:
        sha256 = digest([sha256, encoding])
    if split:
        sha256 = digest([sha256, "split", split])
    if join:
        sha256 = digest([sha256, "join", join])
    if header_row is not None:
        sha256 = digest([sha256, "header row", header_row])
    return replace(questions, sha256=sha256)
