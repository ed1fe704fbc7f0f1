"""Checks of a table as a whole: types, swapped columns, merged cells, hidden rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.questions.columns import Columns
from app.questions.findings import Findings
from app.questions.headers import folded
from app.questions.split_references import SplitReference, Splitter
from app.questions.table import Table, listed
from app.records import Question

LONG_TYPE = 64
_SUFFIX = {"ja": "jp", "en": "en"}


def check_table(table: Table, columns: Columns, findings: Findings) -> None:
    """Record what is doubtful about the sheet and its columns."""
    header = columns.header.number
    if any(row.number < header for row in table.rows):
        findings.add("rows_above_header", sheet=table.sheet, row=header, header=header)
    if table.merged:
        findings.add("merged_cells", sheet=table.sheet, ranges=listed(table.merged))
    hidden = [row.number for row in table.rows if row.number in table.hidden_rows]
    if hidden:
        findings.add("hidden_rows", sheet=table.sheet, row=hidden[0], rows=listed(map(str, hidden)))
    for language, indexes in columns.references.items():
        if not indexes:
            column = columns.label(columns.questions[language])
            findings.add("no_reference_column", sheet=table.sheet, column=column, suffix=_SUFFIX[language])


def check_questions(
    table: Table, columns: Columns, numbers: Sequence[int], questions: Sequence[Question], findings: Findings
) -> None:
    """Record blank rows, repeated questions, doubtful types, and columns that look swapped.

    `numbers` are the questions' rows.
    """
    _gather_swapped(columns, questions, findings)
    _check_repeated(table, columns, numbers, questions, findings)
    if table.lettered and (blank := _blank_rows(table, columns, numbers[-1])):
        findings.add("blank_rows", sheet=table.sheet, row=blank[0], rows=listed(map(str, blank)))
    if columns.type is None or not any(question.type for question in questions):
        return
    column = columns.label(columns.type)
    usual = _usual_notations(questions)
    for row, question in zip(numbers, questions, strict=True):
        kind = question.type
        if not kind:
            findings.add("blank_type", sheet=table.sheet, row=row, column=column)
        elif usual[folded(kind)] != kind:
            findings.add("odd_type", sheet=table.sheet, row=row, column=column, value=kind, usual=usual[folded(kind)])
        elif len(kind) > LONG_TYPE:
            findings.add("long_type", sheet=table.sheet, row=row, column=column, length=len(kind))


def _blank_rows(table: Table, columns: Columns, last: int) -> list[int]:
    held = {row.number for row in table.rows if any(cell.text.strip() for cell in row.cells)}
    return sorted(set(range(columns.header.number + 1, last)) - held - {number for number, _ in table.uncached})


def _check_repeated(
    table: Table, columns: Columns, numbers: Sequence[int], questions: Sequence[Question], findings: Findings
) -> None:
    """Record questions that stand above already, in the same words."""
    first: dict[tuple[str, ...], tuple[int, Question]] = {}
    if not columns.questions:
        return
    column = columns.label(next(iter(columns.questions.values())))
    for row, question in zip(numbers, questions, strict=True):
        key = tuple(folded(side.text) for side in question.sides.values())
        if not key:
            continue
        earlier, before = first.setdefault(key, (row, question))
        if earlier != row:
            same = all(question.references(code) == before.references(code) for code in question.sides)
            code = "repeated_row" if same and question.type == before.type else "repeated_question"
            findings.add(code, sheet=table.sheet, row=row, column=column, first=earlier)


def check_several(table: Table, columns: Columns, splitter: Splitter, findings: Findings) -> None:
    """Record the cells with several references, once for each language, with how they are or would be split."""
    for language, indexes in columns.references.items():
        found = [one for one in splitter.found if one.language == language]
        if found:
            code = "references_split" if splitter.separators else "several_references"
            column = columns.label(indexes[0])
            values = {"rows": listed(dict.fromkeys(str(one.row) for one in found)), "split": _shown(found)}
            findings.add(code, sheet=table.sheet, row=found[0].row, column=column, suffix=_SUFFIX[language], **values)


def _shown(found: Sequence[SplitReference]) -> str:
    """The first few cells that are split, each different one once, part by part."""
    return listed(dict.fromkeys(f"“{' | '.join(' '.join(part.split())[:60] for part in one.parts)}”" for one in found))


def _usual_notations(questions: Sequence[Question]) -> dict[str, str]:
    """For each type without regard to notation: the notation used most."""
    usual: dict[str, str] = {}
    for kind, _ in Counter(question.type for question in questions if question.type).most_common():
        usual.setdefault(folded(kind), kind)
    return usual


def _gather_swapped(columns: Columns, questions: Sequence[Question], findings: Findings) -> None:
    """Replace row-by-row warnings by one about the columns when most rows look swapped."""
    rows = [problem for problem in findings.problems if problem.code == "sides_swapped"]
    if len(rows) < 2 or len(rows) * 2 <= len(questions):
        return
    findings.problems[:] = [problem for problem in findings.problems if problem.code != "sides_swapped"]
    label = f"{columns.label(columns.questions['ja'])}, {columns.label(columns.questions['en'])}"
    findings.add("columns_swapped", sheet=rows[0].sheet, row=columns.header.number, column=label)
