import random

from evaluators.judge.calibration import Calibration, apply, calibrate
from evaluators.results import Judgement


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
    assert apply(Calibration("threshold", threshold=0.1), unjudged) == unjudged
    assert calibrate([(unjudged, True)] * 100).verdicts == 0
