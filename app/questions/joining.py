"""Two sheets, one for each language → the questions of both, or what is missing to join them."""

from __future__ import annotations

from typing import Literal, NamedTuple

from app.errors import InputError
from app.questions.findings import Findings
from app.questions.headed import Headed
from app.questions.sheet_pairs import Join, has_names, how_joined, joined, pair_name
from app.questions.sheet_questions import SheetQuestions, read_sheet
from app.questions.split_references import SplitReference
from app.questions.table import listed
from app.records import Question

__all__ = ["Join", "JoinedSheets", "joined_sheets", "with_names_of_both"]


class JoinedSheets(NamedTuple):
    """The questions of two sheets, the columns carried over, the cells with several references; which and by what."""

    questions: tuple[Question, ...]
    extra_columns: tuple[str, ...]
    splits: tuple[SplitReference, ...]
    sheets: tuple[str, str]
    how: Literal["no", "order"]

    @property
    def name(self) -> str:
        """What the two sheets are called together."""
        return pair_name(*self.sheets)


def with_names_of_both(main: Headed, partner: Headed) -> tuple[Headed, Headed]:
    """Two sheets, each with those of the named columns that it has; one that neither has stays with the first."""
    if not main.named or main.header is None or partner.header is None:
        return main, partner
    first, second = has_names(main.header, main.named), has_names(partner.header, main.named)
    neither = {name: means for name, means in main.named.items() if name not in first | second}
    return main._replace(named=first | neither), partner._replace(named=second or partner.named)


def joined_sheets(
    first: SheetQuestions,
    partner: Headed,
    wanted: Join | None,
    split: tuple[str, ...],
    findings: Findings,
    *,
    sure: bool,
) -> JoinedSheets | None:
    """The questions of a sheet with those of its partner; None, and why in `findings`, where it is not sure which.

    `sure`: whether the user, or the sheets' names, say that they belong together.
    """
    apart = Findings(findings.file, began=findings.began)
    try:
        second = read_sheet(partner, split, None, apart)
    except InputError:
        return None
    how = how_joined(first.half, second.half, wanted, named=sure)
    if how is None or how == "none":
        code = "sheets_apart" if sure or wanted is not None else "sheets_maybe"
        findings.add(code, sheet=first.sheet, first=first.sheet, second=second.sheet)
        return None
    findings.problems.extend(apart.problems)
    questions, extra = joined(first.half, second.half, how)
    pair = JoinedSheets(questions, extra, first.splits + second.splits, (first.sheet, second.sheet), how)
    by_ja, by = ("NO", "NO") if how == "no" else ("行の順", "order")
    count = sum(len(question.sides) == 2 for question in questions)
    findings.add("sheets_joined", sheet=pair.name, count=count, by_ja=by_ja, by=by)
    if alone := [question.no for question in questions if len(question.sides) == 1]:
        findings.add("sheets_alone", sheet=pair.name, numbers=listed(alone))
    return pair
