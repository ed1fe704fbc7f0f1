"""A run's own base rate, estimated from probabilities alone."""

from __future__ import annotations

import numpy as np
import pytest

from evaluators.judge.prior_shift import correct_prior, training_base_rate
from evaluators.judge.rows import Row, base_rate

TRAINING = 0.5


def simulated(share: float, n: int = 4000) -> tuple[np.ndarray, np.ndarray]:
    """Answers of which `share` are right, and calibrated probabilities of a judge trained where half were."""
    draw = np.random.default_rng(7)
    right = draw.random(n) < share
    scores = draw.normal(np.where(right, 1.0, -1.0), 1.0)
    return right, 1 / (1 + np.exp(-2 * scores))


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5, 0.9])
def test_the_share_of_right_answers_is_found(share: float) -> None:
    right, given = simulated(share)
    found = correct_prior(given.tolist(), TRAINING)
    assert found.prevalence == pytest.approx(right.mean(), abs=0.02)


def test_restated_probabilities_err_less_and_count_right_answers_better() -> None:
    right, given = simulated(0.08)
    restated = np.array(correct_prior(given.tolist(), TRAINING).probabilities)
    assert ((restated >= 0.5) == right).mean() > ((given >= 0.5) == right).mean() + 0.05
    assert ((restated - right) ** 2).mean() < ((given - right) ** 2).mean()
    assert restated.mean() == pytest.approx(right.mean(), abs=0.02)


def test_the_order_of_answers_stays() -> None:
    given = [0.7, 0.2, 0.9, 0.02]
    found = correct_prior(given, TRAINING)
    assert np.argsort(found.probabilities).tolist() == np.argsort(given).tolist()


def test_certain_and_no_answers_do_not_break_it() -> None:
    assert correct_prior([], TRAINING).prevalence is None
    assert correct_prior([0.0, 1.0, 0.0], TRAINING).prevalence == pytest.approx(1 / 3, abs=0.01)
    with pytest.raises(ValueError, match="between 0 and 1"):
        correct_prior([0.5], 1.0)


def test_the_shipped_judge_says_its_base_rate() -> None:
    assert 0.3 < training_base_rate() < 0.7


def test_a_base_rate_leaves_held_out_rows_aside() -> None:
    rows = [Row("首都は？", ("東京",), "東京", 1, "a", "one"), Row("首都は？", ("東京",), "大阪", 0, "a", "one")]
    rows += [Row("首都は？", ("東京",), "京都", 0, "a", "one", held_out=True)]
    assert base_rate(rows) == pytest.approx(0.5)
