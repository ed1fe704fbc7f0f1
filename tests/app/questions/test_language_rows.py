"""One row for each language: joined by number or order, or kept apart where neither is sure."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from app.questions import Reading, read
from app.records import Side

NAMES: list[object] = ["id", "lang", "question", "reference"]
SKY = {"ja": Side("空の色は？", ("青",)), "en": Side("What colour is the sky?", ("blue",))}
SNOW = {"ja": Side("雪の色は？", ("白",)), "en": Side("What colour is snow?", ("white",))}
JA, EN = (
    (["空の色は？", "青"], ["雪の色は？", "白"]),
    (["What colour is the sky?", "blue"], ["What colour is snow?", "white"]),
)


def table(folder: Path, *rows: list[object]) -> Reading:
    """What is read from a table of separated values."""
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    (folder / "行.csv").write_text(stream.getvalue(), encoding="utf-8")
    return read(folder / "行.csv")


def codes(found: Reading) -> list[str]:
    return [problem.code for problem in found.problems]


@pytest.mark.parametrize(
    "rows",
    [
        [NAMES, [1, "ja", *JA[0]], [1, "en", *EN[0]], [2, "ja", *JA[1]], [2, "en", *EN[1]]],
        [NAMES, [1, "en", *EN[0]], [2, "en", *EN[1]], [2, "ja", *JA[1]], [1, "ja", *JA[0]]],
        [["NO", "言語", "質問", "正解"], ["1-ja", "日本語", *JA[0]], ["1-en", "英語", *EN[0]],
         ["2-ja", "日本語", *JA[1]], ["2-en", "英語", *EN[1]]],
        [["lang", "question", "reference"], ["ja", *JA[0]], ["en", *EN[0]], ["ja", *JA[1]], ["en", *EN[1]]],
        [["lang", "question", "reference"], ["en", *EN[0]], ["en", *EN[1]], ["ja", *JA[0]], ["ja", *JA[1]]],
    ],
)  # fmt: skip
def test_the_rows_of_a_question_are_joined(tmp_path: Path, rows: list[list[object]]) -> None:
    found = table(tmp_path, *rows)
    assert found.questions, found.problems
    assert [(question.no, question.sides) for question in found.questions.questions] == [("1", SKY), ("2", SNOW)]
    assert [code for code in codes(found) if code != "no_number_column"] == ["languages_joined"]


def test_a_question_in_one_language_stays(tmp_path: Path) -> None:
    found = table(
        tmp_path, NAMES, [1, "ja", *JA[0]], [1, "en", *EN[0]], [2, "ja", *JA[1]], [3, "ja", "火の色は？", "赤"],
        [3, "en", "What colour is fire?", "red"],
    )  # fmt: skip
    assert found.questions
    assert [sorted(question.sides) for question in found.questions.questions] == [["en", "ja"], ["ja"], ["en", "ja"]]


@pytest.mark.parametrize(
    "rows",
    [
        [NAMES, [1, "ja", *JA[0]], [2, "en", *EN[0]], [3, "ja", *JA[1]], [4, "en", *EN[1]]],
        [["lang", "question", "reference"], ["ja", *JA[0]], ["en", *EN[0]], ["en", *EN[1]], ["ja", *JA[1]]],
        [["lang", "question", "reference"], ["ja", *JA[0]], ["en", *EN[0]], ["ja", *JA[1]]],
    ],
)  # fmt: skip
def test_where_it_is_not_sure_each_row_is_a_question_in_its_language(tmp_path: Path, rows: list[list[object]]) -> None:
    found = table(tmp_path, *rows)
    assert found.questions and "languages_apart" in codes(found)
    assert all(len(question.sides) == 1 for question in found.questions.questions)
    assert len(found.questions.questions) == len(rows) - 1
    assert not {"question_language", "reference_language"} & set(codes(found))


def test_what_differs_by_language_is_carried_over_for_each(tmp_path: Path) -> None:
    header: list[object] = ["id", "lang", "type", "question", "reference", "出典", "回答"]
    found = table(
        tmp_path, header, [1, "ja", "色", *JA[0], "図鑑", "青い"], [1, "en", "色", *EN[0], "atlas", "It is blue"]
    )
    assert found.questions
    (question,) = found.questions.questions
    assert question.type == "色" and question.extra["出典(jp)"] == "図鑑" and question.extra["出典(en)"] == "atlas"
    assert (question.sides["ja"].answer, question.sides["en"].answer) == ("青い", "It is blue")


def test_a_type_in_two_languages_is_the_first_one(tmp_path: Path) -> None:
    header: list[object] = ["id", "lang", "種別", "question", "reference"]
    found = table(tmp_path, header, [1, "ja", "色", *JA[0]], [1, "en", "colour", *EN[0]])
    assert found.questions and [question.type for question in found.questions.questions] == ["色"]


def test_rows_without_a_language_are_no_questions_or_none_is_joined(tmp_path: Path) -> None:
    rows: list[list[object]] = [NAMES, [1, "ja", *JA[0]], [1, "en", *EN[0]], ["合計", "", "", "1"]]
    found = table(tmp_path, *rows)
    assert found.questions and len(found.questions.questions) == 1
    assert codes(found) == ["note_rows", "languages_joined"]
    found = table(tmp_path, *rows[:3], [2, "", *JA[1]])
    assert "languages_joined" not in codes(found) and found.questions is None


def test_joining_can_be_undone_by_naming_the_column(tmp_path: Path) -> None:
    table(tmp_path, ["lang", "question", "reference"], ["ja", *JA[0]], ["en", *EN[0]])
    found = read(tmp_path / "行.csv", {"question": "instruction(jp)"})
    assert found.questions and len(found.questions.questions) == 2 and "languages_joined" not in codes(found)


def test_a_column_of_other_languages_is_carried_over(tmp_path: Path) -> None:
    found = table(tmp_path, ["lang", "question", "reference"], ["ja", *JA[0]], ["fr", "Quelle couleur ?", "bleu"])
    assert found.questions and found.questions.extra_columns == ("lang",)


def test_rows_are_joined_as_the_user_says(tmp_path: Path) -> None:
    table(tmp_path, NAMES, [1, "ja", *JA[0]], [2, "en", *EN[0]], [3, "ja", *JA[1]], [4, "en", *EN[1]])
    by_order = read(tmp_path / "行.csv", join="order")
    assert by_order.questions and [one.sides for one in by_order.questions.questions] == [SKY, SNOW]
    table(tmp_path, NAMES, [1, "ja", *JA[0]], [1, "en", *EN[0]])
    apart = read(tmp_path / "行.csv", join="none")
    assert codes(apart)[0] == "languages_left" and "languages_joined" not in codes(apart)


def test_a_code_with_its_region_says_the_language(tmp_path: Path) -> None:
    ja, en = ([[n, code, *row] for n, row in enumerate(rows)] for code, rows in (("ja-JP", JA), ("en_US", EN)))
    found = table(tmp_path, ["id", "locale", "prompt", "reference"], en[1], *ja, en[0])
    assert found.questions and [one.sides for one in found.questions.questions] == [SNOW, SKY]


def test_a_few_translations_are_joined_by_number(tmp_path: Path) -> None:
    found = table(tmp_path, NAMES, [1, "ja", *JA[0]], [1, "en", *EN[0]], [2, "ja", *JA[1]], [3, "en", *EN[1]])
    assert found.questions and [len(one.sides) for one in found.questions.questions] == [2, 1, 1]
    assert "languages_joined" in codes(found)
