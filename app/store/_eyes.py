"""What one reviewer sees of a run's answers, as a query: one row an item, and from those one row a question and arm.

The rules are those of `app.ui.seeing`: nobody's opinion before one's own, and blind no hint before all of a row is
decided.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.store import _tables as t
from app.store._database import listed
from app.store._judged import right
from app.store._reservations import theirs
from evaluators import UNCERTAIN
from evaluators.judge.calibration import Calibration

HIDDEN = 99.0
"""The doubt of a judgement that is hidden: more than any other."""
_CLOSE = 1e-6


class Eyes(NamedTuple):
    """Who looks. `oversees`: sees everything and has no part; `shared`: only the reviewer's own questions are there."""

    reviewer: str = ""
    blind: bool = False
    oversees: bool = False
    adjudicates: bool = False
    shared: bool = False


def flag(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    """A condition as 0 or 1, which every database can add up."""
    return sa.case((condition, 1), else_=0)


def stands(verdict: sa.FromClause, *, final: bool = False) -> sa.ColumnElement[bool]:
    """Whether a verdict was not taken back; a reviewer's, or (`final`) an adjudicator's."""
    row, back = verdict.c, t.verdicts.alias().c
    taken = sa.exists().where(back.item_id == row.item_id, back.withdraws == row.id)
    return sa.and_(row.value != "withdrawn", row.adjudicated if final else ~row.adjudicated, ~taken)


def standing_of(item_id: Any, reviewer: Any) -> sa.ScalarSelect[Any]:
    """The id of the verdict of a reviewer that stands on an item."""
    one = t.verdicts.alias()
    newest = sa.select(sa.func.max(one.c.id)).where(one.c.reviewer == reviewer, one.c.item_id == item_id, stands(one))
    return newest.correlate_except(one).scalar_subquery()


def newest_said(item_id: Any, reviewer: str) -> sa.ScalarSelect[Any]:
    """The id of a reviewer's newest annotation of an item."""
    one = t.annotated.alias()
    newest = sa.select(sa.func.max(one.c.id)).where(one.c.reviewer == reviewer, one.c.item_id == item_id)
    return newest.correlate_except(one).scalar_subquery()


def _meanings(item_id: Any) -> sa.ScalarSelect[Any]:
    """How many different meanings the reviewers gave an answer; an `unsure` is none."""
    one = t.verdicts.alias()
    count = sa.select(sa.func.count(one.c.value.distinct())).where(one.c.item_id == item_id, one.c.value != "unsure")
    count = count.where(one.c.id == standing_of(one.c.item_id, one.c.reviewer))
    return count.correlate_except(one).scalar_subquery()


def _settled(item_id: Any) -> sa.ColumnElement[bool]:
    """Whether an answer has a final verdict."""
    one = t.verdicts.alias()
    return sa.exists().where(one.c.item_id == item_id, stands(one, final=True)).correlate_except(one)


def sides(
    run_id: str,
    eyes: Eyes,
    fitted: Calibration | None,
    *,
    arm: str = "",
    only: Collection[int] | None = None,
    scored: bool = False,
    judged: bool = True,
    annotated: bool = True,
) -> sa.Subquery:
    """Each item of a run as `eyes` see it, one row an item.

    `arm`: only under the arm with this key; `only`: only these items; `scored`: with the similarity; `judged`: with the
    judgement; `annotated`: with the reviewer's annotation. What is not asked for is not looked up, and is NULL.
    """
    item, answer = t.items.c, t.answers.c
    mine, said = t.verdicts.alias("mine"), t.annotated.alias("said")
    gradable = answer.item_id.is_not(None) & answer.error.is_(None)
    decided = mine.c.id.is_not(None)
    hints: sa.ColumnElement[bool] = sa.true()
    if eyes.blind:
        undecided = sa.func.max(flag(gradable & ~decided))
        hints = undecided.over(partition_by=[item.question_id, item.arm_id, item.sample]) == 0
    others = sa.true() if eyes.oversees else decided & hints
    value, doubt = _doubt(fitted)
    differ = sa.case((others, flag(_meanings(item.id) > 1)), else_=0)  # looked up only where it may be seen
    query = (
        sa.select(
            item.id,
            item.question_id,
            item.arm_id,
            item.sample,
            item.language.label("asked"),
            flag(gradable).label("gradable"),
            flag(answer.error.is_not(None)).label("failed"),
            sa.func.coalesce(answer.language, "none").label("answered"),
            sa.case(
                (answer.item_id.is_(None), "pending"),
                (answer.error.is_not(None), "error"),
                (~hints, "answered"),
                else_=value if judged else sa.null(),
            ).label("state"),
            sa.case((~gradable | decided, None), (~hints, HIDDEN), else_=sa.func.coalesce(doubt, 0.0)).label("doubt")
            if judged
            else sa.null().label("doubt"),
            (sa.case((hints, t.scores.c.similarity)) if scored else sa.null()).label("similarity"),
            sa.func.coalesce(mine.c.value, "none").label("mine"),
            mine.c.language_ok.label("mine_language_ok"),
            flag(gradable & ~decided).label("open"),
            *(
                (said.c.tags, said.c.score, flag(sa.func.coalesce(said.c.flagged, sa.false())).label("flagged"))
                if annotated
                else (sa.null().label(name) for name in ("tags", "score", "flagged"))
            ),
            flag(others).label("others"),
            differ.label("differ"),
            sa.case((differ == 1, flag(~_settled(item.id))), else_=0).label("adjudicable")
            if eyes.adjudicates
            else sa.literal(0).label("adjudicable"),
        )
        .select_from(t.items)
        .outerjoin(t.answers, answer.item_id == item.id)
        .outerjoin(mine, mine.c.id == standing_of(item.id, eyes.reviewer))
        .where(item.run_id == run_id)
    )
    if judged:
        query = query.outerjoin(t.judgements, t.judgements.c.item_id == item.id)
    if annotated:
        query = query.outerjoin(said, said.c.id == newest_said(item.id, eyes.reviewer))
    if scored:
        query = query.outerjoin(t.scores, t.scores.c.item_id == item.id)
    if arm:
        one = sa.select(t.arms.c.id).where(t.arms.c.run_id == run_id, t.arms.c.key == arm)
        query = query.where(item.arm_id == one.scalar_subquery())
    if eyes.shared:
        query = query.where(item.question_id.in_(theirs(run_id, eyes.reviewer, datetime.now(UTC))))
    if only is not None:
        query = query.where(item.id.in_(listed(only)))
    return query.subquery("sides")


def _doubt(fitted: Calibration | None) -> tuple[sa.ColumnElement[str], sa.ColumnElement[float]]:
    """A judgement's value (`unjudged` without one), and how far it is from even odds, under a calibration."""
    value, chance = sa.func.coalesce(t.judgements.c.value, "unjudged"), t.judgements.c.probability
    if fitted is None:
        return value, sa.func.abs(chance - 0.5)
    near = sa.case((chance < _CLOSE, _CLOSE), (chance > 1 - _CLOSE, 1 - _CLOSE), else_=chance)
    odds = fitted.slope * sa.func.ln(near / (1.0 - near)) + fitted.shift
    return sa.case((chance.is_(None), value), (right(fitted), "correct"), else_="incorrect"), sa.func.abs(odds)


def band(fitted: Calibration | None) -> float:
    """How near to even odds an uncertain judgement is, as `doubt` measures it."""
    high = UNCERTAIN[1]
    return high - 0.5 if fitted is None else math.log(high / (1 - high))
