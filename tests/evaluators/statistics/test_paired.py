from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import norm

from evaluators.statistics.paired import detectable_difference, holm, more_for, paired_difference
from evaluators.statistics.significance import PairedTest, wilson_interval


def counts(both: int, first: int, second: int, neither: int) -> PairedTest:
    return PairedTest(both, first, second, neither, None)


def test_tangos_interval_of_a_published_example() -> None:
    """Airway hyper-responsiveness before and after: Fagerland et al., BMC Medical Research Methodology 14 (2014)."""
    found = paired_difference(counts(1, 1, 7, 12))
    assert found is not None
    assert (found[1].low, found[1].high) == (pytest.approx(-0.517, abs=6e-4), pytest.approx(-0.026, abs=6e-4))


@pytest.mark.parametrize(("first", "second", "n"), [(8, 1, 34), (0, 5, 20), (3, 3, 12), (12, 30, 400)])
def test_tangos_interval_by_numerical_likelihood(first: int, second: int, n: int) -> None:
    """The same statistic, its nuisance parameter found by maximising the likelihood instead of in closed form."""

    def score(difference: float) -> float:
        def against(q: float) -> float:
            parts = ((first, q + difference), (second, q), (n - first - second, 1 - 2 * q - difference))
            return -sum(count * math.log(max(chance, 1e-300)) for count, chance in parts if count)

        bounds = (max(0.0, -difference), (1 - difference) / 2)
        q = minimize_scalar(against, bounds=bounds, method="bounded", options={"xatol": 1e-13}).x
        return (first - second - n * difference) / math.sqrt(n * (2 * q + difference - difference**2))

    z, observed = norm.ppf(0.975), (first - second) / n
    found = paired_difference(counts(0, first, second, n - first - second))
    assert found is not None and found[0] == pytest.approx(observed)
    low = brentq(lambda d: score(d) - z, -0.999, observed)
    high = brentq(lambda d: score(d) + z, observed, 0.999)
    assert (found[1].low, found[1].high) == (pytest.approx(low, abs=1e-6), pytest.approx(high, abs=1e-6))


def test_extreme_tables() -> None:
    assert paired_difference(counts(0, 0, 0, 0)) is None
    none = paired_difference(counts(10, 0, 0, 0))
    assert none is not None and none[0] == 0 and none[1].low == pytest.approx(-none[1].high)
    all_first = paired_difference(counts(0, 10, 0, 0))
    assert all_first is not None and all_first[1].high == 1.0 and 0 < all_first[1].low < 1


def test_the_detectable_difference_is_found_with_the_power_it_claims() -> None:
    test = counts(100, 30, 30, 40)
    least = detectable_difference(test)
    assert least is not None
    differing = 60.5 / 200.5
    reach = norm.ppf(0.975) * math.sqrt(differing) + norm.ppf(0.8) * math.sqrt(differing - least**2)
    assert (reach / least) ** 2 == pytest.approx(200, abs=1e-6), "Connor's formula gives the n back"
    assert detectable_difference(counts(0, 0, 0, 0)) is None
    assert detectable_difference(counts(3, 0, 0, 0)) is None


@pytest.mark.parametrize(("correct", "n", "half"), [(50, 100, 0.05), (8, 10, 0.03)])
def test_so_many_more_and_not_one_less(correct: int, n: int, half: float) -> None:
    more = more_for(correct, n, half)
    assert more is not None

    def width(total: int) -> float:
        interval = wilson_interval(round(correct / n * total), total)
        assert interval is not None
        return (interval.high - interval.low) / 2

    assert width(n + more) <= half < width(n + more - 1)
    assert more_for(correct, n, 0.5) == 0 and more_for(0, 0, 0.1) is None


def test_holms_example() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []
    assert np.all(np.array(holm([0.5, 0.9])) <= 1)
