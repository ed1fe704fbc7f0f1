"""Each statistic against a second library, or against its definition worked out another way: to 1e-6."""

from __future__ import annotations

import importlib
import inspect
import math
import pkgutil
from collections.abc import Callable, Sequence
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import t
from sklearn.calibration import calibration_curve
from sklearn.metrics import roc_curve
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.multitest import multipletests

import evaluators.statistics
from evaluators.statistics.agreement import group_agreement, pair_agreement
from evaluators.statistics.clustered import clustered_interval
from evaluators.statistics.judging import BINS, judging
from evaluators.statistics.paired import holm
from evaluators.statistics.reliability import calibration_error

ORACLES = {
    "calibration_error": ("test_oracles", "test_reliability_as_scikit_learn_bins_it"),
    "clustered_interval": ("test_oracles", "test_a_clustered_rate_ends_where_the_score_is_as_large_as_t"),
    "clustered_mean": ("test_clustered", "test_two_answers_to_one_question_are_one_cluster_as_in_statsmodels"),
    "clustered_test": ("test_repeats", "test_the_clustered_test_is_a_t_test_of_the_questions"),
    "corrected_mean": ("test_prediction_powered", "test_unequal_probabilities_are_weighed_as_a_survey_is"),
    "detectable_difference": ("test_paired", "test_the_detectable_difference_is_found_with_the_power_it_claims"),
    "effective_size": ("test_prediction_powered", "test_unequal_probabilities_are_weighed_as_a_survey_is"),
    "exact_mcnemar": ("test_significance", "test_mcnemar_is_the_binomial_test_of_the_discordant_pairs"),
    "group_agreement": ("test_oracles", "test_alpha_by_coincidences_and_ac1_by_its_definition"),
    "holm": ("test_oracles", "test_holm_as_statsmodels_has_it"),
    "judging": ("test_oracles", "test_reliability_as_scikit_learn_bins_it"),
    "more_for": ("test_paired", "test_so_many_more_and_not_one_less"),
    "pair_agreement": ("test_agreement", "test_kappa_agrees_with_scikit_learn"),
    "paired_difference": ("test_paired", "test_tangos_interval_by_numerical_likelihood"),
    "pass_at_k": ("test_repeats", "test_pass_at_k_is_the_share_of_choices_with_a_right_one"),
    "student": ("test_significance", "test_students_t_as_printed_tables_have_it"),
    "wilson_interval": ("test_significance", "test_wilson_interval_agrees_with_statsmodels"),
}
"""Every public function → the file and the test that has it from a second source."""


def test_every_statistic_has_a_second_source() -> None:
    names = [module.name for module in pkgutil.iter_modules(evaluators.statistics.__path__)]
    modules = [importlib.import_module(f"evaluators.statistics.{name}") for name in names]
    public = {
        name
        for module in modules
        for name, one in inspect.getmembers(module, inspect.isfunction)
        if one.__module__ == module.__name__ and not name.startswith("_")
    }
    assert public == set(ORACLES)
    for file, test in ORACLES.values():
        found: Callable[..., None] = getattr(importlib.import_module(f"tests.evaluators.statistics.{file}"), test)
        assert callable(found)


RATINGS = st.lists(st.dictionaries(st.sampled_from("ABC"), st.sampled_from(["正解", "不正解", "?"])), max_size=25)


@settings(deadline=None, max_examples=30)
@given(RATINGS)
def test_alpha_by_coincidences_and_ac1_by_its_definition(ratings: list[dict[str, str]]) -> None:
    """K. Krippendorff's matrix of coincidences (2011), and K. L. Gwet's formulas for several raters (2014)."""
    found = group_agreement(ratings)
    units = [list(one.values()) for one in ratings if len(one) > 1]
    assert found.items == len(units)
    values = sorted({value for unit in units for value in unit})
    if len(values) < 2:
        assert found.alpha is None
        return
    assert found.alpha is not None and found.ac1 is not None
    assert found.alpha == pytest.approx(_alpha(units, values), abs=1e-9)
    assert found.ac1 == pytest.approx(_ac1([list(one.values()) for one in ratings if one]), abs=1e-9)


def _alpha(units: Sequence[Sequence[str]], values: Sequence[str]) -> float:
    matrix = np.zeros((len(values), len(values)))
    for unit in units:
        for first, second in permutations(unit, 2):
            matrix[values.index(first), values.index(second)] += 1 / (len(unit) - 1)
    totals = matrix.sum(axis=0)
    n = totals.sum()
    differing = n - np.trace(matrix)
    expected = (n**2 - (totals**2).sum()) / (n - 1)
    return float(1 - differing / expected)


def _ac1(units: Sequence[Sequence[str]]) -> float:
    values = sorted({value for unit in units for value in unit})
    shares = np.array([[unit.count(value) / len(unit) for value in values] for unit in units])
    agreed = np.mean(
        [
            sum(unit.count(value) * (unit.count(value) - 1) for value in values) / (len(unit) * (len(unit) - 1))
            for unit in units
            if len(unit) > 1
        ]
    )
    mean = shares.mean(axis=0)
    chance = (mean * (1 - mean)).sum() / (len(values) - 1)
    return float((agreed - chance) / (1 - chance))


def test_ac1_of_gwets_example_worked_out() -> None:
    """118 + 5 + 2 + 0 of 125: + is said 243 of 250 times."""
    share = 243 / 250
    chance = 2 * share * (1 - share)
    found = pair_agreement([("+", "+")] * 118 + [("+", "-")] * 5 + [("-", "+")] * 2)
    assert found.ac1 == pytest.approx((118 / 125 - chance) / (1 - chance), abs=1e-9)
    assert found.alpha == pytest.approx(_alpha([["+", "+"]] * 118 + [["+", "-"]] * 7, ["+", "-"]), abs=1e-9)


@pytest.mark.parametrize("n", [1, 2, 30])
def test_holm_as_statsmodels_has_it(n: int) -> None:
    p_values = [*np.random.default_rng(n).beta(0.3, 2, n).tolist(), 0.0, 1.0, 1.0]
    assert holm(p_values) == pytest.approx(multipletests(p_values, method="holm")[1].tolist(), abs=1e-9)


def test_a_clustered_rate_ends_where_the_score_is_as_large_as_t() -> None:
    """The error by statsmodels' cluster-robust regression; the ends by root finding in place of a closed form."""
    rng = np.random.default_rng(6)
    groups = np.repeat(np.arange(40), 5)
    values = (rng.random(200) < np.repeat(rng.beta(1, 1, 40), 5)).astype(float)
    fitted = OLS(values, np.ones(200)).fit(cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False})
    rate, reach = float(values.mean()), float(t.ppf(0.975, 39))
    size = rate * (1 - rate) / (float(fitted.bse[0]) ** 2 * 40 / 39)
    found = clustered_interval(values, groups.tolist())

    def score(p: float) -> float:
        return abs(rate - p) / math.sqrt(p * (1 - p) / size) - reach

    assert found is not None and size < 200
    assert found.low == pytest.approx(brentq(score, 1e-9, rate), abs=1e-6)
    assert found.high == pytest.approx(brentq(score, rate, 1 - 1e-9), abs=1e-6)


def test_reliability_as_scikit_learn_bins_it() -> None:
    rng = np.random.default_rng(8)
    chances = rng.random(500)
    labels = (rng.random(500) < chances**2).astype(np.int64)
    right, said = calibration_curve(labels, chances, n_bins=BINS, strategy="uniform")
    found = judging(chances, labels)
    assert [one.correct / one.n for one in found.bins] == pytest.approx(right.tolist(), abs=1e-9)
    assert [one.mean for one in found.bins] == pytest.approx(said.tolist(), abs=1e-9)
    right, said = calibration_curve(labels, chances, n_bins=10, strategy="uniform")
    sizes = np.histogram(chances, bins=10, range=(0, 1))[0] / 500
    assert calibration_error(chances, labels) == pytest.approx(float((sizes * np.abs(right - said)).sum()), abs=1e-9)
    alarms, hits, _ = roc_curve(labels, chances)
    assert np.array(found.roc) == pytest.approx(np.column_stack([alarms, hits]), abs=1e-9)
