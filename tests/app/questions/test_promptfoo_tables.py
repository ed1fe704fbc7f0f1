"""The table that promptfoo exports."""

from __future__ import annotations

from pathlib import Path

from app.runs.column import column_models
from tests.app.questions.test_choices import table

HEADER = ["question", "expected", "[openai:gpt-4o] 質問：{{question}}", "[local:swallow] 質問：{{question}}"]


def test_each_provider_is_an_arm_and_verdicts_are_no_answers(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        HEADER,
        [
            "空の色は？",
            "青",
            "[PASS] (1.00)\n\n青い\n\nPass Reason: All assertions passed",
            "[FAIL] 期待と異なる\n---\n赤",
        ],
        ["雪の色は？", "白", "[PASS] 白い", "[ERROR] API error: 500"],
    )
    assert found.questions and found.layout == "promptfoo"
    assert column_models(found.questions) == ["column:openai:gpt-4o", "column:local:swallow"]
    sides = [one.sides["ja"] for one in found.questions.questions]
    assert [side.references for side in sides] == [("青",), ("白",)]
    assert [dict(side.answers) for side in sides] == [
        {"openai:gpt-4o": "青い", "local:swallow": "赤"},
        {"openai:gpt-4o": "白い"},
    ]


def test_verdicts_may_stand_in_columns_of_their_own(tmp_path: Path) -> None:
    header = ["question", *(name for arm in ("簡潔に", "丁寧に") for name in (f"[gpt] {arm}", "Status", "Score"))]
    found = table(
        tmp_path,
        header,
        ["空は？", "青い", "PASS", 1, "遅延", "ERROR", 0],
        ["雪は？", "白", "PASS", 1, "白", "FAIL", 0],
    )
    assert found.questions and column_models(found.questions) == ["column:gpt · 簡潔に", "column:gpt · 丁寧に"]
    assert dict(found.questions.questions[0].sides["ja"].answers) == {"gpt · 簡潔に": "青い"}


def test_what_assertions_compare_with_are_references(tmp_path: Path) -> None:
    header = ["question", "__expected1", "__expected2"]
    found = table(
        tmp_path, header, ["空は？", "icontains: 青", "similar(0.8): 青い"], ["雪は？", "白", "javascript: x"]
    )
    assert found.questions and found.layout == "promptfoo"
    assert [one.references("ja") for one in found.questions.questions] == [("青", "青い"), ("白",)]
