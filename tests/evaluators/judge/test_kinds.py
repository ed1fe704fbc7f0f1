"""The kinds of answer that weak models give, right and wrong: how many of each the shipped judge gets."""

from __future__ import annotations

from collections import Counter

import pytest

from evaluators import judge_many
from evaluators.results import Judgement
from tests.evaluators.judge.kind_cases import KindCase, cases

CASES = cases()
LEAST = 0.7
"""Share of the cases of a kind that are judged right."""
LEAST_OF_ALL = 0.9


@pytest.fixture(scope="module")
def judged() -> dict[KindCase, Judgement]:
    found = judge_many([(case.question, case.references, case.answer) for case in CASES])
    return dict(zip(CASES, found, strict=True))


def test_there_are_many_of_both() -> None:
    assert len(CASES) >= 200
    assert 0.4 < sum(case.right for case in CASES) / len(CASES) < 0.6
    assert min(Counter(case.kind for case in CASES).values()) >= 15


@pytest.mark.parametrize("kind", sorted({case.kind for case in CASES}))
def test_each_kind_is_judged(judged: dict[KindCase, Judgement], kind: str) -> None:
    of_kind = [case for case in CASES if case.kind == kind]
    missed = [(c.answer, c.right) for c in of_kind if (judged[c].value == "correct") != c.right]
    assert 1 - len(missed) / len(of_kind) >= LEAST, missed


def test_all_together(judged: dict[KindCase, Judgement]) -> None:
    right = sum((judged[case].value == "correct") == case.right for case in CASES)
    assert right / len(CASES) >= LEAST_OF_ALL
