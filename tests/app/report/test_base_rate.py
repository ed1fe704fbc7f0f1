"""Judgements restated at a run's own base rate."""

from __future__ import annotations

from dataclasses import replace

from app.records import GradedAnswer
from app.report.base_rate import base_rates, restated
from evaluators import Judgement
from evaluators.judge.prior_shift import ENOUGH
from tests.app.report.test_report import one


def few_right(n: int) -> list[GradedAnswer]:
    """Answers of which one in ten is surely right, two in ten look so by a little, and the rest are wrong."""
    chances = [(0.99, 0.62, 0.58, *[0.03] * 7)[no % 10] for no in range(n)]
    value = {True: "correct", False: "incorrect"}
    return [
        replace(one(no, "ja"), judgement=Judgement(value[chance >= 0.5], chance, True, ""))  # type: ignore[arg-type]
        for no, chance in enumerate(chances, start=1)
    ]


def right(answers: list[GradedAnswer]) -> int:
    return sum(answer.judgement is not None and answer.judgement.value == "correct" for answer in answers)


def test_where_few_are_right_the_doubtful_are_no_longer_believed() -> None:
    answers = few_right(100)
    (rate,) = base_rates(answers)
    assert rate.language == "ja" and rate.n == 100 and 0.08 < rate.share < 0.3
    assert (right(answers), right(restated(answers))) == (30, 10)
    assert [answer.item for answer in restated(answers)] == [answer.item for answer in answers]


def test_a_handful_is_left_as_it_is() -> None:
    answers = few_right(ENOUGH - 1)
    assert base_rates(answers) == [] and restated(answers) == answers
