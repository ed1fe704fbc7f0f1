from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from app.records import Answer, Arm, GradedAnswer, Item, Language, Question, Side
from app.report import Rate, Report, SummaryRow, render_text, summary, to_json
from evaluators.results import Judgement, JudgementValue
from tests.app.graded_samples import ARM, OTHER_ARM, verdict


def question(no: int, kind: str = "open_qa") -> Question:
    return Question(str(no), kind, {"ja": Side("質問", ("答え",)), "en": Side("question", ("answer",))})


def one(
    no: int,
    language: Language,
    judged: JudgementValue | None = "correct",
    given: str | None = None,
    *,
    kind: str = "open_qa",
    arm: Arm = ARM,
    **more: Any,
) -> GradedAnswer:
    """An answer with its judgement and verdict; `error` and `language_ok` as further facts."""
    answer = Answer("x", "" if more.get("error") else "x", language, error=more.get("error"))
    judgement = Judgement(judged, 0.9, more.get("judged_language_ok", True), "") if judged else None
    verdicts = (verdict(no, given, language_ok=more.get("language_ok")),) if given else ()
    return GradedAnswer(Item(no, question(no, kind), language, arm), answer, None, judgement, verdicts)


def row(report: Report, kind: str | None, language: Language | None, arm: Arm = ARM) -> SummaryRow:
    (found,) = [r for r in report if (r.type, r.language, r.arm_key) == (kind, language, arm.key)]
    return found


def test_unjudged_and_errors_are_never_incorrect() -> None:
    report = summary(
        [
            one(1, "ja", "correct"),
            one(2, "ja", "incorrect"),
            one(3, "ja", "unjudged"),
            one(4, "ja", "unjudged", error="out of memory"),
            one(5, "ja", None),
            GradedAnswer(Item(6, question(6), "ja", ARM)),
        ]
    )
    counts = row(report, None, "ja")
    assert (counts.items, counts.answered, counts.errors) == (6, 4, 1)
    assert (counts.judged.correct, counts.judged.n, counts.unjudged) == (1, 2, 2)
    assert counts.judged.rate == 0.5
    assert (counts.reviewed, counts.verdict) == (0, Rate(0, 0))
    assert counts.verdict.rate is None


def test_verdicts_and_the_other_language() -> None:
    report = summary(
        [
            one(1, "ja", given="correct", language_ok=True),
            one(2, "ja", given="correct", language_ok=False, judged_language_ok=False),
            one(3, "ja", "incorrect", given="incorrect", language_ok=False),
            one(4, "ja", given="unsure"),
            one(5, "ja", given="withdrawn"),
        ]
    )
    counts = row(report, "open_qa", "ja")
    assert (counts.reviewed, counts.unsure, counts.other_language) == (4, 1, 1)
    assert (counts.verdict.correct, counts.verdict.n) == (2, 3)
    assert (counts.judged.correct, counts.judged.n, counts.judged_other_language) == (4, 5, 1)


def test_what_is_uncertain_leaves_the_rate_a_span() -> None:
    def unsure(no: int, value: JudgementValue, probability: float) -> GradedAnswer:
        return replace(one(no, "ja"), judgement=Judgement(value, probability, True, ""))

    sure = [one(no, "ja", "correct" if no < 4 else "incorrect") for no in range(1, 8)]
    report = summary([*sure, unsure(8, "correct", 0.6), unsure(9, "incorrect", 0.4), unsure(10, "incorrect", 0.45)])
    counts = row(report, None, "ja")
    assert (counts.uncertain, counts.judged_span) == (3, (0.3, 0.6))
    assert re.search(r"4/10 +30–60% +17–69% +3", render_text(report))
    assert row(summary(sure), None, "ja").judged_span is None


def test_the_original_experiments_counts() -> None:
    """Its published counts without and with retrieval: open_qa 32/61 and 36/61, classification 4/39 and 9/39."""
    counts = {(ARM, "open_qa"): (32, 61), (OTHER_ARM, "open_qa"): (36, 61)}
    counts |= {(ARM, "classification"): (4, 39), (OTHER_ARM, "classification"): (9, 39)}
    answers = [
        one(no, "ja", None, "correct" if no < right else "incorrect", kind=kind, arm=arm)
        for (arm, kind), (right, total) in counts.items()
        for no in range(total)
    ]
    report = summary(answers)
    for (arm, kind), expected in counts.items():
        rate = row(report, kind, "ja", arm).verdict
        assert (rate.correct, rate.n) == expected
    rate = row(report, "open_qa", "ja").verdict
    assert (rate.low, rate.high) == (pytest.approx(0.4018, abs=1e-3), pytest.approx(0.6448, abs=1e-3))
    assert row(report, None, "ja").verdict.correct == 36
    assert "32/61" in render_text(report)


def test_rows_stand_by_arm_type_and_language_with_totals() -> None:
    answers = [
        one(no, language, kind=kind, arm=arm)
        for arm in (ARM, OTHER_ARM)
        for no, kind in ((1, "classification"), (2, "open_qa"))
        for language in ("ja", "en")
    ]
    report = summary(answers)  # type: ignore[arg-type]
    one_arm = [
        *(("classification", "ja"), ("classification", "en"), ("classification", None)),
        *(("open_qa", "ja"), ("open_qa", "en"), ("open_qa", None)),
        *((None, "ja"), (None, "en"), (None, None)),
    ]
    assert [(r.type, r.language) for r in report] == one_arm * 2
    assert [r.arm for r in report] == [ARM.label] * 9 + [OTHER_ARM.label] * 9


def test_both_languages_together_have_no_interval() -> None:
    report = summary([one(1, "ja"), one(1, "en", "incorrect")])
    both = row(report, None, None)
    assert (both.judged.correct, both.judged.n, both.judged.low, both.judged.high) == (1, 2, None, None)
    assert row(report, None, "ja").judged.low is not None


def test_languages_are_compared_on_the_questions_decided_in_both() -> None:
    answers = [one(no, "ja", "correct") for no in range(1, 7)]
    answers += [one(no, "en", "incorrect") for no in range(1, 6)]
    answers += [
        one(6, "en", "unjudged"),
        one(7, "ja", "incorrect", given="correct"),
        one(7, "en", None, given="correct"),
    ]
    pairs = {pair.basis: pair.test for pair in summary(answers).pairs}
    judged = pairs["judgement"]
    assert (judged.n, judged.first_only, judged.second_only, judged.both, judged.neither) == (5, 5, 0, 0, 0)
    assert judged.p_value == pytest.approx(2 / 2**5)
    assert (pairs["verdict"].both, pairs["verdict"].n, pairs["verdict"].p_value) == (1, 1, 1.0)


def test_nothing_gives_an_empty_report() -> None:
    assert list(summary([])) == []
    assert "No answers" in render_text(summary([]))
    assert "回答がありません" in render_text(summary([]), "ja")
    assert to_json(summary([])) == {"rows": [], "pairs": []}


def test_json_holds_every_count_rate_and_test() -> None:
    report = summary([one(1, "ja", given="correct"), one(1, "en", "incorrect")])
    data = json.loads(json.dumps(to_json(report), ensure_ascii=False))
    first = data["rows"][0]
    assert first["judged"] == {
        "correct": 1,
        "n": 1,
        "rate": 1.0,
        "low": pytest.approx(0.2065, abs=1e-3),
        "high": 1.0,
    }
    assert (first["type"], first["language"], first["items"]) == ("open_qa", "ja", 1)
    pair = data["pairs"][0]
    assert pair.pop("difference")["value"] == 1.0 and pair.pop("corrected_difference") is None
    assert pair == {
        "arm": ARM.label,
        "arm_key": ARM.key,
        "basis": "judgement",
        "n": 1,
        "both": 0,
        "first_only": 1,
        "second_only": 0,
        "neither": 0,
        "p_value": 1.0,
        "clusters": None,
    }


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["all types", "Japanese", "judged correct", "1/2", "50%", "exact McNemar p = 1", "(none)"]),
        ("ja", ["すべての種類", "日本語", "自動判定", "1/2", "50%", "McNemar 正確検定 p = 1", "（なし）"]),
    ],
)
def test_the_table_in_both_languages(language: Language, words: list[str]) -> None:
    answers = [one(1, "ja", kind=""), one(2, "ja", "incorrect", kind=""), one(1, "en", kind="")]
    text = render_text(summary(answers), language)
    for word in words:
        assert word in text
    assert ARM.label in text
    if language == "ja":
        assert "Japanese" not in text and "correct" not in text
