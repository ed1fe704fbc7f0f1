"""The reviewers of a run: each two of them, each with the judge, how strict and how fast each is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations, pairwise
from statistics import median

from app.records import GradedAnswer
from app.verdicts import Verdict
from evaluators.statistics.agreement import PairAgreement, pair_agreement
from evaluators.statistics.clustered import Mean, clustered_mean

DECIDED = ("correct", "incorrect")
PAUSE = timedelta(minutes=5)
"""Longer than that between two verdicts, a reviewer was doing something else."""


@dataclass(frozen=True, slots=True)
class Two:
    """Two reviewers, or a reviewer and the judge (`second` empty), on what both decided."""

    first: str
    second: str
    agreement: PairAgreement


@dataclass(frozen=True, slots=True)
class Reviewer:
    """One reviewer.

    Attributes:
        verdicts: answers decided.
        leniency: how much more often correct than the others on the same answers, -1..1; None without others.
        seconds: the median time from one verdict to the next, pauses left out; None where times do not tell.
    """

    name: str
    verdicts: int
    leniency: Mean | None
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Reviewers:
    """Every two raters and every reviewer, in the order of their names."""

    pairs: tuple[Two, ...]
    each: tuple[Reviewer, ...]


def reviewers(answers: Sequence[GradedAnswer], history: Sequence[Verdict]) -> Reviewers:
    """Compare those who decided a run's answers; `history`: every verdict ever given, for the times."""
    said: dict[int, dict[str, str]] = {
        one.item.id: {v.reviewer: v.value for v in one.counted if v.value in DECIDED} for one in answers if one.counted
    }
    judge = {one.item.id: one.tested.value for one in answers if one.tested and one.tested.value in DECIDED}
    question = {one.item.id: one.item.question.no for one in answers}
    names = sorted({name for given in said.values() for name in given})
    pairs = [
        Two(a, b, pair_agreement((given[a], given[b]) for given in said.values() if a in given and b in given))
        for a, b in combinations(names, 2)
    ]
    pairs += [
        Two(
            a,
            "",
            pair_agreement((given[a], judge[item]) for item, given in said.items() if a in given and item in judge),
        )
        for a in names
    ]
    each = tuple(_reviewer(name, said, question, history) for name in names)
    return Reviewers(tuple(two for two in pairs if two.agreement.n), each)


def _reviewer(
    name: str, said: dict[int, dict[str, str]], question: dict[int, str], history: Sequence[Verdict]
) -> Reviewer:
    gaps, questions = [], []
    for item, given in said.items():
        others = [value == "correct" for other, value in given.items() if other != name]
        if name in given and others:
            gaps.append((given[name] == "correct") - sum(others) / len(others))
            questions.append(question[item])
    times = [one.time for one in history if one.reviewer == name and one.time and one.carried_from is None]
    steps = [(after - before).total_seconds() for before, after in pairwise(times) if before < after <= before + PAUSE]
    return Reviewer(
        name,
        sum(name in given for given in said.values()),
        clustered_mean(gaps, questions),
        median(steps) if len(steps) >= 3 else None,
    )
