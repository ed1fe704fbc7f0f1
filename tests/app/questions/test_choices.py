"""Questions with choices: asked with them; the right one by its text, its letter, or both."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from app.questions import Reading, read

CITIES = ("東京", "大阪", "京都", "奈良")


def table(folder: Path, header: list[str], *rows: list[object]) -> Reading:
    """What is read from a table of separated values."""
    stream = io.StringIO()
    csv.writer(stream).writerows([header, *rows])
    (folder / "四択.csv").write_text(stream.getvalue(), encoding="utf-8")
    return read(folder / "四択.csv")


def references(found: Reading) -> list[tuple[str, ...]]:
    assert found.questions, found.problems
    (language,) = found.questions.languages
    return [question.references(language) for question in found.questions.questions]


def codes(found: Reading) -> list[str]:
    return [problem.code for problem in found.problems]


LETTERS = [f"選択肢{letter}" for letter in "ABCD"]


@pytest.mark.parametrize(
    ("names", "label", "key"),
    [
        (LETTERS, "B", "B"),
        (LETTERS, "B", "b"),
        (LETTERS, "B", "Ｂ"),
        (LETTERS, "B", "(B)"),
        (LETTERS, "B", "選択肢B"),
        (LETTERS, "B", "B."),
        (LETTERS, "B", "イ"),
        (LETTERS, "B", "大阪"),
        (list("ABCD"), "B", "B"),
        (["選択肢ア", "選択肢イ", "選択肢ウ", "選択肢エ"], "イ", "イ"),
        (["選択肢①", "選択肢②", "選択肢③", "選択肢④"], "2", "②"),
        (["選択肢1", "選択肢2", "選択肢3", "選択肢4"], "2", 2),
        (["choice0", "choice1", "choice2", "choice3"], "1", 1),
        (["option_a", "option_b", "option_c", "option_d"], "B", "b"),
    ],
)
def test_the_key_names_an_option(tmp_path: Path, names: list[str], label: str, key: object) -> None:
    found = table(tmp_path, ["NO", "設問", *names, "正解"], [1, "商都と呼ばれるのは？", *CITIES, key])
    assert references(found) == [("大阪", label, f"({label}) 大阪")]
    assert found.questions and f"\n{label}. 大阪\n" in found.questions.questions[0].sides["ja"].text
    assert codes(found) == ["choices_read"]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ([0, 3], ["東京", "奈良"]),
        ([1, 4], ["東京", "奈良"]),
        ([1, 2], [None, None]),
        ([0, 4], [None, None]),
        ([1, "D"], [None, "奈良"]),
        (["A,B", "E"], [None, None]),
    ],
)
def test_numbers_count_from_where_the_data_say(tmp_path: Path, keys: list[object], expected: list[str | None]) -> None:
    found = table(tmp_path, ["設問", *LETTERS, "正解"], *[[f"{key}問目は？", *CITIES, key] for key in keys])
    assert [given[0] if given else None for given in references(found)] == expected
    unsure = [problem for problem in found.problems if problem.code == "choice_unknown"]
    assert len(unsure) == expected.count(None) and all("(正解)" in problem.column for problem in unsure)


def test_a_number_that_is_an_option_and_a_place_is_no_key(tmp_path: Path) -> None:
    rows: list[list[object]] = [["1+1は？", "4", "3", "2", "1", 2], ["2+1は？", "1", "2", "3", "4", 4]]
    found = table(tmp_path, ["設問", *[f"選択肢{n}" for n in range(1, 5)], "正解"], *rows)
    assert references(found) == [(), ("4", "(4) 4")]
    assert "choice_unknown" in codes(found)


def test_a_blank_option_keeps_the_places_of_the_others(tmp_path: Path) -> None:
    rows: list[list[object]] = [["東の京は？", "大阪", "", "東京", 2], ["西は？", "京都", "東京", "大阪", 0]]
    found = table(tmp_path, ["設問", "choice0", "choice1", "choice2", "label"], *rows)
    assert [given[0] for given in references(found)] == ["東京", "京都"]
    assert found.questions and found.questions.questions[0].sides["ja"].text == "東の京は？\n0. 大阪\n2. 東京"


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"question": "首都は？", "choices": list(CITIES), "answer": 0}, ("東京", "A", "(A) 東京")),
        ({"question": "首都は？", "choices": {"text": list(CITIES), "label": list("ABCD")}, "answerKey": "C"},
         ("京都", "C", "(C) 京都")),
        ({"q_id": 7, "question": "首都は？", **{f"choice{n}": city for n, city in enumerate(CITIES)}, "label": 0},
         ("東京", "0", "(0) 東京")),
        ({"question": "首都は？", **dict(zip("ABCD", CITIES, strict=True)), "answer": "A"}, ("東京", "A", "(A) 東京")),
    ],
)  # fmt: skip
def test_layouts_of_benchmarks(tmp_path: Path, record: dict[str, object], expected: tuple[str, ...]) -> None:
    path = tmp_path / "四択.jsonl"
    path.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    found = read(path)
    assert references(found) == [expected]
    assert found.questions and found.questions.questions[0].sides["ja"].text.count("\n") == 4


def test_options_in_the_question_are_not_said_twice(tmp_path: Path) -> None:
    asked = "首都は？ A 東京 B 大阪 C 京都 D 奈良"
    found = table(tmp_path, ["設問", *LETTERS, "正解"], [asked, *CITIES, "A"])
    assert found.questions and found.questions.questions[0].sides["ja"].text == asked


def test_choices_without_a_language_are_not_put_to_questions_in_two(tmp_path: Path) -> None:
    header = ["質問(日本語)", "質問(英語)", *LETTERS, "正解"]
    found = table(tmp_path, header, ["首都は？", "The capital?", *CITIES, "A"])
    assert found.questions and "choices_not_taken" in codes(found)
    assert found.questions.questions[0].sides["ja"].text == "首都は？"


def test_columns_with_letters_that_are_no_series_are_carried_over(tmp_path: Path) -> None:
    found = table(tmp_path, ["質問", "A", "C", "正解"], ["首都は？", "x", "y", "東京"])
    assert references(found) == [("東京",)]
    assert found.questions and found.questions.extra_columns == ("A", "C")


@pytest.mark.parametrize(
    "cell",
    [
        "['東京', '大阪', '京都', '奈良']",
        "['東京' '大阪'\n '京都' '奈良']",
        '{"A": "東京", "B": "大阪", "C": "京都", "D": "奈良"}',
        "{'text': array(['東京', '大阪', '京都', '奈良'], dtype=object), 'label': array(['A', 'B'], dtype=object)}",
    ],
)
def test_a_list_as_python_prints_it_holds_the_choices(tmp_path: Path, cell: str) -> None:
    found = table(tmp_path, ["question", "choices", "answer"], ["首都は？", cell, 0], ["大仏は？", cell, 3])
    assert [said[0] for said in references(found)] == ["東京", "奈良"]
    assert codes(found) == ["choices_read", "no_number_column"]


@pytest.mark.parametrize("keys", [["①", "②", "③"], ["1番", "2番", "3番"]])
def test_circled_numbers_count_from_one(tmp_path: Path, keys: list[object]) -> None:
    found = table(tmp_path, ["設問", *"ＡＢＣＤ", "正答"], *[["古都は？", *CITIES, key] for key in keys])
    assert [said[:2] for said in references(found)] == [("東京", "A"), ("大阪", "B"), ("京都", "C")]
