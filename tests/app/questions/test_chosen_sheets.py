"""The row of column names as the user says it."""

from __future__ import annotations

from pathlib import Path

from app.questions import ColumnMemory, read
from tests.app.questions.test_layouts import Rows, reading

ROWS: Rows = [["問題", "答え"], ["設定", "値"], [], ["質問", "正解"], ["空の色は？", "青"], ["雪の色は？", "白"]]


def test_the_row_of_column_names_can_be_said(tmp_path: Path) -> None:
    guessed = reading(tmp_path, ROWS)
    path = next(tmp_path.glob("*.xlsx"))
    assert guessed.questions and len(guessed.questions.questions) > 2
    assert guessed.first_rows[2] == (4, "質問 | 正解")
    said = read(path, header_row=4)
    assert said.questions and said.headers == ("質問", "正解") and said.first_rows == guessed.first_rows
    assert [one.references("ja") for one in said.questions.questions] == [("青",), ("白",)]
    assert said.questions.sha256 != guessed.questions.sha256
    assert not any(problem.code == "rows_above_header" for problem in said.problems)


def test_columns_can_be_named_in_it(tmp_path: Path) -> None:
    reading(tmp_path, [["問題", "一覧"], ["内容", "こたえ"], ["空の色は？", "青"]])
    path, memory = next(tmp_path.glob("*.xlsx")), ColumnMemory(tmp_path / "columns.json")
    named = read(path, {"内容": "instruction(jp)", "こたえ": "response(jp)"}, column_memory=memory, header_row=2)
    again = read(path, column_memory=memory)  # a layout that is known is found wherever it stands
    for found in (named, again):
        assert found.questions and [one.references("ja") for one in found.questions.questions] == [("青",)]


def test_a_row_without_anything_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    reading(tmp_path, ROWS)
    found = read(next(tmp_path.glob("*.xlsx")), header_row=3)
    assert found.questions is None and [problem.code for problem in found.problems] == ["no_such_row"]
