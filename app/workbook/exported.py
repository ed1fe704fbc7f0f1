"""The hidden sheet `Exported`: the verdicts as they were written, so that an import knows what was changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, cast, get_args

from app.questions.table import Table
from app.records import CellValue, GradedAnswer
from app.verdicts import Rule, VerdictValue
from app.workbook.overflow import Overflow
from app.workbook.sheet import PlainSheet
from app.workbook.style import Column, Style

SHEET = "Exported"
_COLUMNS = [
    Column("item", 10, "plain"),
    Column("verdict", 12, "plain"),
    Column("language_ok", 12, "plain"),
    Column("comment", 40),
    Column("reviewer", 16),
    Column("rule", 12, "plain"),
    Column("column", 16),
]
EXPORTED_HEADERS = tuple(column.header for column in _COLUMNS)


class Marks(NamedTuple):
    """What the cells of one answer say: a verdict or none, whether the language is right, and a comment."""

    value: VerdictValue | None = None
    language_ok: bool | None = None
    comment: str = ""


class Exported(NamedTuple):
    """The marks that stood for an answer as they were written, whose they were, and by which rule they stood.

    A blank row has no reviewer and no rule.
    """

    marks: Marks = Marks()
    reviewer: str = ""
    rule: Rule | None = None


class Baseline(NamedTuple):
    """What a workbook held when it was written.

    Attributes:
        standing: item → what stood in its verdict's cells.
        own: reviewer → item → what the reviewer had said.
        names: each reviewer as the headers show it → the reviewer.
    """

    standing: Mapping[int, Exported] = {}
    own: Mapping[str, Mapping[int, Marks]] = {}
    names: Mapping[str, str] = {}


def write_exported(
    sheet: PlainSheet, style: Style, overflow: Overflow, answers: Sequence[GradedAnswer], names: Mapping[str, str]
) -> None:
    """Fill the sheet with every reviewer's verdict and the final ones, and hide it from all but programs.

    `names`: reviewers → as the headers show them.
    """
    style.lay(sheet, _COLUMNS)
    formats = style.formats(_COLUMNS)
    for number, values in enumerate(exported_rows(answers, names), start=1):
        sheet.put_row(number, overflow.shortened(values, SHEET, number), formats)
    sheet.very_hidden()


def exported_rows(answers: Sequence[GradedAnswer], names: Mapping[str, str]) -> Iterator[list[CellValue]]:
    """The rows below the header, in the order of `EXPORTED_HEADERS`."""
    for one in answers:
        stands = one.stands
        if stands is None:
            continue
        final = [one.adjudication] if one.adjudication else []
        for verdict in (*one.verdicts, *final):
            rule = stands.rule if stands.verdict is verdict else None
            marks: list[CellValue] = [verdict.value, verdict.language_ok, verdict.comment]
            yield [verdict.item_id, *marks, verdict.reviewer, rule, names.get(verdict.reviewer)]


def read_exported(table: Table) -> Baseline:
    """What the sheet says. Rows that somebody made unreadable are left out."""
    standing: dict[int, Exported] = {}
    own: dict[str, dict[int, Marks]] = {}
    names: dict[str, str] = {}
    for row in table.rows[1:]:
        item, verdict, language_ok, comment, reviewer, rule, column = (row.cell(n) for n in range(len(_COLUMNS)))
        if not isinstance(item.value, int | float) or verdict.text not in get_args(VerdictValue):
            continue
        mark = language_ok.value if isinstance(language_ok.value, bool) else None
        marks = Marks(cast("VerdictValue", verdict.text), mark, comment.text.strip())
        name = reviewer.text
        if rule.text in get_args(Rule):
            standing[int(item.value)] = Exported(marks, name, cast("Rule", rule.text))
        if rule.text != "adjudicated":
            own.setdefault(name, {})[int(item.value)] = marks
            names[column.text] = name
    return Baseline(standing, own, names)
