"""The questions of one sheet, and what was found of its columns."""

from __future__ import annotations

from typing import NamedTuple

from app.questions.columns import Columns, find_columns
from app.questions.findings import Findings
from app.questions.headed import Headed
from app.questions.headers import Names
from app.questions.language_rows import language_column, with_languages_beside
from app.questions.merged_cells import filled_down, with_groups_filled
from app.questions.model_rows import model_column, with_models_beside
from app.questions.rows import read_rows
from app.questions.sheet_pairs import Half, Join
from app.questions.split_references import SplitReference, Splitter
from app.questions.table_checks import check_questions, check_several, check_table
from app.questions.two_in_a_cell import with_languages_apart
from app.records import Question


class SheetQuestions(NamedTuple):
    """A sheet's questions in its order, its columns, and the cells with several references."""

    sheet: str
    questions: tuple[Question, ...]
    columns: Columns
    splits: tuple[SplitReference, ...]

    @property
    def half(self) -> Half:
        """The questions to be joined with those of another sheet."""
        names = tuple(name for _, name in self.columns.extra)
        return Half(self.sheet, self.questions, self.columns.number is not None, names)


def read_sheet(headed: Headed, split: tuple[str, ...], join: Join | None, findings: Findings) -> SheetQuestions:
    """The questions of a sheet with a header row.

    Raises:
        InputError: with all the problems found, when there are no questions.
    """
    table, header = headed.table, headed.header
    assert header is not None  # noqa: S101 - chosen before
    names = Names(headed.named)
    groups = {place for place in (model_column(header), language_column(header)) if place is not None}
    table = with_groups_filled(table, header, groups, findings)
    table, header = with_models_beside(table, header, names, findings)
    table, header = with_languages_beside(table, header, names, join, findings)
    table, header = with_languages_apart(table, header, names, join, findings)
    columns = find_columns(table, header, names, findings)
    table = filled_down(table, columns, findings)
    check_table(table, columns, findings)
    splitter = Splitter(split)
    numbers, questions = read_rows(table, columns, splitter, findings)
    if not questions:
        findings.fail("no_rows", sheet=table.sheet)
    check_questions(table, columns, numbers, questions, findings)
    check_several(table, columns, splitter, findings)
    return SheetQuestions(table.sheet, questions, columns, tuple(splitter.found))
