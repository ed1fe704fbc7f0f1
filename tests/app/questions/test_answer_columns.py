"""Headers of answer columns: whose answers they hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.questions import read
from app.questions.answer_columns import may_be_answers, named_answer


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("answer_gpt4", ("gpt4", None)),
        ("Answer (GPT-4)", ("GPT-4", None)),
        ("gpt-4o ja", ("gpt-4o", "ja")),
        ("回答1(GPT-4)", ("GPT-4", None)),
        ("Output GPT-4 (ja)", ("GPT-4", "ja")),
        ("Answer key", None),
        ("Swallow-EN", ("Swallow", "en")),
        ("日本語 GPT-4", ("GPT-4", "ja")),
        ("[EN] Llama 3", ("Llama 3", "en")),
        ("GPT-4の英語回答", ("GPT-4", "en")),
        ("answer_ja_gpt4", ("gpt4", "ja")),
        ("回答（Llama）英", ("Llama", "en")),
        ("Japanese StableLM", ("Japanese StableLM", None)),
        ("GPT-4 スコア", None),
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
        ("gpt-4o_latency", None),
        ("answer 2", None),
        ("出典", None),
        ("camel", None),
        ("", None),
    ],
)
def test_whose_answers_a_column_holds(header: str, expected: tuple[str, str | None] | None) -> None:
    assert named_answer(header) == expected


@pytest.mark.parametrize(
    ("header", "texts", "expected"),
    [
        ("たぬき", ["東京です", "富士山かな"], True),
        ("ChatX", ["東京です", "わかりません"], True),
        ("回答1", ["大阪", ""], True),
        ("回答2", ["", ""], False),
        ("解説", ["東京は首都", "富士山は高い"], False),
        ("正解の根拠", ["東京は首都", "富士山は高い"], False),
        ("メモ", ["x", "y"], False),
        ("score", ["東京", "富士山"], False),
    ],
)
def test_columns_that_read_like_answers(header: str, texts: list[str], expected: bool) -> None:
    assert may_be_answers(header, texts, ["東京", "富士山"]) is expected


def test_a_column_that_reads_like_answers_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("NO,質問,正解,たぬき\n1,首都は？,東京,東京です\n2,山は？,富士山,富士山です\n", encoding="utf-8")
    (problem,) = read(path).problems
    assert problem.code == "answers_maybe" and "たぬき" in problem.column and "--columns" in problem.remedy


def test_a_column_between_those_that_read_like_answers_is_said_too(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    header, *rows = (
        "NO,質問,正解,たぬき,きつね,さる,出題者",
        "1,首都は？,東京,東京です,京都,東京,田中",
        "2,山は？,富士山,富士山,北岳,富士山,鈴木",
    )
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    assert [problem.column for problem in read(path).problems] == ["D (たぬき)", "E (きつね)", "F (さる)"]
