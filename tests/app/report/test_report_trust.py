"""Agreement, changed minds, and the similarity as a judge."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, cohen_kappa_score, precision_score, recall_score

from app.records import GradedAnswer
from app.report import threshold
from app.report.threshold import Point
from app.report.trust import trust
from app.verdicts import Verdict
from evaluators import Scores
from tests.app.report.test_report import one

POINTS = st.lists(
    st.builds(Point, st.just("ja"), st.floats(-1, 1).map(lambda x: round(x, 2)), st.booleans()), min_size=1
)


def said(item: int, value: str, reviewer: str, *, visible: bool = True, number: int = 0) -> Verdict:
    return Verdict(item, value, True, "", reviewer, visible, id=number)  # type: ignore[arg-type]


def test_the_judge_against_the_reviewers() -> None:
    values = [("correct", "correct"), ("correct", "incorrect"), ("incorrect", "incorrect"), ("incorrect", "correct")]
    values += [("correct", "correct")] * 3 + [("unjudged", "correct"), ("correct", "unsure")]
    answers = [one(no, "ja", judged, verdict) for no, (judged, verdict) in enumerate(values)]  # type: ignore[arg-type]
    found = trust(answers, [])
    decided = [pair for pair in values if pair[0] != "unjudged" and pair[1] != "unsure"]
    assert found.judge.n == 7
    assert found.judge.kappa == pytest.approx(cohen_kappa_score(*zip(*decided, strict=True)))
    assert (found.too_kind, found.too_strict) == (1, 1)


def test_minds_that_changed_after_the_judgement_was_shown() -> None:
    answers = [one(no, "ja", "correct") for no in range(4)]
    history = [
        said(0, "incorrect", "a", visible=False),
        said(0, "correct", "a"),
        said(1, "correct", "a", visible=False),
        said(1, "correct", "a"),
        said(2, "correct", "a", visible=False),
        said(2, "incorrect", "a"),
        said(3, "incorrect", "a", visible=False),
        said(3, "withdrawn", "a"),
        said(3, "incorrect", "b"),
    ]
    found = trust(answers, history)
    assert (found.changes.blind, found.changes.changed, found.changes.toward) == (3, 2, 1)
    assert (found.blind.n, found.blind.observed) == (3, pytest.approx(2 / 3))


def test_nothing_to_say_without_verdicts() -> None:
    found = trust([one(1, "ja")], [])
    assert (found.judge.n, found.reviewers.items, found.changes.blind) == (0, 0, 0)


@given(POINTS, st.floats(0, 1))
def test_a_threshold_counts_as_scikit_learn_does(points: list[Point], at: float) -> None:
    found = threshold.split(points, at)
    truth = np.array([point.correct for point in points])
    called = np.array([point.similarity >= at for point in points])
    assert found.accuracy == pytest.approx(accuracy_score(truth, called))
    if called.any():
        assert found.precision == pytest.approx(precision_score(truth, called))
    if truth.any():
        assert found.recall == pytest.approx(recall_score(truth, called))


@given(POINTS)
def test_the_histogram_holds_every_point_and_the_best_threshold_is_best(points: list[Point]) -> None:
    bins = threshold.histogram(points)
    assert len(bins) == threshold.BINS
    assert sum(correct for correct, _ in bins) == sum(point.correct for point in points)
    assert sum(map(sum, bins)) == len(points)
    best = threshold.split(points, threshold.best_threshold(points)).accuracy
    assert best == max(threshold.split(points, step / 100).accuracy or 0 for step in range(101))


def test_points_need_a_similarity_and_a_decision() -> None:
    scored = GradedAnswer(one(1, "ja").item, one(1, "ja").answer, Scores(0.2, 0.9), one(1, "ja").judgement)
    unscored, undecided = one(2, "ja"), one(3, "ja", "unjudged")
    answers = [scored, unscored, undecided]
    assert threshold.points(answers, "judgement") == [Point("ja", 0.2, True)]
    assert threshold.points(answers, "judgement", "closer") == [Point("ja", 0.9, True)]
    assert threshold.points(answers, "verdict") == []
