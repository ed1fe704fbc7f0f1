"""Tables as people lay them out: titles, names in two rows, merged cells, and rows that are no questions."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from app.questions import Reading, read
from app.records import Side

Rows = list[list[object]]


def reading(folder: Path, rows: Rows, *merged: str) -> Reading:
    """What is read from a workbook of these rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for text in merged:
        sheet.merge_cells(text)
    book.save(folder / "表.xlsx")
    return read(folder / "表.xlsx")


def codes(found: Reading) -> list[str]:
    return [problem.code for problem in found.problems]


HEADER: list[object] = ["No", "質問", "正解", "備考"]
SKY: list[object] = [1, "空の色は？", "青", None]
SEA: list[object] = [2, "海の色は？", "青", None]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["合計", "2問", None, None], "total_rows"),
        (["合計", None, None, 2], "total_rows"),
        (["Total:", None, 2, None], "total_rows"),
        ([None, "平均", "85%", None], "total_rows"),
        (["【歴史】", None, None, None], "heading_rows"),
        ([None, "【歴史】", None, None], "heading_rows"),
        ([None, "■ 第二部 化学", None, None], "heading_rows"),
        ([None, "第3章 地理", None, None], "heading_rows"),
        (["理科の問題", None, None, None], "heading_rows"),
        (["※ 正解は2026年現在", None, None, None], "note_rows"),
        ([None, "注1) 出題者による", None, None], "note_rows"),
        ([None, None, None, "出典：百科事典"], "note_rows"),
        (["種別", "件数", None, None], "note_rows"),
        (["正答率", None, "50%", None], "total_rows"),
        (["No", "質問", "正解", "備考"], "header_again"),
        ([None, "質 問", "正解", None], "header_again"),
    ],
)
def test_rows_that_are_no_questions_are_left_out_and_named(tmp_path: Path, row: list[object], code: str) -> None:
    found = reading(tmp_path, [HEADER, SKY, row, SEA])
    assert found.questions and [question.no for question in found.questions.questions] == ["1", "2"]
    (problem,) = found.problems
    assert (problem.code, problem.severity, problem.row) == (code, "warning", 3) and ": 3" in problem.message


@pytest.mark.parametrize(
    "row",
    [
        [3, "【歴史】の人物を一人", "家康", None],
        [3, "【歴史】", "見出し", None],
        [3, "合計はいくつですか", "6", None],
        [3, "合計", "total", None],
        [3, "※とは", None, None],
        [None, "■は何色ですか？", None, None],
        [3, "第3章の題名は？", None, None],
        [3, "平均を求めよ", None, None],
        ["追加", "山の高さは？", None, None],
        ["追加", "山の高さ", "高い", None],
    ],
)
def test_what_may_be_a_question_stays(tmp_path: Path, row: list[object]) -> None:
    found = reading(tmp_path, [HEADER, SKY, SEA, row])
    assert found.questions and len(found.questions.questions) == 3
    assert not {"total_rows", "heading_rows", "note_rows", "header_again"} & set(codes(found))


def test_a_forgotten_question_is_still_an_error(tmp_path: Path) -> None:
    assert codes(reading(tmp_path, [HEADER, SKY, [2, None, "青", None]])) == ["blank_question"]
    assert codes(reading(tmp_path, [HEADER, SKY, [2, None, None, None]])) == ["blank_question"]


def test_rows_that_are_left_out_are_not_blank_rows_as_well(tmp_path: Path) -> None:
    assert codes(reading(tmp_path, [HEADER, SKY, ["【海】"], SEA])) == ["heading_rows"]
    assert codes(reading(tmp_path, [HEADER, SKY, [], SEA])) == ["blank_rows"]


PAIR = {"ja": Side("空の色は？", ("青",)), "en": Side("What colour is the sky?", ("blue",))}
NAMES: list[object] = [None, None, "質問", "正解", "質問", "正解"]
BODY: list[object] = [1, "自然", "空の色は？", "青", "What colour is the sky?", "blue"]


@pytest.mark.parametrize(
    ("above", "below", "merged"),
    [
        (
            ["No", "種別", "日本語", None, "英語", None],
            [None, None, "質問", "正解", "質問", "正解"],
            ["C1:D1", "E1:F1"],
        ),
        (["No", "種別", "日本語", None, "英語", None], [None, None, "質問", "正解", "質問", "正解"], []),
        (["No", "種別", "和文", "和文", "英文", "英文"], [None, None, "問", "答", "問", "答"], []),
    ],
)
def test_names_in_two_rows_are_read_together(
    tmp_path: Path, above: list[object], below: list[object], merged: list[str]
) -> None:
    title: list[object] = ["評価用データ（2026年度）"]
    for start, rows in ((0, [above, below, BODY]), (2, [title, [], above, below, BODY])):
        shifted = [f"{text[0]}{1 + start}:{text[3]}{1 + start}" for text in merged]
        found = reading(tmp_path, rows, *shifted)
        assert found.questions, codes(found)
        (question,) = found.questions.questions
        assert (question.no, question.type) == ("1", "自然") and question.sides.keys() == PAIR.keys()
        assert {code: side.text for code, side in question.sides.items()} == {k: v.text for k, v in PAIR.items()}
        assert "two_header_rows" in codes(found) and "unnamed_column" not in codes(found)


def test_languages_below_the_names_are_read_together(tmp_path: Path) -> None:
    rows: Rows = [
        ["No", "質問", None, "正解", None],
        [None, "日本語", "英語", "日本語", "英語"],
        [1, "空の色は？", "What colour is the sky?", "青", "blue"],
    ]
    found = reading(tmp_path, rows, "B1:C1", "D1:E1")
    assert found.questions and found.questions.questions[0].sides == PAIR
    assert codes(found) == ["two_header_rows"]


def test_a_first_question_is_no_second_row_of_names(tmp_path: Path) -> None:
    found = reading(tmp_path, [["No", "質問", "正解"], [1, "日本語", "Japanese"], [2, "英語", "English"]])
    assert found.questions and len(found.questions.questions) == 2 and "two_header_rows" not in codes(found)


def test_merged_cells_are_filled_down_where_one_value_can_hold_for_several_questions(tmp_path: Path) -> None:
    rows: Rows = [
        ["種別", "No", "質問", "正解", "出典"],
        ["色", 1, "空は？", "青", "図鑑"],
        [None, 2, "海は？", "青", None],
    ]
    found = reading(tmp_path, rows, "A2:A3", "E2:E3")
    assert found.questions and [question.type for question in found.questions.questions] == ["色", "色"]
    assert [question.extra["出典"] for question in found.questions.questions] == ["図鑑", "図鑑"]
    assert codes(found) == ["merged_filled"] and "A2:A3, E2:E3" in found.problems[0].message


def test_a_merged_question_stays_in_its_row(tmp_path: Path) -> None:
    found = reading(tmp_path, [["No", "質問", "正解"], [1, "空は？", "青"], [2, None, "あお"]], "B2:B3")
    assert found.questions is None and codes(found) == ["merged_cells", "blank_question"]


def test_a_title_above_the_table_is_no_doubt_about_it(tmp_path: Path) -> None:
    found = reading(tmp_path, [["評価用データ"], [], HEADER, SKY, SEA], "A1:D1")
    assert found.questions and len(found.questions.questions) == 2 and codes(found) == ["rows_above_header"]


def test_what_is_to_be_filled_in_is_no_question(tmp_path: Path) -> None:
    found = reading(tmp_path, [["番号", "質問", "正解"], ["（必須）", "（必須）", "（任意）"], [1, "空は？", "青"]])
    assert found.questions and len(found.questions.questions) == 1 and codes(found) == ["note_rows"]
