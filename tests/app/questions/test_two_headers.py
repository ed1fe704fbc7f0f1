"""Column names in two or three rows: languages or models over what the columns are, or under it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.runs.column import column_models
from tests.app.questions.test_layouts import Rows, reading

JA, EN, BLANK = "空の色は？", "What colour is the sky?", [None]
BODY: list[object] = [1, JA, EN, "青", "blue", "青い", "It is blue", "赤", "red"]
NAMES: list[object] = ["No", "問題", None, "模範解答", None, "GPT-4", None, "Llama 3", None]
REPEATED: list[object] = ["No", *(name for name in NAMES[1::2] for _ in "日英")]
GROUPS: list[object] = [None, "入力", None, None, None, "出力", None, None, None]
MERGED = ("B{0}:C{0}", "D{0}:E{0}", "F{0}:G{0}", "H{0}:I{0}")


@pytest.mark.parametrize(
    ("rows", "merged"),
    [
        ([NAMES, BLANK + ["日", "英"] * 4], [one.format(1) for one in MERGED]),
        ([NAMES, BLANK + ["日本語", "英語"] * 4], []),
        ([REPEATED, BLANK + ["JA", "EN"] * 4], []),
        ([GROUPS, NAMES, BLANK + ["日本語", "English"] * 4], ["B1:E1", "F1:I1", *(one.format(2) for one in MERGED)]),
        (
            [["No", "問題", "Question", "正解", "Answer", *NAMES[5:]], [None] * 5 + ["日", "英"] * 2],
            [one.format(1) for one in MERGED[2:]],
        ),
    ],
)
def test_languages_stand_under_names_and_models(tmp_path: Path, rows: Rows, merged: list[str]) -> None:
    found = reading(tmp_path, [*rows, BODY], *merged)
    assert found.questions and column_models(found.questions) == ["column:GPT-4", "column:Llama 3"]
    (question,) = found.questions.questions
    assert [(side.text, side.references) for side in question.sides.values()] == [(JA, ("青",)), (EN, ("blue",))]
    assert question.sides["en"].answers == (("GPT-4", "It is blue"), ("Llama 3", "red"))


@pytest.mark.parametrize(
    ("rows", "arms"),
    [
        (
            [
                ["No", "質問", "正解", "GPT-4", None, "社内版", None],
                [None, None, None, "回答", "スコア", "回答", "スコア"],
            ],
            ["column:GPT-4", "column:社内版"],
        ),
        (
            [[None, None, None, "GPT-4", None, "Llama", None], ["No", "質問", "正解"] + ["answer", "score"] * 2],
            ["column:GPT-4", "column:Llama"],
        ),
        (
            [["入力", None, None, "出力", None], ["No", "質問", "正解", "GPT-4", "点", "Llama", "点数"]],
            ["column:GPT-4", "column:Llama"],
        ),
    ],
)
def test_models_stand_over_their_answers(tmp_path: Path, rows: Rows, arms: list[str]) -> None:
    found = reading(tmp_path, [*rows, [1, JA, "青", "青い", 5, "赤", 1]])
    assert found.questions and column_models(found.questions) == arms
    (question,) = found.questions.questions
    assert (question.no, question.references("ja")) == ("1", ("青",))
    assert [answer for _, answer in question.sides["ja"].answers] == ["青い", "赤"]


def test_answers_under_a_model_may_say_their_language(tmp_path: Path) -> None:
    rows: Rows = [
        ["No", "質問", "Question", "正解", "Reference", "GPT-4", None, None, "Gemma", None, None],
        [None] * 5 + ["回答(日)", "回答(英)", "備考"] * 2,
        [1, JA, EN, "青", "blue", "青い", "It is blue", "", "赤", "red", ""],
    ]
    found = reading(tmp_path, rows, "F1:H1", "I1:K1")
    assert found.questions and column_models(found.questions) == ["column:GPT-4", "column:Gemma"]
    assert found.questions.questions[0].sides["en"].answers == (("GPT-4", "It is blue"), ("Gemma", "red"))


def test_three_rows_of_names_are_one(tmp_path: Path) -> None:
    rows: Rows = [
        ["No", "質問", None, "正解", None, "GPT-4", None, None, None],
        [None, "日", "英", "日", "英", "日", None, "英", None],
        [None] * 5 + ["回答", "点", "回答", "点"],
        [1, JA, EN, "青", "blue", "青い", 5, "It is blue", 4],
    ]
    found = reading(tmp_path, rows, "B1:C1", "D1:E1", "F1:I1", "F2:G2", "H2:I2")
    assert found.questions and column_models(found.questions) == ["column:GPT-4"]
    assert [side.answers for side in found.questions.questions[0].sides.values()] == [
        (("GPT-4", "青い"),),
        (("GPT-4", "It is blue"),),
    ]
    assert "(1, 2, 3)" in next(one.message for one in found.problems if one.code == "two_header_rows")


@pytest.mark.parametrize("first", [["日本語", "英語"], ["回答", "結果"]])
def test_a_question_about_languages_or_answers_is_no_row_of_names(tmp_path: Path, first: list[object]) -> None:
    found = reading(tmp_path, [["質問", "正解"], first, [JA, "青"]])
    assert found.questions and [one.sides["ja"].text for one in found.questions.questions] == [first[0], JA]
