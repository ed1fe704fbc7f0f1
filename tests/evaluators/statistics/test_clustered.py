from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.stats import ttest_1samp

from evaluators.statistics.clustered import clustered_mean


def test_each_value_by_itself_is_a_t_interval() -> None:
    values = [0.0, 1.0, 1.0, 0.0, 1.0, -1.0]
    found = clustered_mean(values)
    expected = ttest_1samp(values, 0).confidence_interval(0.95)
    assert found is not None and found.interval is not None
    assert (found.interval.low, found.interval.high) == (pytest.approx(expected.low), pytest.approx(expected.high))


def test_two_answers_to_one_question_are_one_cluster_as_in_statsmodels() -> None:
    rng = np.random.default_rng(3)
    questions = [f"問{n // 2}" for n in range(60)]
    values = rng.integers(-1, 2, 60).astype(float)
    numbers = [int(name[1:]) for name in questions]
    fitted = sm.OLS(values, np.ones(60)).fit(cov_type="cluster", cov_kwds={"groups": numbers, "use_correction": False})
    found = clustered_mean(values, questions)
    assert found is not None and found.clusters == 30
    assert found.value == pytest.approx(values.mean())
    assert found.error == pytest.approx(float(fitted.bse[0]) * np.sqrt(30 / 29), abs=1e-9)


def test_one_cluster_has_no_interval_and_nothing_has_no_mean() -> None:
    assert clustered_mean([]) is None
    found = clustered_mean([1.0, 0.0], ["a", "a"])
    assert found is not None and found.interval is None and found.value == 0.5
