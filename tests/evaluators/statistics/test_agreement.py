from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t
from sklearn.metrics import cohen_kappa_score

from evaluators.statistics.agreement import GroupAgreement, PairAgreement, group_agreement, pair_agreement

VALUES = st.sampled_from(["correct", "incorrect", "unsure"])


def test_kappa_collapses_on_skewed_values_and_ac1_does_not() -> None:
    """Gwet's example: 118 + 5 + 2 + 0 items."""
    pairs = [("+", "+")] * 118 + [("+", "-")] * 5 + [("-", "+")] * 2
    result = pair_agreement(pairs)
    assert (result.n, result.observed) == (125, pytest.approx(0.944))
    assert result.kappa == pytest.approx(-0.0234, abs=1e-4)
    assert result.ac1 == pytest.approx(0.9408, abs=1e-4)


def test_krippendorffs_example_with_missing_ratings() -> None:
    raters = {"A": "123321412   ", "B": "1233224125 3", "C": " 3332342251 ", "D": "12332441251 "}
    items = [{name: values[i] for name, values in raters.items() if values[i] != " "} for i in range(12)]
    result = group_agreement(items)
    assert (result.items, result.raters) == (11, 4)
    assert result.alpha == pytest.approx(0.743, abs=5e-4)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], PairAgreement(0, None, None, None)),
        ([("correct", "correct")] * 3, PairAgreement(3, 1.0, None, 1.0)),
        ([("a", "b"), ("b", "a")], PairAgreement(2, 0.0, -1.0, -1.0)),
        ([("a", "a"), ("b", "b")], PairAgreement(2, 1.0, 1.0, 1.0)),
    ],
)
def test_extreme_pairs(pairs: list[tuple[str, str]], expected: PairAgreement) -> None:
    found = pair_agreement(pairs)
    assert replace(found, alpha=None, alpha_interval=None, kappa_interval=None, ac1_interval=None) == expected


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ([], GroupAgreement(0, 0, None, None, None)),
        ([{"田中": "correct"}, {}], GroupAgreement(0, 0, None, None, None)),
        ([{"田中": "correct", "Lee": "correct"}], GroupAgreement(1, 2, 1.0, None, 1.0)),
    ],
)
def test_little_to_agree_on(ratings: list[dict[str, str]], expected: GroupAgreement) -> None:
    assert group_agreement(ratings) == expected


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=60))
def test_kappa_agrees_with_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    result = pair_agreement(pairs)
    first, second = zip(*pairs, strict=True)
    if len(set(first) | set(second)) == 1:
        assert result.kappa is None
    else:
        assert result.kappa == pytest.approx(cohen_kappa_score(first, second), abs=1e-9)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=60))
def test_two_raters_are_a_group(pairs: list[tuple[str, str]]) -> None:
    pair = pair_agreement(pairs)
    group = group_agreement([{"a": first, "b": second} for first, second in pairs])
    assert (group.items, group.observed) == (pair.n, pytest.approx(pair.observed))
    assert group.ac1 == pytest.approx(pair.ac1)


def test_gwets_four_raters() -> None:
    """AC1 of Krippendorff's example, as the package irrCAC publishes it for its data set cac.raw4raters."""
    raters = {"A": "123321412   ", "B": "1233224125 3", "C": " 3332342251 ", "D": "12332441251 "}
    items = [{name: values[i] for name, values in raters.items() if values[i] != " "} for i in range(12)]
    result = group_agreement(items)
    assert (result.alpha, result.ac1) == (pytest.approx(0.743421, abs=1e-6), pytest.approx(0.775440, abs=1e-5))


@pytest.mark.parametrize("value", ["kappa", "ac1"])
def test_intervals_are_the_jackknife_item_by_item(value: str) -> None:
    pairs = [("+", "+")] * 9 + [("+", "-")] * 4 + [("-", "+")] * 2 + [("-", "-")] * 5
    n = len(pairs)
    interval = getattr(pair_agreement(pairs), f"{value}_interval")
    left = np.array([getattr(pair_agreement(pairs[:i] + pairs[i + 1 :]), value) for i in range(n)])
    error = np.sqrt((n - 1) / n * ((left - left.mean()) ** 2).sum())
    whole = getattr(pair_agreement(pairs), value)
    assert interval.low == pytest.approx(whole - t.ppf(0.975, n - 1) * error, abs=1e-9)
    assert interval.high == pytest.approx(whole + t.ppf(0.975, n - 1) * error, abs=1e-9)


def test_alpha_has_the_interval_of_its_items_left_out_one_by_one() -> None:
    ratings = (
        [{"田中": "○", "Lee": "○"}] * 6 + [{"田中": "○", "Lee": "×"}] * 2 + [{"田中": "×", "Lee": "×", "C": "○"}] * 3
    )
    n, found = len(ratings), group_agreement(ratings)
    left = np.array([group_agreement(ratings[:i] + ratings[i + 1 :]).alpha for i in range(n)], dtype=float)
    error = np.sqrt((n - 1) / n * ((left - left.mean()) ** 2).sum())
    assert found.alpha is not None and found.alpha_interval is not None
    assert found.alpha_interval.low == pytest.approx(max(-1.0, found.alpha - t.ppf(0.975, n - 1) * error), abs=1e-9)
