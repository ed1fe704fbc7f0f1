"""Verdicts, what else reviewers say of an answer, and which verdict stands: everything is only ever appended.

A withdrawal takes back an earlier verdict. The one rule by which a verdict stands is `standing_verdict`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, TypeAlias, get_args

VerdictValue: TypeAlias = Literal["correct", "incorrect", "unsure", "withdrawn"]
Mode: TypeAlias = Literal["all", "split", "overlap"]
"""How the questions of a run are shared: everyone all, split evenly, or to several reviewers each."""
MODES: tuple[Mode, ...] = get_args(Mode)
TAG_NAMES = {
    "wrong fact": "事実の誤り",
    "off topic": "的外れ",
    "several answers": "答えが複数",
    "repeats the question": "質問の繰り返し",
    "truncated": "途中で切れている",
    "wrong language": "言語の誤り",
    "refuses": "回答の拒否",
    "format": "形式の誤り",
}
"""The error tags of a question set that has no list of its own → their names in Japanese."""
TAGS = tuple(TAG_NAMES)
SCORES = range(1, 6)


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
    adjudicated: bool = False
    """Whether it is final: given by an adjudicator, with the reason as its comment, beside the reviewers' own."""
    source: str = ""
    """The queue by which the answer was reached, e.g. `uncertain`, or `sample 7/100` (seed 7, n 100); may be empty."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """What a reviewer says of an answer beside the verdict; the newest of each reviewer holds.

    Attributes:
        tags: names of error tags.
        score: 1 (worst) to 5; None: none given.
        flagged: to be looked at again.
        draft: a comment that has not gone with a verdict yet.
    """

    item_id: int
    reviewer: str
    tags: tuple[str, ...] = ()
    score: int | None = None
    flagged: bool = False
    draft: str = ""
    id: int = 0
    time: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    """How a run is reviewed.

    Attributes:
        mode: how its questions are shared.
        reviewers_each: with `overlap`, how many reviewers each question gets.
        blind: whether judgement, model and arm stay hidden from each reviewer until both sides are decided.
        lead: who set this, sees everyone's progress and adjudicates; empty: nobody has.
        lead_grades: whether the lead is one of the reviewers; one who is not may see everything.
        team: the reviewers' names, the lead's apart; empty: whoever comes.
        tags: the error tags that can be given.
    """

    mode: Mode = "all"
    reviewers_each: int = 2
    blind: bool = False
    lead: str = ""
    lead_grades: bool = True
    team: tuple[str, ...] = ()
    tags: tuple[str, ...] = TAGS

    @property
    def wanted(self) -> int | None:
        """How many reviewers a question waits for; None: every one."""
        return {"all": None, "split": 1, "overlap": self.reviewers_each}[self.mode]

    @property
    def graders(self) -> tuple[str, ...]:
        """The names among which the questions are shared; empty: whoever comes."""
        lead = (self.lead,) if self.team and self.lead_grades and self.lead not in self.team else ()
        return self.team + lead

    def grades(self, reviewer: str) -> bool:
        """Whether this reviewer has a part in grading the run."""
        if not reviewer or self.oversees(reviewer):
            return False
        return not self.graders or reviewer in self.graders

    def oversees(self, reviewer: str) -> bool:
        """Whether it is the lead, who does not grade and so may see what everyone said."""
        return bool(reviewer) and reviewer == self.lead and not self.lead_grades

    def adjudicates(self, reviewer: str) -> bool:
        """Whether this reviewer may give final verdicts: the lead; where there is none, anybody."""
        return bool(reviewer) and self.lead in ("", reviewer)


@dataclass(frozen=True, slots=True)
class Sample:
    """A random sample of a run's rows (a question under an arm, in all its languages), drawn by a seed.

    Which rows it holds is settled by `draw`, so that anybody can draw it again.
    """

    run_id: str
    n: int
    seed: int
    reviewer: str
    id: int = 0
    time: datetime | None = None

    @property
    def source(self) -> str:
        """How verdicts that were reached by it name it."""
        return f"sample {self.seed}/{self.n}"


Row: TypeAlias = tuple[str, ...]
"""A question's number and an arm's key, and which sample it is where that is not the first."""


def numbered(no: str, sample: int) -> str:
    """A question's number, and behind it the sample where it is not the first: `12`, `12 #2`."""
    return no if sample == 1 else f"{no} #{sample}"


def row_of(no: str, arm_key: str, sample: int) -> Row:
    """The row that an item stands in, with its other language."""
    return (no, arm_key) if sample == 1 else (no, arm_key, str(sample))


def draw(rows: Iterable[Row], n: int, seed: int) -> list[Row]:
    """The first `n` of the rows in an order that only the seed and the rows' own names make: simple random sampling.

    A larger sample with the same seed holds the smaller one.
    """

    def place(row: Row) -> str:
        return hashlib.sha256("\x1f".join((str(seed), *row)).encode("utf-8", "surrogatepass")).hexdigest()

    return sorted(set(rows), key=place)[:n]


Histories: TypeAlias = Mapping[tuple[int, str], Sequence[Verdict]]
"""(item id, reviewer) → the reviewer's verdicts on the item that were not taken back, oldest first; never empty."""
Standing: TypeAlias = Mapping[int, Mapping[str, Verdict]]
"""Item id → reviewer → the reviewer's verdict that stands, items and reviewers in the order of those verdicts."""
Rule: TypeAlias = Literal["adjudicated", "agreed", "latest"]
"""Why a verdict is the answer's."""


class StandingVerdict(NamedTuple):
    """The one verdict that counts for an answer, and the rule by which it does."""

    verdict: Verdict
    rule: Rule


def _given(verdicts: Iterable[Verdict]) -> dict[tuple[int, str, bool], list[Verdict]]:
    """What was not taken back, by item, reviewer and whether it is final, oldest first."""
    given: dict[tuple[int, str, bool], list[Verdict]] = {}
    for verdict in verdicts:
        stack = given.setdefault((verdict.item_id, verdict.reviewer, verdict.adjudicated), [])
        if verdict.value != "withdrawn":
            stack.append(verdict)
        elif verdict.withdraws is not None:
            stack[:] = [before for before in stack if before.id != verdict.withdraws]
        elif stack:
            stack.pop()
    return given


def left(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Every verdict that was not taken back, from verdicts in their order; final ones among them."""
    return [verdict for stack in _given(verdicts).values() for verdict in stack]


def histories(verdicts: Iterable[Verdict]) -> Histories:
    """Take back what was withdrawn, from verdicts in their order; final ones are nobody's own, and left out."""
    given = _given(verdicts)
    return {(item, reviewer): stack for (item, reviewer, final), stack in given.items() if stack and not final}


def standing(verdicts: Iterable[Verdict]) -> Standing:
    """Each reviewer's verdict that stands, from verdicts in their order; final ones left out."""
    by_item: dict[int, dict[str, Verdict]] = {}
    for verdict in sorted((stack[-1] for stack in histories(verdicts).values()), key=lambda verdict: verdict.id):
        by_item.setdefault(verdict.item_id, {})[verdict.reviewer] = verdict
    return by_item


def adjudications(verdicts: Iterable[Verdict]) -> Mapping[int, Verdict]:
    """The final verdict of each item that has one: the newest, from verdicts in their order."""
    final = [verdict for verdict in left(verdicts) if verdict.adjudicated]
    return {verdict.item_id: verdict for verdict in sorted(final, key=lambda verdict: verdict.id)}


def standing_verdict(verdicts: Sequence[Verdict], adjudication: Verdict | None = None) -> StandingVerdict | None:
    """The verdict that counts for an answer: adjudicated before agreed before latest.

    Args:
        verdicts: those that stand, one of each reviewer, oldest first. They agree when there are at least two and all
            say the same of the meaning; the mark of the language is then the latest one's.
        adjudication: the final one, if there is any.
    """
    if adjudication is not None:
        return StandingVerdict(adjudication, "adjudicated")
    if not verdicts:
        return None
    latest = verdicts[-1]
    agreed = len(verdicts) > 1 and [verdict.value for verdict in verdicts].count(latest.value) == len(verdicts)
    return StandingVerdict(latest, "agreed" if agreed else "latest")


def disagree(verdicts: Iterable[Verdict]) -> bool:
    """Whether reviewers differ about the meaning (an `unsure` differs from nobody)."""
    return len({verdict.value for verdict in verdicts} - {"unsure"}) > 1
