"""Options in the text of a question, or all in one cell; tables of choices without column names."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.questions import Reading
from app.questions.choices import lettered_options
from tests.app.questions.test_choices import codes, references, table

TOKYO, OSAKA = "東京", "大阪"


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("首都は？\nA. 東京\nB. 大阪", [("A", TOKYO), ("B", OSAKA)]),
        ("首都は？ (1)東京 (2)大阪", [("1", TOKYO), ("2", OSAKA)]),
        ("首都は？ ア．東京　イ．大阪", [("ア", TOKYO), ("イ", OSAKA)]),
        ("首都は？①東京 ②大阪", [("1", TOKYO), ("2", OSAKA)]),
        ("首都は？ A 東京 B 大阪 C 京都", [("A", TOKYO), ("B", OSAKA), ("C", "京都")]),
        ("選べ。Ａ：東京、Ｂ：大阪", [("A", TOKYO), ("B", OSAKA)]),
        ("1.5と2.5の和は？", []),
        ("Is a cat an animal?", []),
        ("A.I.とは？", []),
    ],
)
def test_options_that_a_text_lists(text: str, options: list[tuple[str, str]]) -> None:
    assert lettered_options(text) == options


@pytest.mark.parametrize("key", ["B", "b", "(B)", "Ｂ", "大阪", "B. 大阪", "(B) 大阪"])
def test_a_key_names_an_option_of_the_text(tmp_path: Path, key: str) -> None:
    found = table(tmp_path, ["NO", "質問", "正解"], [1, "商都は？ A. 東京 B. 大阪", key])
    assert references(found) == [("大阪", "B", "(B) 大阪")] and codes(found) == ["choices_in_text"]


@pytest.mark.parametrize(("key", "unknown"), [("D", True), ("2", True), ("江戸", False)])
def test_a_key_that_names_none_is_said(tmp_path: Path, key: str, unknown: bool) -> None:
    question = "1+1は？ (1)2 (2)3" if key == "2" else "商都は？ A. 東京 B. 大阪"
    found = table(tmp_path, ["NO", "質問", "正解"], [1, question, key])
    assert references(found) == [() if unknown else (key,)] and ("choice_unknown" in codes(found)) is unknown


@pytest.mark.parametrize(
    ("cell", "key", "label"),
    [("A. 東京 B. 大阪", "B", "B"), ("1.東京\n2.大阪", 2, "2"), ("東京、大阪", "大阪", "B"), ("東京/大阪", "B", "B")],
)
def test_options_in_one_cell_are_put_to_the_question(tmp_path: Path, cell: str, key: object, label: str) -> None:
    found = table(tmp_path, ["NO", "質問", "選択肢", "正解"], [1, "商都は？", cell, key])
    assert references(found) == [("大阪", label, f"({label}) 大阪")] and codes(found) == ["choices_read"]
    assert found.questions and found.questions.questions[0].sides["ja"].text.endswith(f"\n{label}. 大阪")


def test_choices_without_column_names_load_as_meant(tmp_path: Path) -> None:
    found: Reading = table(tmp_path, ["首都は？", *"東大京奈", "A"], ["商都は？", *"東大京奈", "B"])
    assert references(found) == [("東", "A", "(A) 東"), ("大", "B", "(B) 大")] and codes(found)[0] == "named_choices"
    assert table(tmp_path, ["首都は？", *"東大京奈", "東"]).questions is None
