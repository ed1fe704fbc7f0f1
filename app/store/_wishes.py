"""What a reviewer wants to see of the review list: a queue, filters, an arm, words; as conditions of a query."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from app.store import _tables as t
from app.store._eyes import HIDDEN, flag, standing_of

QUEUES = ("all", "unreviewed", "uncertain", "language", "disagree", "adjudicate", "flagged", "errors")
OF_ROW = ("type", "pattern")
OF_SIDE = (
    "asked",
    "answered",
    "judgement",
    "verdict",
    "language_mark",
    "reviewer",
    "tag",
    "score",
    "low",
    "high",
)
"""Filters: what each asks of a row, or of one and the same side of it."""
MEANINGS = ("meaning_ja", "meaning_en")
OF_JUDGEMENT = {"judgement", "uncertain", "doubt", *MEANINGS}
"""Filters and what is said of a row (see `_columns`) for which the judgement is looked up."""
OF_ANNOTATION = {"tag", "score", "flagged"}
"""The same for the reviewer's annotation."""
PATTERNS = {
    "ja_only": ("correct", "incorrect"),
    "en_only": ("incorrect", "correct"),
    "both": ("correct", "correct"),
    "neither": ("incorrect", "incorrect"),
}
"""What the Japanese and the English side are, by the reviewer's verdict, else by the judgement."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be in the list.

    Attributes:
        queue: one of `QUEUES`; a search looks in all of them.
        arm: only rows of the arm with this key; empty: all.
        filters: by name (`OF_ROW`, `OF_SIDE`), all of which must hold.
        words: what is searched for; each word must stand in the question, its references, the answer or a comment.
        doubtful_first: the least certain judgements first.
        only: only rows with one of these items; None: all.
        drawn: only rows whose first item is one of these, in this order; None: all.
    """

    queue: str = "all"
    arm: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    doubtful_first: bool = False
    only: Collection[int] | None = None
    drawn: tuple[int, ...] | None = None


def of_row(rows: sa.Subquery, name: str, wanted: str) -> sa.ColumnElement[bool]:
    """A filter that asks something of a whole row."""
    if name == "type":
        return rows.c.question_id.in_(sa.select(t.questions.c.id).where(t.questions.c.type == wanted))
    ja, en = PATTERNS.get(wanted, ("", ""))
    return (rows.c.meaning_ja == ja) & (rows.c.meaning_en == en)


def of_side(sides: sa.Subquery, name: str, wanted: str) -> sa.ColumnElement[bool]:
    """A filter that asks something of one side."""
    one = sides.c
    match name:
        case "reviewer":
            return (one.others == 1) & standing_of(one.id, wanted).is_not(None)
        case "tag":
            return sa.cast(one.tags, sa.Text).contains(json.dumps(wanted), autoescape=True)
        case "language_mark":
            stray = sa.func.coalesce(one.mine_language_ok, sa.true()) == sa.false()
            return (one.mine != "none") & (stray if wanted == "other" else ~stray)
        case "score":
            return sa.cast(one.score, sa.Text) == wanted
        case "low" | "high":
            bound = _number(wanted)
            return one.similarity >= bound if name == "low" else one.similarity <= bound
    column = {"asked": one.asked, "answered": one.answered, "judgement": one.state, "verdict": one.mine}[name]
    return column == wanted


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("inf")


def rows(
    sides: sa.Subquery, band: float, names: Collection[str], *more: sa.ColumnElement[Any], sampled: bool = True
) -> sa.Subquery:
    """One row for each question, arm and sample, from its sides, with `names` (see `_columns`) and `more` of each.

    `sampled`: questions were asked several times. Where they were not, the items' index has them in groups already.
    """
    one, known = sides.c, _columns(sides, band)
    row = [one.question_id, one.arm_id, *([one.sample] if sampled else [])]
    key = sa.func.coalesce(sa.func.max(sa.case((one.asked == "ja", one.id))), sa.func.max(one.id))
    return (
        sa.select(
            one.question_id,
            one.arm_id,
            sa.func.min(one.sample).label("sample"),
            key.label("key"),
            *(known[name].label(name) for name in dict.fromkeys(names)),
            *more,
        )
        .group_by(*row)
        .subquery("listed_rows")
    )


def _columns(sides: sa.Subquery, band: float) -> dict[str, sa.ColumnElement[Any]]:
    """What can be said of a row by its sides: whether it is in a queue, as 0 or 1, its meanings, its doubt."""
    one = sides.c
    meaning = sa.case((one.gradable == 0, None), (one.mine != "none", one.mine), else_=one.state)
    doubt = sa.func.coalesce(sa.func.min(one.doubt), 2 * HIDDEN)
    stray = (one.gradable == 1) & one.answered.not_in(["none", "mixed"]) & (one.answered != one.asked)
    return {
        "gradable": sa.func.max(one.gradable),
        "meaning_ja": sa.func.max(sa.case((one.asked == "ja", meaning))),
        "meaning_en": sa.func.max(sa.case((one.asked == "en", meaning))),
        "doubt": doubt,
        "all": sa.literal(1),
        "unreviewed": sa.func.max(one.open),
        "uncertain": flag(doubt < band),
        "language": sa.func.max(flag(stray)),
        "disagree": sa.func.max(one.differ),
        "adjudicate": sa.func.max(one.adjudicable),
        "flagged": sa.func.max(one.flagged),
        "errors": sa.func.max(one.failed),
    }
