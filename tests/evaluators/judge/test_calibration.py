from __future__ import annotations

import random

import pytest

from evaluators.judge import calibration as library
from evaluators.judge.calibration import Calibration, apply
from evaluators.results import Judgement


def calibrate(pairs: list[tuple[Judgement, bool]]) -> Calibration:
    return library.calibrate(pairs)[0]


def judged(probability: float) -> Judgement:
    return Judgement("correct" if probability >= 0.5 else "incorrect", probability, True, "r", "理由")


def verdicts(n: int, threshold: float, noise: float = 0.0) -> list[tuple[Judgement, bool]]:
    rng = random.Random(0)
    chances = [rng.random() for _ in range(n)]
    return [(judged(p), (p >= threshold) != (rng.random() < noise)) for p in chances]


def test_too_few_verdicts_teach_nothing() -> None:
    calibration = calibrate(verdicts(10, 0.7))
    assert calibration.method == "none"
    assert not calibration.helps
    assert "評価" in calibration.summary[0]


def test_one_kind_of_verdict_teaches_nothing() -> None:
    assert calibrate([(judged(0.9), True)] * 50).method == "none"


def test_a_moved_threshold_is_found_and_helps() -> None:
    calibration = calibrate(verdicts(60, 0.75))
    assert calibration.method == "threshold"
    assert 0.65 < calibration.threshold < 0.85
    assert calibration.helps
    assert calibration.after > calibration.before


def test_with_enough_verdicts_the_layer_is_refitted() -> None:
    calibration = calibrate(verdicts(400, 0.75, noise=0.05))
    assert calibration.method == "layer"
    assert calibration.helps
    changed = apply(calibration, judged(0.6))
    assert changed.value == "incorrect"
    assert "reviewers" in changed.reason
    assert apply(calibration, judged(0.99)).value == "correct"


def test_nothing_is_gained_where_judgements_already_agree() -> None:
    calibration = calibrate(verdicts(200, 0.5))
    assert not calibration.helps
    assert calibration.summary[1].startswith("does not help")


def test_unjudged_stays_unjudged() -> None:
    unjudged = Judgement("unjudged", None, None, "r")
    assert apply(Calibration("threshold", shift=2.2), unjudged) == unjudged
    with pytest.raises(ValueError, match="leave it out"):
        calibrate([(unjudged, True)] * 100)


def test_a_gain_within_two_standard_errors_is_not_offered() -> None:
    """Of 60 verdicts, a moved threshold wins three: 1.76 standard errors."""
    pairs = [(judged(0.9), True)] * 28 + [(judged(0.1), False)] * 29 + [(judged(0.6), False)] * 3
    found = calibrate(pairs)
    assert found.after > found.before
    assert not found.helps


def test_a_calibration_that_only_says_what_most_verdicts_say_is_not_offered() -> None:
    """The judge is no better than a coin, nearly all verdicts are correct: always saying so is as good."""
    rng = random.Random(1)
    found = calibrate([(judged(rng.random()), rng.random() < 0.95) for _ in range(300)])
    assert found.after > found.before + 0.3
    assert found.majority == pytest.approx(found.after, abs=0.02)
    assert not found.helps


def test_the_answers_to_one_question_are_never_torn_apart() -> None:
    pairs = verdicts(100, 0.75)
    questions = [number // 4 for number in range(100)]
    _, held = library.calibrate(pairs, questions)
    assert len(held.folds) == 5 and len(held.place) == 100
    assert all(len({held.place[n] for n in range(100) if questions[n] == one}) == 1 for one in set(questions))


def test_a_threshold_is_where_the_odds_become_even() -> None:
    moved = Calibration("threshold", shift=-1.0)
    assert apply(moved, judged(moved.threshold + 1e-9)).probability == pytest.approx(0.5)
    assert apply(moved, judged(0.7)).value == "incorrect"
    assert apply(moved, judged(0.75)).value == "correct"
