"""A sheet for each language: joined by NO or by order, asked for where neither is sure, and undone."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from app.questions import ColumnMemory, Reading, read
from app.questions.sheet_pairs import Join
from app.records import Side

Rows = list[list[object]]
JA: Rows = [["NO", "質問", "正解"], [1, "空の色は？", "青"], [2, "雪の色は？", "白"]]
EN: Rows = [
    ["NO", "Question", "Reference"],
    [1, "What colour is the sky?", "blue"],
    [2, "What colour is snow?", "white"],
]
SKY = {"ja": Side("空の色は？", ("青",)), "en": Side("What colour is the sky?", ("blue",))}
SNOW = {"ja": Side("雪の色は？", ("白",)), "en": Side("What colour is snow?", ("white",))}


def book(folder: Path, sheets: dict[str, Rows], join: Join | None = None, sheet: str | None = None) -> Reading:
    """What is read from a workbook of these sheets."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        added = made.create_sheet(name)
        for row in rows:
            added.append(row)
    made.save(folder / "二言語.xlsx")
    return read(folder / "二言語.xlsx", sheet=sheet, join=join)


def unnumbered(rows: Rows) -> Rows:
    return [row[1:] for row in rows]


def codes(found: Reading) -> list[str]:
    return [problem.code for problem in found.problems if problem.code != "no_number_column"]


@pytest.mark.parametrize(
    ("sheets", "how"),
    [
        ({"日本語": JA, "英語": EN}, "no"),
        ({"English": EN, "Japanese": JA}, "no"),
        ({"問題_ja": JA, "問題_en": [JA[0], *EN[1:]]}, "no"),
        ({"Sheet1": JA, "Sheet2": EN}, "no"),
        ({"日本語": JA, "英語": [EN[0], EN[2], EN[1]]}, "no"),
        ({"日本語": [JA[0], ["J1", *JA[1][1:]], ["J2", *JA[2][1:]]],
          "英語": [EN[0], ["E1", *EN[1][1:]], ["E2", *EN[2][1:]]]}, "no"),
        ({"日本語": unnumbered(JA), "英語": unnumbered(EN)}, "order"),
    ],
)  # fmt: skip
def test_the_sheets_of_two_languages_are_joined(tmp_path: Path, sheets: dict[str, Rows], how: str) -> None:
    found = book(tmp_path, sheets)
    assert found.questions, found.problems
    assert [question.sides for question in found.questions.questions] == [SKY, SNOW]
    assert codes(found) == ["sheets_joined"] and found.joined == how
    assert found.sheet == " + ".join(sheets) and found.sheets == (found.sheet, *sheets)


@pytest.mark.parametrize("header", ["英訳", "English", "Question", "翻訳"])
def test_translations_on_another_sheet_are_joined(tmp_path: Path, header: str) -> None:
    found = book(tmp_path, {"問題": JA, "訳": [["No", header], [1, EN[1][1]], [2, EN[2][1]]]})
    assert found.questions and codes(found) == ["no_reference_column", "sheets_joined"]
    assert [one.sides["en"] for one in found.questions.questions] == [Side(str(row[1])) for row in EN[1:]]


@pytest.mark.parametrize(
    ("japanese", "english"),
    [(unnumbered(JA), unnumbered(EN)[:2]), (JA, [EN[0], [11, *EN[1][1:]], [12, *EN[2][1:]]])],
)
def test_where_neither_is_sure_both_ways_are_named(tmp_path: Path, japanese: Rows, english: Rows) -> None:
    found = book(tmp_path, {"日本語": japanese, "英語": english})
    assert found.questions is None and "sheets_apart" in codes(found)
    (problem,) = [one for one in found.problems if one.severity == "error"]
    assert all(way in problem.remedy for way in ("--join no", "--join order", "--join none"))


def test_what_is_said_about_joining_holds_and_is_remembered(tmp_path: Path) -> None:
    sheets = {"日本語": JA, "英語": [EN[0], [11, *EN[1][1:]], [12, *EN[2][1:]]]}
    found = book(tmp_path, sheets, join="order")
    assert found.questions and [one.sides for one in found.questions.questions] == [SKY, SNOW]
    alone = book(tmp_path, sheets, join="none")
    assert alone.questions and alone.questions.languages == ("ja",) and codes(alone) == ["further_sheets"]
    memory = ColumnMemory(tmp_path / "columns.json")
    read(tmp_path / "二言語.xlsx", column_memory=memory, join="order")
    again = read(tmp_path / "二言語.xlsx", column_memory=memory)
    assert again.questions and again.questions.questions == found.questions.questions


def test_one_sheet_can_be_read_alone_or_two_together(tmp_path: Path) -> None:
    alone = book(tmp_path, {"日本語": JA, "英語": EN}, sheet="英語")
    assert alone.questions and alone.questions.languages == ("en",) and not alone.problems
    sheets = {"表1": unnumbered(JA), "表2": unnumbered(EN)}
    assert codes(book(tmp_path, sheets)) == ["sheets_maybe", "further_sheets"]
    both = book(tmp_path, sheets, sheet="表1 + 表2")
    assert both.questions and [one.sides for one in both.questions.questions] == [SKY, SNOW]


def test_a_question_on_one_sheet_only_stays_and_is_named(tmp_path: Path) -> None:
    found = book(tmp_path, {"日本語": [*JA, [3, "火の色は？", "赤"]], "英語": EN})
    assert found.questions and [len(one.sides) for one in found.questions.questions] == [2, 2, 1]
    assert codes(found) == ["sheets_joined", "sheets_alone"] and "NO 3" in found.problems[-1].message


def test_a_sheet_with_other_questions_is_said_and_not_read(tmp_path: Path) -> None:
    found = book(tmp_path, {"地理": JA, "vocabulary": [EN[0], [50, *EN[1][1:]]]})
    assert found.questions and found.questions.languages == ("ja",)
    assert codes(found) == ["sheets_maybe", "further_sheets"]


def test_faults_of_both_sheets_are_said_with_their_sheet(tmp_path: Path) -> None:
    found = book(tmp_path, {"日本語": JA, "英語": [EN[0], EN[1], [2, EN[2][1], None]]})
    (problem,) = [one for one in found.problems if one.code == "blank_reference"]
    assert (problem.sheet, problem.row) == ("英語", 3)


def test_each_sheet_has_its_own_choices_and_columns_to_carry_over(tmp_path: Path) -> None:
    found = book(
        tmp_path,
        {
            "日本語": [["NO", "質問", "A", "B", "正解"], [1, "首都は？", "東京", "大阪", "A"]],
            "英語": [["NO", "Question", "A", "B", "Reference"], [1, "The capital?", "Tokyo", "Osaka", "A"]],
        },
    )
    assert found.questions
    (question,) = found.questions.questions
    assert (question.references("ja")[0], question.references("en")[0]) == ("東京", "Tokyo")
    assert question.extra == {"A": "東京", "B": "大阪", "A(en)": "Tokyo", "B(en)": "Osaka"}
    assert set(found.questions.extra_columns) == set(question.extra)
