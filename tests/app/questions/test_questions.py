from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import InputError, Problem
from app.questions import read_questions
from app.questions.headers import Meaning, meaning
from app.records import Formatted, Side

HEADERS = ("NO", "instruction(jp)", "response(jp)", "instruction(en)", "response(en)", "type")
TOKYO = (1, "日本の首都はどこですか？", "東京", "What is the capital of Japan?", "Tokyo", "open_qa")
FRUIT = (
    2,
    "りんごは果物ですか、野菜ですか。",
    "果物",
    "Is an apple a fruit or a vegetable?",
    "A fruit",
    "classification",
)
SAMPLE = Path(__file__).parents[3] / "samples" / "verify100.xlsx"


def workbook(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def text_file(path: Path, rows: Sequence[Sequence[object]], encoding: str = "utf-8") -> Path:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    path.write_bytes(stream.getvalue().encode(encoding))
    return path


def problems_of(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        read_questions(path)
    return caught.value.problems


def found(problems: Sequence[Problem]) -> list[tuple[str, int | None, str]]:
    return [(problem.code, problem.row, problem.column) for problem in problems]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_both_languages_of_a_well_formed_file(tmp_path: Path, suffix: str) -> None:
    write = workbook if suffix == ".xlsx" else text_file
    path = write(tmp_path / f"質問{suffix}", [HEADERS, TOKYO, FRUIT])
    questions, warnings = read_questions(path)
    assert warnings == ()
    assert questions.name == path.name
    assert len(questions.sha256) == 64
    assert questions.languages == ("ja", "en")
    assert [question.no for question in questions.questions] == ["1", "2"]
    assert [question.type for question in questions.questions] == ["open_qa", "classification"]
    assert questions.questions[0].sides == {
        "ja": Side("日本の首都はどこですか？", ("東京",)),
        "en": Side("What is the capital of Japan?", ("Tokyo",)),
    }


def test_the_sample_has_no_problems() -> None:
    questions, warnings = read_questions(SAMPLE)
    types = [question.type for question in questions.questions]
    assert (types.count("open_qa"), types.count("classification")) == (61, 39)
    assert warnings == ()


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("NO", Meaning("number")),
        ("Ｎｏ．", Meaning("number")),
        ("番号", Meaning("number")),
        ("Type", Meaning("type")),
        ("種別", Meaning("type")),
        ("instruction(jp)", Meaning("question", "ja")),
        ("Instruction (JP)", Meaning("question", "ja")),
        ("ｉｎｓｔｒｕｃｔｉｏｎ（ｊａ）", Meaning("question", "ja")),
        ("instruction(日本語)", Meaning("question", "ja")),
        ("質問（英語）", Meaning("question", "en")),
        ("英語の質問", Meaning("question", "en")),
        ("question_en", Meaning("question", "en")),
        ("Question", Meaning("question")),
        ("response(jp)", Meaning("reference", "ja")),
        ("response(jp) 2", Meaning("reference", "ja", 2)),
        ("response 3(en)", Meaning("reference", "en", 3)),
        ("Response（jp）２", Meaning("reference", "ja", 2)),
        ("Referece", Meaning("reference")),
        ("reference (en)", Meaning("reference", "en")),
        ("正解", Meaning("reference")),
        ("正解２", Meaning("reference", None, 2)),
        ("Answer(jp)", Meaning("answer", "ja")),
        ("回答", Meaning("answer")),
        ("instruction(jp) 2", None),
        ("instruction(fr)", None),
        ("response time", None),
        ("comment", None),
        ("", None),
    ],
)
def test_headers(header: str, expected: Meaning | None) -> None:
    assert meaning(header) == expected


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_header_has_a_meaning_or_none(header: str) -> None:
    meaning(header)


@pytest.mark.parametrize(
    ("headers", "row", "sides"),
    [
        (
            ("NO", "instruction(jp)", "type", "Referece"),
            (1, "首都は？", "open_qa", "東京"),
            {"ja": Side("首都は？", ("東京",))},
        ),
        (("質問", "正解"), ("首都は？", "東京"), {"ja": Side("首都は？", ("東京",))}),
        (("Question", "Reference"), ("The capital?", "Tokyo"), {"en": Side("The capital?", ("Tokyo",))}),
        (
            ("instruction", "response", "instruction(en)", "response(en)"),
            ("首都は？", "東京", "The capital?", "Tokyo"),
            {"ja": Side("首都は？", ("東京",)), "en": Side("The capital?", ("Tokyo",))},
        ),
        (
            ("質問（日本語）", "質問（英語）", "正解（日本語）", "正解（英語）"),
            ("首都は？", "The capital?", "東京", "Tokyo"),
            {"ja": Side("首都は？", ("東京",)), "en": Side("The capital?", ("Tokyo",))},
        ),
        (
            ("instruction(en)", "response(en)", "response(en) 2", "response(en) 10"),
            ("The capital?", "Tokyo", "Tokyo City", "Tokyo"),
            {"en": Side("The capital?", ("Tokyo", "Tokyo City"))},
        ),
        (("question", "answer"), ("The capital?", "Tokyo"), {"en": Side("The capital?", ("Tokyo",))}),
    ],
)
def test_column_layouts(
    tmp_path: Path, headers: tuple[str, ...], row: tuple[object, ...], sides: dict[str, Side]
) -> None:
    questions, _ = read_questions(workbook(tmp_path / "a.xlsx", [headers, row]))
    assert questions.questions[0].sides == sides


def test_text_is_kept_as_it_is(tmp_path: Path) -> None:
    text = "次のうち、\n　どれですか？「=1+1」\t“A, B”  'c' ﾊﾝｶｸ"
    rows = [HEADERS, (1, text, "答", "x", "y", "t")]
    for path in (
        workbook(tmp_path / "a.xlsx", rows),
        text_file(tmp_path / "a.csv", rows),
        text_file(tmp_path / "b.csv", rows, "utf-8-sig"),
    ):
        questions, warnings = read_questions(path)
        assert questions.questions[0].sides["ja"].text == text
        assert warnings == ()


def test_unknown_columns_are_carried_over_as_values(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [
            (*HEADERS, "難易度", "checked", "day", "note", "note"),
            (*TOKYO, 3, True, datetime(2024, 5, 3), "a", "b"),
            (*FRUIT, None, False),
        ],
    )
    questions, warnings = read_questions(path)
    assert questions.extra_columns == ("難易度", "checked", "day", "note", "note (2)")
    assert questions.questions[0].extra == {
        "難易度": 3,
        "checked": True,
        "day": Formatted(45415, "yyyy-mm-dd h:mm:ss"),
        "note": "a",
        "note (2)": "b",
    }
    assert questions.questions[1].extra["難易度"] is None
    assert warnings == ()


def test_the_row_index_of_pandas_is_no_column(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [(None, *HEADERS), (0, *TOKYO), (1, *FRUIT)])
    questions, warnings = read_questions(path)
    assert (questions.extra_columns, warnings) == ((), ())


def test_a_nameless_column_is_carried_over_with_a_warning(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEADERS, (*TOKYO, "メモ"), FRUIT])
    questions, warnings = read_questions(path)
    assert questions.extra_columns == ("column G",)
    assert found(warnings) == [("unnamed_column", 1, "G")]


def test_questions_without_numbers_are_numbered_by_row(tmp_path: Path) -> None:
    questions, warnings = read_questions(workbook(tmp_path / "a.xlsx", [HEADERS[1:], TOKYO[1:], FRUIT[1:]]))
    assert [question.no for question in questions.questions] == ["1", "2"]
    assert found(warnings) == [("no_number_column", 1, "")]
    rows = [HEADERS, (2, *TOKYO[1:]), (None, *FRUIT[1:]), ("7-b", "色は？", *TOKYO[2:])]
    questions, warnings = read_questions(workbook(tmp_path / "b.xlsx", rows))
    assert [question.no for question in questions.questions] == ["2", "3", "7-b"]
    assert found(warnings) == [("missing_number", 3, "A (NO)")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(1, "首都は？", "", "The capital?", "Tokyo", "t")], [("blank_reference", 2, "C (response(jp))")]),
        ([(1, "首都は？", "東京", "", "", "t")], [("side_missing", 2, "D (instruction(en))")]),
        ([TOKYO, (2, *FRUIT[1:5], "")], [("blank_type", 3, "F (type)")]),
        ([TOKYO, (3, "色は？", *TOKYO[2:]), (2, *FRUIT[1:5], "Open＿QA")], [("odd_type", 4, "F (type)")]),
        ([(1, *TOKYO[1:5], "長" * 65)], [("long_type", 2, "F (type)")]),
        ([TOKYO, FRUIT, (3, *TOKYO[3:5], *TOKYO[1:3], "open_qa")], [("sides_swapped", 4, "B (instruction(jp))")]),
        (
            [(n, f"{TOKYO[3]}{n}", "Tokyo", *TOKYO[1:3], "open_qa") for n in (1, 2, 3)],
            [("columns_swapped", 1, "B (instruction(jp)), D (instruction(en))")],
        ),
        (
            [(1, " 首都は？\n", "　東京", *TOKYO[3:])],
            [("spaces", 2, "B (instruction(jp))"), ("spaces", 2, "C (response(jp))")],
        ),
        ([(1, TOKYO[1], "#N/A", *TOKYO[3:])], [("error_value", 2, "C (response(jp))")]),
    ],
)
def test_doubts_are_warnings_at_their_cell(
    tmp_path: Path, rows: list[tuple[object, ...]], expected: list[tuple[str, int | None, str]]
) -> None:
    for path in (workbook(tmp_path / "a.xlsx", [HEADERS, *rows]), text_file(tmp_path / "a.csv", [HEADERS, *rows])):
        assert found(read_questions(path)[1]) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([TOKYO, (1, *FRUIT[1:])], [("duplicate_number", 3, "A (NO)")]),
        ([TOKYO, ("１", *FRUIT[1:])], [("duplicate_number", 3, "A (NO)")]),
        ([(1, "", "東京", "", "", "t")], [("blank_question", 2, "B (instruction(jp))")]),
        ([(1, "首都は？", "東京", "\u200b \u3000", "Tokyo", "t")], [("blank_question", 2, "D (instruction(en))")]),
        (
            [TOKYO, (2, "", "", "", "", "")],
            [("blank_question", 3, "B (instruction(jp))"), ("blank_type", 3, "F (type)")],
        ),
    ],
)
def test_faults_are_errors_at_their_cell(
    tmp_path: Path, rows: list[tuple[object, ...]], expected: list[tuple[str, int | None, str]]
) -> None:
    for path in (workbook(tmp_path / "a.xlsx", [HEADERS, *rows]), text_file(tmp_path / "a.csv", [HEADERS, *rows])):
        assert sorted(found(problems_of(path))) == sorted(expected)


def test_all_problems_are_listed_at_once_with_file_sheet_and_remedy(tmp_path: Path) -> None:
    rows = [HEADERS, TOKYO, (1, "", "a", "b", "", "t"), (3, "質問", "答え", "", "c", "t")]
    problems = problems_of(workbook(tmp_path / "質問.xlsx", rows))
    assert {problem.severity for problem in problems} == {"error", "warning"}
    assert len(problems) == 4
    for problem in problems:
        assert problem.file == "質問.xlsx"
        assert problem.sheet == "Sheet"
        assert problem.message and problem.remedy and problem.message_ja and problem.remedy_ja
    assert "row 3, column A (NO): NO 1 stands in row 2 already → give every question a number" in str(problems[0])


def test_blank_rows_are_passed_over_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    rows = [HEADERS, TOKYO, (), ("", " ", None), (1, *FRUIT[1:]), ()]
    assert found(problems_of(workbook(tmp_path / "a.xlsx", rows))) == [
        ("duplicate_number", 5, "A (NO)"),
        ("blank_rows", 3, ""),
    ]


def test_rows_above_the_column_names_are_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [("検証用の質問",), (), HEADERS, TOKYO])
    questions, warnings = read_questions(path)
    assert len(questions.questions) == 1
    assert found(warnings) == [("rows_above_header", 3, "")]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (("NO", "text"), ("no_question_column", 1, "")),
        (("NO", "response(jp)", "type"), ("no_question_column", 1, "")),
    ],
)
def test_a_question_column_is_needed(
    tmp_path: Path, headers: tuple[str, ...], expected: tuple[str, int | None, str]
) -> None:
    assert found(problems_of(workbook(tmp_path / "a.xlsx", [headers, (1, "a", "b")]))) == [expected]
