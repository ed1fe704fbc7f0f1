"""Headers of answer columns: whose answers they hold."""

from __future__ import annotations

import pytest

from app.questions.answer_columns import named_answer


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("answer_gpt4", ("gpt4", None)),
        ("Answer (GPT-4)", ("GPT-4", None)),
        ("gpt4_answer", ("gpt4", None)),
        ("Llama-3の回答", ("Llama-3", None)),
        ("回答：calm3", ("calm3", None)),
        ("AI回答（日）", ("AI", "ja")),
        ("AI回答（英）", ("AI", "en")),
        ("prediction_ELYZA_ja", ("ELYZA", "ja")),
        ("gpt-4o", ("gpt-4o", None)),
        ("Llama-3-ELYZA-JP-8B", ("Llama-3-ELYZA-JP-8B", None)),
        ("calm3 (en)", ("calm3", "en")),
        ("Ｑｗｅｎ２．５", ("Qwen2.5", None)),
        ("output_gpt4", ("gpt4", None)),
        ("Llama出力", ("Llama", None)),
        ("モデルA", ("モデルA", None)),
        ("output_format", None),
        ("response_id", None),
        ("モデル", None),
        ("incorrect_answers", None),
        ("answer", None),
        ("回答", None),
        ("模範解答", None),
        ("correct answer", None),
        ("正しい答え", None),
        ("best answer", None),
        ("answer_score", None),
        ("gpt-4 評価", None),
        ("answer 2", None),
        ("出典", None),
        ("camel", None),
        ("", None),
    ],
)
def test_whose_answers_a_column_holds(header: str, expected: tuple[str, str | None] | None) -> None:
    assert named_answer(header) == expected
