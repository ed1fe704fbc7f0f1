from __future__ import annotations

import numpy as np
import pytest
from statsmodels.regression.linear_model import WLS
from statsmodels.stats.proportion import proportion_confint

from evaluators.statistics.prediction_powered import corrected_mean, effective_size

NAN = float("nan")


def test_by_hand() -> None:
    """Four verdicts, four others. Cov(y, f) = 1/3, Var(f) = 2/7, so the weight is 1/3 / (2 · 2/7) = 7/12."""
    predictions = [1, 1, 0, 0, 1, 1, 0, 1]
    verdicts = [1, 1, 0, 0, NAN, NAN, NAN, NAN]
    found = corrected_mean(predictions, verdicts)
    weight = (1 / 3) / (2 * np.var(predictions, ddof=1))
    residual = np.array([1, 1, 0, 0]) - weight * np.array([1, 1, 0, 0])
    assert found is not None
    assert (found.weight, found.sampled, found.n) == (pytest.approx(weight), 4, 8)
    assert found.value == pytest.approx(weight * 0.75 + residual.mean(), abs=1e-9)
    variance = weight**2 * 0.25 / 4 + (residual.var(ddof=2) + 0.4 / 4) / 4
    assert found.error == pytest.approx(np.sqrt(variance), abs=1e-9)


def test_useless_predictions_leave_the_verdicts_mean_with_its_own_error() -> None:
    rng = np.random.default_rng(1)
    verdicts = np.where(np.arange(500) < 80, rng.integers(0, 2, 500).astype(float), NAN)
    found = corrected_mean(np.full(500, 0.5), verdicts)
    given = verdicts[:80]
    assert found is not None and found.weight == 0
    assert found.value == pytest.approx(given.mean())
    assert found.error == pytest.approx(np.sqrt((given.var(ddof=2) + 0.4 / 80) / 80))
    low, high = proportion_confint(int(given.sum()), 80, method="wilson")
    assert (found.interval.low, found.interval.high) == (pytest.approx(low, abs=0.005), pytest.approx(high, abs=0.005))


def test_thirty_verdicts_of_a_thousand_hold_the_truth_as_often_as_they_say() -> None:
    """With a floor under the variance in place of what is added to it, and n - 1 degrees of freedom: 92.8 %."""
    rng = np.random.default_rng(20_26)
    held = 0
    for _ in range(600):
        truth = rng.random(1000) < 0.7
        said = np.where(truth, rng.random(1000) < 0.85, rng.random(1000) > 0.95)
        found = corrected_mean(said, np.where(rng.permutation(1000) < 30, truth, NAN))
        held += found is not None and found.interval.low <= 0.7 <= found.interval.high
    assert 0.93 <= held / 600 <= 0.97


def test_a_kind_judge_is_corrected() -> None:
    """The judge calls everything right with 0.9 although 60 % are: the sample says so."""
    rng = np.random.default_rng(2)
    truth = rng.random(2000) < 0.6
    predictions = np.clip(0.8 + 0.1 * truth + rng.normal(0, 0.02, 2000), 0, 1)
    verdicts = np.where(np.arange(2000) < 100, truth.astype(float), NAN)
    found = corrected_mean(predictions, verdicts)
    assert found is not None and found.interval.low < 0.6 < found.interval.high < 0.75 < predictions.mean()


def test_known_probabilities_of_a_sorted_queue_weigh_it_right() -> None:
    """Uncertain answers are sampled four times as often; unweighted, their mean would be far off."""
    rng = np.random.default_rng(4)
    predictions = rng.random(20_000)
    truth = rng.random(20_000) < predictions**2
    sampling = np.where(predictions < 0.5, 0.4, 0.1)
    verdicts = np.where(rng.random(20_000) < sampling, truth.astype(float), NAN)
    found = corrected_mean(predictions, verdicts, sampling)
    assert found is not None and found.interval.low < truth.mean() < found.interval.high
    assert abs(float(np.nanmean(verdicts)) - truth.mean()) > 0.1
    constant = corrected_mean(predictions, verdicts, np.ones(20_000))
    assert constant is not None


def test_unequal_probabilities_are_weighed_as_a_survey_is() -> None:
    """Without useful predictions: a weighted mean with the robust error of a weighted regression on a constant."""
    rng = np.random.default_rng(3)
    sampling = np.where(np.arange(400) % 2, 0.1, 0.4)
    inside = rng.random(400) < sampling
    verdicts = np.where(inside, rng.integers(0, 2, 400).astype(float), NAN)
    found = corrected_mean(np.full(400, 0.5), verdicts, sampling)
    shares = 1 / sampling[inside]
    survey = WLS(verdicts[inside], np.ones(inside.sum()), weights=shares).fit(cov_type="HC0")
    assert found is not None and found.weight == 0
    assert found.value == pytest.approx(survey.params[0], abs=1e-9)
    size = shares.sum() ** 2 / (shares**2).sum()
    assert effective_size(shares) == pytest.approx(size)
    assert found.error == pytest.approx(np.sqrt(survey.bse[0] ** 2 * 400 / 399 + 0.25 / size**2), abs=1e-9)


def test_unequal_probabilities_hold_a_rate_near_one_as_often_as_they_say() -> None:
    """Weighted by the number of items in place of the sum of the weights: 91 %, twice as wide."""
    rng = np.random.default_rng(20_26)
    found = []
    for _ in range(600):
        truth = rng.random(1000) < 0.95
        said = np.where(truth, rng.random(1000) < 0.85, rng.random(1000) > 0.95)
        sampling = np.where(said, 0.036, 0.084)
        one = corrected_mean(said, np.where(rng.random(1000) < sampling, truth, NAN), sampling)
        assert one is not None
        found.append(one.interval)
    assert 0.94 <= np.mean([one.low <= 0.95 <= one.high for one in found]) <= 0.985
    assert np.mean([one.high - one.low for one in found]) < 0.15


@pytest.mark.parametrize("n", [0, 1])
def test_a_single_verdict_corrects_nothing(n: int) -> None:
    assert corrected_mean([0.5] * 5, [1.0] * n + [NAN] * (5 - n)) is None


def test_refusals() -> None:
    with pytest.raises(ValueError, match="length"):
        corrected_mean([0.5], [1.0, 0.0])
    with pytest.raises(ValueError, match="probability"):
        corrected_mean([0.5, 0.5], [1.0, 0.0], [0.0, 0.5])


def test_a_difference_lies_between_minus_one_and_one() -> None:
    found = corrected_mean([0.5, -0.5, 0.0, 0.2], [1.0, -1.0, 1.0, NAN], bounds=(-1.0, 1.0))
    assert found is not None and found.interval.low >= -1 and found.interval.high <= 1
