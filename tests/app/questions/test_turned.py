"""Tables that lie on their side."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.questions import read
from tests.app.questions.test_layouts import Rows, reading

SIDEWAYS: Rows = [["番号", 1, 2], ["質問", "空の色は？", "雪の色は？"], ["正解", "青", "白"]]
TWO: Rows = [
    ["日本語", "質問", "空の色は？", "雪の色は？"],
    [None, "正解", "青", "白"],
    ["英語", "質問", "Sky?", "Snow?"],
    [None, "正解", "blue", "white"],
]


@pytest.mark.parametrize("above", [[], [["評価データ"], []]])
def test_names_below_each_other_are_column_names(tmp_path: Path, above: Rows) -> None:
    found = reading(tmp_path, [*above, *SIDEWAYS])
    assert found.questions and [(one.no, one.references("ja")) for one in found.questions.questions] == [
        ("1", ("青",)),
        ("2", ("白",)),
    ]
    assert [problem.code for problem in found.problems] == ["turned_table"]


def test_languages_may_stand_beside_the_names(tmp_path: Path) -> None:
    found = reading(tmp_path, TWO, "A1:A2", "A3:A4")
    assert found.questions and found.questions.languages == ("ja", "en")
    assert [one.references("en") for one in found.questions.questions] == [("blue",), ("white",)]


def test_an_upright_table_and_one_with_its_header_said_stay(tmp_path: Path) -> None:
    found = reading(tmp_path, [["質問", "正解"], ["正解", "答え"], ["問題とは？", "問い"]])
    assert found.questions and len(found.questions.questions) == 2
    assert "turned_table" not in [problem.code for problem in found.problems]
    reading(tmp_path, SIDEWAYS)
    path = next(tmp_path.glob("*.xlsx"))
    said = read(path, header_row=2)
    assert said.questions and said.questions.questions[0].sides["ja"].text == "正解"
