"""A run that asks each question several times: rates, intervals and tests by question, pass@k, in every form."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from app.records import GradedAnswer
from app.report import full_json, full_report, render_full, render_page, render_text, summary
from app.report.full import Source
from app.report.text import caveats, repeats_lines
from evaluators.statistics.significance import wilson_interval
from tests.app.graded_samples import OTHER_ARM
from tests.app.report.test_report import one, row

RIGHT = {1: (True, True, True, True), 2: (True, False, False, False), 3: (False, False, False, False)}


def several(arm: object = None, *, flip: bool = False) -> list[GradedAnswer]:
    """Four Japanese and four English answers to each of three questions; the English ones are all right."""
    found = []
    for no, given in RIGHT.items():
        for sample, right in enumerate(given, start=1):
            ja = one(no, "ja", "correct" if right != flip else "incorrect")
            for answer in (ja, one(no, "en", "correct")):
                item = replace(answer.item, id=len(found) + 1, sample=sample, arm=arm or answer.item.arm)
                found.append(replace(answer, item=item))
    return found


def test_rate_interval_and_pass_at_k_go_by_question() -> None:
    counts = row(summary(several()), None, "ja")
    naive = wilson_interval(5, 12)
    assert (counts.judged.correct, counts.judged.n) == (5, 12)
    assert naive and counts.judged.low is not None and counts.judged.high is not None
    assert counts.judged.low < naive.low and counts.judged.high > naive.high
    assert counts.judged_repeats and counts.judged_repeats.samples == 4 and counts.verdict_repeats is None
    found = {one.k: (one.value, one.questions) for one in counts.judged_repeats.pass_at}
    assert found == {
        1: (pytest.approx((1 + 0.25 + 0) / 3), 3),
        2: (pytest.approx((1 + 0.5 + 0) / 3), 3),
        4: (pytest.approx(2 / 3), 3),
    }
    assert row(summary(several()), None, None).judged_repeats is None


def test_questions_asked_once_say_nothing_of_it() -> None:
    report = summary([one(1, "ja"), one(2, "ja", "incorrect")])
    assert row(report, None, "ja").judged_repeats is None
    assert repeats_lines(report.rows, "en") == []
    assert not any("pass@k" in line for line in caveats(report.rows, "en"))


def test_languages_and_arms_are_compared_by_question() -> None:
    answers = [*several(), *several(OTHER_ARM, flip=True)]
    report = full_report([Source("小さな問題", "r1", tuple(answers))])
    (languages,) = (pair for pair in report.table.pairs if pair.arm_key != OTHER_ARM.key)
    assert (languages.test.n, languages.test.second_only, languages.test.clusters) == (12, 7, 3)
    assert languages.difference and languages.difference.value == pytest.approx(-7 / 12)
    assert languages.test.p_value and languages.test.p_value > 0.1, "seven of twelve would be sure if they were apart"
    assert any(pair.test.clusters == 3 and pair.flips[1].no == "1 #2" for pair in report.arm_pairs if pair.flips)
    text = render_full(report, "ja")
    assert "質問単位の t 検定 p = " in text and "McNemar" not in text
    assert "pass@4 67%" in text and "（1問につき最大 4 回答、3 問、区間は質問単位）" in text
    assert json.loads(json.dumps(full_json(report)))["rows"][0]["judged_repeats"]["pass_at"][0]["k"] == 1
    assert "pass@4" in render_page(report, {}, "en")


def test_a_single_question_has_a_rate_and_no_test() -> None:
    text = render_text(summary([one for one in several() if one.item.question.no == "1"]), "en")
    assert "pass@4 100%" in text and "p = nan" in text
