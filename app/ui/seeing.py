"""What one reviewer may see of a run: nobody meets another's opinion of an answer before giving their own.

Blind (set for the run by its lead, or by the reviewers for themselves), judgement, similarity, passages, model and arm
come only when every side of the row is decided. What may not be seen is not sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import gradio as gr
from starlette.requests import Request as Asked  # what Gradio hands to a function that the screen reads through

from app.records import GradedAnswer
from app.security.login import USER
from app.store import Eyes, IndexSide, ListedRow, Store
from app.verdicts import ReviewSettings, Verdict


@dataclass(frozen=True, slots=True)
class Sight:
    """The eyes of one reviewer on one run. `blind`: as the lead or the reviewer wants it."""

    reviewer: str
    settings: ReviewSettings
    blind: bool

    def mine(self, verdicts: Iterable[Verdict]) -> Verdict | None:
        """The reviewer's own verdict."""
        return next((verdict for verdict in verdicts if verdict.reviewer == self.reviewer), None)

    def decided(self, row: Iterable[GradedAnswer | IndexSide]) -> bool:
        """Whether every side of a row that has an answer has the reviewer's verdict."""
        return all(self.mine(side.verdicts) is not None for side in row if _answered(side))

    def hints(self, row: Iterable[GradedAnswer | IndexSide]) -> bool:
        """Whether judgement, similarity, model and arm may be shown."""
        return not self.blind or self.decided(row)

    def others(self, side: GradedAnswer | IndexSide, row: Iterable[GradedAnswer | IndexSide]) -> bool:
        """Whether what others said of this side may be shown."""
        if self.settings.oversees(self.reviewer):
            return True
        return self.mine(side.verdicts) is not None and self.hints(row)

    def adjudicates(self, side: GradedAnswer | IndexSide, row: Iterable[GradedAnswer | IndexSide]) -> bool:
        """Whether the reviewer may give the final verdict on this side."""
        return self.settings.adjudicates(self.reviewer) and self.others(side, row)

    def eyes(self, *, shared: bool) -> Eyes:
        """What the store has to know of who looks; `shared`: the questions are shared, and others' are not shown."""
        adjudicates, oversees = self.settings.adjudicates(self.reviewer), self.settings.oversees(self.reviewer)
        return Eyes(self.reviewer, self.blind, oversees, adjudicates, shared and not oversees)

    def ordered(self, rows: Sequence[ListedRow], arms: Mapping[int, str]) -> Sequence[ListedRow]:
        """Blind, the arms of each question in an order that is this reviewer's own, so that none always comes first.

        `arms`: their keys by id.
        """
        if not self.blind or len(arms) < 2:
            return rows
        return [
            row
            for _, group in groupby(rows, key=lambda row: row.question_id)
            for row in sorted(group, key=lambda row: _shuffled(self.reviewer, str(row.question_id), arms[row.arm_id]))
        ]


def sight_of(store: Store, run_id: str, reviewer: str, *, blind: bool = False) -> Sight:
    """What a reviewer may see of a run; `blind`: the reviewer's own wish."""
    settings = store.review_settings(run_id)
    return Sight(reviewer, settings, (settings.blind or blind) and not settings.oversees(reviewer))


def asker(asked: Mapping[str, Any], request: gr.Request | Asked | None) -> str:
    """Who asks: a login outranks the name that was sent."""
    login = request.scope.get(USER) if isinstance(request, Asked) else request.username if request else None
    return str(login or asked.get("reviewer") or "").strip()[:80]


def _answered(side: GradedAnswer | IndexSide) -> bool:
    if isinstance(side, IndexSide):
        return side.state not in ("pending", "error")
    return side.answer is not None and side.answer.error is None


def _shuffled(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
