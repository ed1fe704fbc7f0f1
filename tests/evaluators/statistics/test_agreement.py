from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
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
    assert pair_agreement(pairs) == expected


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
