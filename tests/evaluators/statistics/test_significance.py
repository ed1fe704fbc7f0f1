from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import proportion_confint

from evaluators.statistics.significance import exact_mcnemar, student, wilson_interval


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        (50, 100, 0.4038, 0.5962),
        (32, 61, 0.4018, 0.6448),
        (4, 39, 0.0406, 0.2360),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
    ],
)
def test_wilson_interval_of_known_counts(successes: int, n: int, low: float, high: float) -> None:
    interval = wilson_interval(successes, n)
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=5e-4)


@settings(deadline=None)
@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_interval_agrees_with_statsmodels(counts: tuple[int, int]) -> None:
    successes, n = counts
    interval = wilson_interval(successes, n)
    low, high = proportion_confint(successes, n, method="wilson")
    assert interval is not None
    assert interval.low == pytest.approx(low, abs=1e-9)
    assert interval.high == pytest.approx(high, abs=1e-9)
    assert interval.low <= successes / n <= interval.high


@pytest.mark.parametrize(("freedom", "reach"), [(1, 12.706205), (2, 4.302653), (10, 2.228139), (30, 2.042272)])
def test_students_t_as_printed_tables_have_it(freedom: int, reach: float) -> None:
    assert student(freedom) == pytest.approx(reach, abs=1e-6)


def test_no_observation_has_no_interval() -> None:
    assert wilson_interval(0, 0) is None


@pytest.mark.parametrize(("successes", "n"), [(-1, 3), (4, 3), (0, -1)])
def test_impossible_counts_are_refused(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="between 0 and n"):
        wilson_interval(successes, n)


@settings(deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=200))
def test_mcnemar_is_the_binomial_test_of_the_discordant_pairs(pairs: list[tuple[bool, bool]]) -> None:
    result = exact_mcnemar(pairs)
    assert result.n == len(pairs)
    if not pairs:
        assert result.p_value is None
        return
    table = [[result.both, result.first_only], [result.second_only, result.neither]]
    expected = mcnemar(table, exact=True).pvalue if result.first_only + result.second_only else 1.0
    assert result.p_value == pytest.approx(min(1.0, expected), abs=1e-9)


def test_mcnemar_by_hand() -> None:
    pairs = [(True, False)] * 8 + [(False, True)] * 1 + [(True, True)] * 20 + [(False, False)] * 5
    result = exact_mcnemar(pairs)
    assert (result.both, result.first_only, result.second_only, result.neither) == (20, 8, 1, 5)
    assert result.p_value == pytest.approx(2 * (1 + 9) / 2**9)
