"""Verdicts, and which of them stand: they are only ever appended, and a withdrawal takes back an earlier one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, TypeAlias

VerdictValue: TypeAlias = Literal["correct", "incorrect", "unsure", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer decided, never changed afterwards. `withdrawn` takes back one of the reviewer's own."""

    item_id: int
    value: VerdictValue
    language_ok: bool | None
    comment: str
    reviewer: str
    judgement_visible: bool
    id: int = 0
    time: datetime | None = None
    carried_from: int | None = None
    """The verdict of an earlier run on the same answer that this one repeats."""
    withdraws: int | None = None
    """The verdict that this withdrawal takes back; None: the one before it."""


Histories: TypeAlias = Mapping[tuple[int, str], Sequence[Verdict]]
"""(item id, reviewer) → the reviewer's verdicts on the item that were not taken back, oldest first; never empty."""
Standing: TypeAlias = Mapping[int, Mapping[str, Verdict]]
"""Item id → reviewer → the reviewer's verdict that stands, items and reviewers in the order of those verdicts."""
Rule: TypeAlias = Literal["latest"]
"""Why one of several reviewers' verdicts is the answer's."""


class StandingVerdict(NamedTuple):
    """The one verdict that counts for an answer, and the rule by which it does."""

    verdict: Verdict
    rule: Rule


def histories(verdicts: Iterable[Verdict]) -> Histories:
    """Take back what was withdrawn, from verdicts in their order."""
    given: dict[tuple[int, str], list[Verdict]] = {}
    for verdict in verdicts:
        stack = given.setdefault((verdict.item_id, verdict.reviewer), [])
        if verdict.value != "withdrawn":
            stack.append(verdict)
        elif verdict.withdraws is not None:
            stack[:] = [before for before in stack if before.id != verdict.withdraws]
        elif stack:
            stack.pop()
    return {key: stack for key, stack in given.items() if stack}


def standing(verdicts: Iterable[Verdict]) -> Standing:
    """Each reviewer's verdict that stands, from verdicts in their order."""
    by_item: dict[int, dict[str, Verdict]] = {}
    for verdict in sorted((stack[-1] for stack in histories(verdicts).values()), key=lambda verdict: verdict.id):
        by_item.setdefault(verdict.item_id, {})[verdict.reviewer] = verdict
    return by_item


def standing_verdict(verdicts: Sequence[Verdict]) -> StandingVerdict | None:
    """The verdict that counts, of those that stand for one answer (one of each reviewer, oldest first): the latest."""
    return StandingVerdict(verdicts[-1], "latest") if verdicts else None


def disagree(verdicts: Iterable[Verdict]) -> bool:
    """Whether reviewers differ about the meaning (an `unsure` differs from nobody)."""
    return len({verdict.value for verdict in verdicts} - {"unsure"}) > 1
