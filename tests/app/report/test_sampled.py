"""A random sample of verdicts, and the rates and differences that it corrects."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from app.records import GradedAnswer
from app.report import full_json, full_report, render_full, render_text, sampled_items, summary
from app.report.full import Source
from app.verdicts import Sample, draw
from evaluators.results import Judgement
from tests.app.graded_samples import verdict
from tests.app.report.test_report import ARM, OTHER_ARM, one

SAMPLE = Sample("r", 40, 7, "花子")


def answered(count: int, graded: Sequence[int] = ()) -> list[GradedAnswer]:
    """Japanese answers, three of four right; the judge also takes half of the wrong ones for right."""
    rng = random.Random(1)
    found = []
    for no in range(count):
        right = no % 4 != 0
        judged = right or rng.random() < 0.5
        made = one(no, "ja", "correct" if judged else "incorrect", None)
        chance = 0.9 if judged else 0.1
        made = replace(made, judgement=Judgement("correct" if judged else "incorrect", chance, True, ""))
        if no in graded:
            made = replace(made, verdicts=(verdict(no, "correct" if right else "incorrect"),))
        found.append(made)
    return found


def order(count: int) -> list[int]:
    return [int(no) for no, _ in draw([(str(no), ARM.key) for no in range(count)], count, SAMPLE.seed)]


def test_the_first_of_the_drawn_order_are_the_sample_up_to_the_first_gap() -> None:
    first = order(100)
    graded = [*first[:12], *first[13:20]]
    assert sampled_items(answered(100, graded), [SAMPLE]) == frozenset(first[:12])
    assert sampled_items(answered(100, graded), []) == frozenset(), "chosen, as far as anybody knows"
    assert len(sampled_items(answered(100, range(100)), [])) == 100, "all of them are everything there is"


def test_an_unsure_verdict_is_no_gap_and_an_error_is_no_row() -> None:
    first = order(50)
    answers = answered(50, first[:9])
    answers[first[3]] = replace(answers[first[3]], verdicts=(verdict(first[3], "unsure"),))
    failed = one(first[5], "ja", None, error="停止")
    answers[first[5]] = failed
    assert sampled_items(answers, [SAMPLE]) == frozenset(first[:9]) - {first[5]}


def test_the_corrected_rate_stands_first_and_a_sorted_queue_has_none() -> None:
    first = order(300)
    answers = answered(300, first[:60])
    (row,) = [row for row in summary(answers, sampled_items(answers, [SAMPLE])) if row.type is None]
    assert row.corrected and row.random == 60 and row.judged.rate
    assert row.judged.rate > 0.84 > row.corrected.value
    assert row.corrected.interval.low < 0.75 < row.corrected.interval.high
    shown = render_text(summary(answers, sampled_items(answers, [SAMPLE])), "en")
    assert shown.index("corrected rate") < shown.index("judged correct") and "no random sample" not in shown
    chosen = render_text(summary(answers), "ja")
    assert "補正後の率" not in chosen and "無作為標本ではありません" in chosen
    assert "30 件以上を評価" in chosen


@pytest.mark.parametrize(("count", "expected"), [(29, False), (30, True)])
def test_thirty_random_verdicts_are_enough(count: int, expected: bool) -> None:
    first = order(200)
    answers = answered(200, first[:count])
    rows = summary(answers, sampled_items(answers, [SAMPLE])).rows
    assert all((row.corrected is not None) is expected for row in rows)


def test_comparisons_have_an_interval_and_are_adjusted_together() -> None:
    answers = []
    for no in range(40):
        for language, arm, right in (
            ("ja", ARM, no % 2 == 0),
            ("en", ARM, no % 4 != 3),
            ("ja", OTHER_ARM, no % 8 != 7),
            ("en", OTHER_ARM, True),
        ):
            made = one(no, language, "correct" if right else "incorrect", arm=arm)  # type: ignore[arg-type]
            answers.append(made)
    report = full_report([Source("r", "r", tuple(answers))])
    pairs = [*report.table.pairs, *report.arm_pairs]
    assert len(pairs) == 4
    for pair in pairs:
        size = pair.difference
        assert size and size.holm is not None and pair.test.p_value is not None
        assert size.low < size.value < size.high and size.holm >= pair.test.p_value
    assert min(pair.difference.holm for pair in pairs if pair.difference) == pytest.approx(  # type: ignore[type-var]
        4 * min(pair.test.p_value or 1 for pair in pairs)
    )
    (both,) = report.both
    assert both.difference.clusters == 40 and both.difference.n == 80
    text = render_full(report, "en")
    assert "the answers need not differ" in text and "clustered by question" in text
    assert full_json(report)["arm_pairs"][0]["difference"]["low"] == pytest.approx(report.arm_pairs[0].difference.low)  # type: ignore[union-attr]
