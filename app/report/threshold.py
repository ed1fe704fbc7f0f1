"""The similarity alone as a judge: its distribution by verdict, and what a threshold on it would call correct."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from app.records import GradedAnswer, Language
from app.report.counts import Basis, decision
from evaluators.statistics.clustered import clustered_mean

Against: TypeAlias = Literal["asked", "closer"]
"""Which reference an answer is compared with: in the language asked for, or the closer one of either language."""
BINS = 20
ENOUGH = 20
"""Answers from which on a threshold says anything."""


class Point(NamedTuple):
    """A decided answer: its similarity (cosine, -1..1) and whether it is correct."""

    language: Language
    similarity: float
    correct: bool


@dataclass(frozen=True, slots=True)
class Split:
    """Answers at least as similar as `threshold` called correct, against what they are.

    `hits` and `false_alarms` are called correct, rightly and wrongly; `misses` and `rejections` are not.
    """

    threshold: float
    hits: int
    false_alarms: int
    misses: int
    rejections: int

    @property
    def precision(self) -> float | None:
        """Of those called correct, the share that is; None without any."""
        called = self.hits + self.false_alarms
        return self.hits / called if called else None

    @property
    def recall(self) -> float | None:
        """Of the correct ones, the share called so; None without any."""
        correct = self.hits + self.misses
        return self.hits / correct if correct else None

    @property
    def accuracy(self) -> float | None:
        """The share that is called what it is; None without any answer."""
        total = self.hits + self.false_alarms + self.misses + self.rejections
        return (self.hits + self.rejections) / total if total else None


def points(answers: Sequence[GradedAnswer], basis: Basis, against: Against = "asked") -> list[Point]:
    """The answers that have a similarity and are decided by `basis`."""
    found = []
    for one in answers:
        correct, value = decision(one, basis), _similarity(one, against)
        if correct is not None and value is not None:
            found.append(Point(one.item.language, value, correct))
    return found


def _similarity(one: GradedAnswer, against: Against) -> float | None:
    if one.scores is None:
        return None
    if against == "asked":
        return one.scores.similarity
    known = [value for value in (one.scores.similarity, one.scores.similarity_other) if value is not None]
    return max(known, default=None)


def split(found: Sequence[Point], threshold: float) -> Split:
    """What the threshold makes of the answers."""
    called = [(point.similarity >= threshold, point.correct) for point in found]
    places = ((True, True), (True, False), (False, True), (False, False))
    hits, alarms, misses, rejections = (called.count(place) for place in places)
    return Split(threshold, hits, alarms, misses, rejections)


def best_threshold(found: Sequence[Point]) -> float:
    """The threshold in hundredths, 0..1, that calls most answers what they are; the middle of several."""
    steps = [step / 100 for step in range(101)]
    good, bad = (sorted(point.similarity for point in found if point.correct is right) for right in (True, False))
    right = [len(good) - bisect_left(good, step) + bisect_left(bad, step) for step in steps]
    best = [step for step, count in zip(steps, right, strict=True) if count == max(right)]
    return best[len(best) // 2] if found else 0.5


def majority(found: Sequence[Point]) -> float:
    """The share that always saying what most of them are gets right, 0.5..1."""
    right = sum(point.correct for point in found)
    return max(right, len(found) - right) / len(found)


def helps(found: Sequence[Point], threshold: float) -> bool:
    """Whether a threshold is better than always saying what most are, by more than two standard errors."""
    usual = sum(point.correct for point in found) * 2 >= len(found)
    gain = clustered_mean(
        [((point.similarity >= threshold) == point.correct) - float(usual == point.correct) for point in found]
    )
    return gain is not None and gain.error is not None and gain.value > 2 * gain.error


def histogram(found: Sequence[Point]) -> list[tuple[int, int]]:
    """(correct, incorrect) in each of `BINS` equal bins of 0..1; what lies beyond an end is counted there."""
    bins = [[0, 0] for _ in range(BINS)]
    for point in found:
        place = min(max(int(point.similarity * BINS), 0), BINS - 1)
        bins[place][0 if point.correct else 1] += 1
    return [(correct, incorrect) for correct, incorrect in bins]
