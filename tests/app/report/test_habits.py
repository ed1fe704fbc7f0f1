"""What models do instead of answering, told by real judgements."""

from __future__ import annotations

import pytest

from app.report.habits import habit
from evaluators import judge


@pytest.mark.parametrize(
    ("question", "reference", "answer", "expected"),
    [
        ("Who was the first President of the United States?", "George Washington", "Lincoln\nAdams", "several"),
        ("日本の首都はどこですか？", "東京", "大阪、京都、名古屋", "several"),
        ("1年は何か月ですか？", "12か月", "1年", "echo"),
        ("What is the capital of Japan?", "Tokyo", "The capital of Japan", "echo"),
        ("日本の首都はどこですか？", "東京", "東京です。", None),
        ("日本の首都はどこですか？", "東京", "大阪", None),
    ],
)
def test_several_options_or_the_question_again(question: str, reference: str, answer: str, expected: str) -> None:
    found = judge(question, reference, answer)
    assert habit(found.value, found.evidence) == expected
