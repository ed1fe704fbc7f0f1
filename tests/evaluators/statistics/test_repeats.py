"""Questions answered several times: pass@k, and intervals that know that their answers belong together."""

from __future__ import annotations

from itertools import combinations

import pytest

from evaluators.statistics.clustered import clustered_interval, clustered_mean, clustered_test
from evaluators.statistics.repeats import pass_at_k
from evaluators.statistics.significance import wilson_interval


@pytest.mark.parametrize(("n", "correct"), [(1, 0), (1, 1), (5, 0), (5, 2), (6, 5), (7, 7)])
def test_pass_at_k_is_the_share_of_choices_with_a_right_one(n: int, correct: int) -> None:
    answers = [place < correct for place in range(n)]
    for k in range(1, n + 1):
        chosen = [any(some) for some in combinations(answers, k)]
        assert pass_at_k(n, correct, k) == pytest.approx(sum(chosen) / len(chosen))


@pytest.mark.parametrize(("n", "correct", "k"), [(3, 4, 1), (3, -1, 1), (3, 1, 4), (3, 1, 0)])
def test_what_cannot_be_is_refused(n: int, correct: int, k: int) -> None:
    with pytest.raises(ValueError, match="at once"):
        pass_at_k(n, correct, k)


def test_answers_that_only_repeat_each_other_tell_no_more_than_one() -> None:
    values = [place % 3 == 0 for place in range(60)]
    once = clustered_interval(values, list(range(60)))
    often = clustered_interval(
        [value for value in values for _ in range(10)], [n for n in range(60) for _ in range(10)]
    )
    assert once and often and (often.low, often.high) == (pytest.approx(once.low), pytest.approx(once.high))
    naive = wilson_interval(200, 600)
    assert naive and often.high - often.low > 2 * (naive.high - naive.low)


def test_independent_answers_come_near_wilsons_interval() -> None:
    found, wilson = clustered_interval([n % 4 == 0 for n in range(400)], list(range(400))), wilson_interval(100, 400)
    assert found and wilson
    assert (found.low, found.high) == (pytest.approx(wilson.low, abs=2e-3), pytest.approx(wilson.high, abs=2e-3))


@pytest.mark.parametrize("value", [True, False])
def test_where_all_answers_are_alike_the_questions_count(value: bool) -> None:
    found, wilson = clustered_interval([value] * 200, [n // 10 for n in range(200)]), wilson_interval(20 * value, 20)
    assert found and wilson and found.high - found.low == pytest.approx(wilson.high - wilson.low, abs=0.02)
    assert clustered_interval([], []) is None
    single = clustered_interval([True, True], ["1", "1"])
    assert single and single.low < 0.3 and single.high == 1.0


def test_the_clustered_test_is_a_t_test_of_the_questions() -> None:
    from scipy.stats import ttest_1samp

    by_question = [0.5, -0.5, 1.0, 0.0, 0.5, 0.5]
    pairs = [(value, no) for no, mean in enumerate(by_question) for value in (mean, mean)]
    mean = clustered_mean([value for value, _ in pairs], [no for _, no in pairs])
    assert mean and clustered_test(mean) == pytest.approx(float(ttest_1samp(by_question, 0).pvalue))
    none, alike = clustered_mean([0.0, 0.0], [1, 2]), clustered_mean([1.0], [1])
    assert none and clustered_test(none) == 1.0
    assert alike and clustered_test(alike) is None
