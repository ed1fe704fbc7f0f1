from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from app.errors import NarabeError
from app.questions import read_questions
from app.questions.findings import Findings
from app.workbook.graded_verdicts import open_answers, read_gradings
from app.workbook.overflow import MAX_UNITS, split_units, units
from tests.app.graded_samples import (
    ARM,
    CAPITAL,
    NOON,
    OTHER_ARM,
    QUESTIONS,
    RUN,
    graded,
    standard,
    verdict,
    write,
)


def records(sheet: Worksheet) -> list[dict[str, Any]]:
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def test_one_row_holds_both_languages_of_a_question(tmp_path: Path) -> None:
    book = write(tmp_path / "out.xlsx", standard())
    assert book.sheetnames == SHEETS
    rows = records(book["Answers"])
    work = ("instruction", "response", "Answer", "verdict", "language_ok", "comment", "reviewer")
    known = ("language", "similarity", "judgement", "probability", "rule", "error")
    assert list(rows[0]) == [
        *("NO", "type", "arm"),
        *(f"{name}(jp)" for name in work),
        *(f"{name}(en)" for name in work),
        *(f"{name}(jp)" for name in known),
        *("response(jp) 2", "verdict(jp) 田中"),
        *(f"{name}(en)" for name in known),
        "verdict(en) 田中",
        *("item(jp)", "item(en)", "難易度", "Answer(jp) (input)"),
    ]
    expected: Mapping[str, Any] = {
        "NO": 1,
        "type": "open_qa",
        "arm": "embedded · qa · no retrieval",
        "instruction(jp)": "日本の首都はどこですか？",
        "response(jp)": "東京",
        "response(jp) 2": "東京都",
        "Answer(jp)": "Tokyo, Japan",
        "similarity(jp)": 0.8123456789012345,
        "judgement(jp)": "correct",
        "verdict(jp)": "correct",
        "language_ok(jp)": False,
        "comment(jp)": "=英語で答えた",
        "reviewer(jp)": "田中",
        "verdict(en)": None,
        "Answer(en)": "Tokyo",
        "難易度": 3,
        "Answer(jp) (input)": "旧",
    }
    assert {name: rows[0][name] for name in expected} == expected
    assert rows[1]["NO"] == "007"


def test_an_error_is_never_an_answer(tmp_path: Path) -> None:
    row = records(write(tmp_path / "out.xlsx", standard())["Answers"])[1]
    assert (row["Answer(jp)"], row["error(jp)"], row["judgement(jp)"]) == (None, "out of memory", "unjudged")
    assert (row["Answer(en)"], row["error(en)"], row["judgement(en)"]) == (None, None, None)


def test_the_sheet_helps_reviewers(tmp_path: Path) -> None:
    sheet = write(tmp_path / "out.xlsx", standard())["Answers"]
    assert sheet.freeze_panes == "G2"
    assert sheet.auto_filter.ref == "A1:AJ3"
    choices = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert choices == {
        "G2:G3": '"correct,incorrect,unsure"',
        "H2:H3": '"TRUE,FALSE"',
        "N2:N3": '"correct,incorrect,unsure"',
        "O2:O3": '"TRUE,FALSE"',
        "Y2:Y3": '"correct,incorrect,unsure"',
        "AF2:AF3": '"correct,incorrect,unsure"',
    }
    assert sheet["D2"].alignment.wrap_text
    assert not any(one.showErrorMessage for one in sheet.data_validations.dataValidation)
    frozen = [sheet.column_dimensions[letter].width for letter in "ABCDEF"]
    assert sum(7 * width for width in frozen) <= 710, "half of a screen 1,400 pixels wide"
    assert sheet.row_dimensions[2].height > 30, "a long question is seen whole"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert (sheet.print_title_rows, str(sheet.print_area)) == ("$1:$1", "'Answers'!$A$1:$Q$3")
    assert sheet["U2"].number_format == "0%"


def test_arms_have_rows_of_their_own(tmp_path: Path) -> None:
    answers = [graded(1, CAPITAL, "ja"), graded(2, CAPITAL, "ja", arm=OTHER_ARM)]
    run = replace(RUN, arms=(ARM, OTHER_ARM), languages=("ja",))
    rows = records(write(tmp_path / "out.xlsx", answers, run)["Answers"])
    assert [(row["NO"], row["arm"]) for row in rows] == [(1, ARM.label), (1, OTHER_ARM.label)]
    assert "instruction(en)" not in rows[0]


def test_every_verdict_in_order(tmp_path: Path) -> None:
    given = [verdict(1, id=1), verdict(1, "withdrawn", id=2), verdict(2, "unsure", id=3, comment="?", reviewer="Lee")]
    rows = records(write(tmp_path / "out.xlsx", standard(), verdicts=given)["Verdicts"])
    assert [(row["id"], row["NO"], row["language"], row["verdict"], row["reviewer"]) for row in rows] == [
        (1, 1, "ja", "correct", "田中"),
        (2, 1, "ja", "withdrawn", "田中"),
        (3, 1, "en", "unsure", "Lee"),
    ]
    assert rows[0]["time (UTC)"] == NOON.replace(tzinfo=None)
    assert rows[0]["judgement_visible"] is True


def test_summary_and_run(tmp_path: Path) -> None:
    book = write(tmp_path / "out.xlsx", standard(), versions={"narabe": "0.1.0"})
    first = records(book["Summary"])[0]
    assert (first["type"], first["language"], first["judged correct"], first["judged"]) == ("open_qa", "ja", 1, 1)
    about = {row[0]: row[1] for row in book["Run"].iter_rows(values_only=True)}
    assert about["input SHA-256"] == "ab" * 32
    assert about["arm 1 temperature"] == 0
    assert about["version of narabe"] == "0.1.0"
    assert about["created (UTC)"] == NOON.replace(tzinfo=None)


SHEETS = ["Answers", "Summary", "Verdicts", "Reviewers", "Run", "Chart", "Words", "Exported"]
"""The last three are hidden."""
FUZZ = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ANY_TEXT = st.text(st.characters(), min_size=1, max_size=60) | st.sampled_from(
    [
        "=1+1",
        "+81",
        "-5",
        "@x",
        "'a",
        "<r>a</r>",
        "<r><t>x</t></r>",
        "http://a.b",
        "_x0041_",
        "_x005F_",
        "x005F_",
        " a ",
        "a\r\nb",
    ]
)


@FUZZ
@given(ANY_TEXT)
def test_any_text_is_read_back_as_it_was(tmp_path: Path, text: str) -> None:
    book = write(tmp_path / "out.xlsx", [graded(1, CAPITAL, "ja", text)])
    cell = book["Answers"]["F2"]
    assert cell.data_type in ("s", "inlineStr")
    assert unescape(str(cell.value)) == text


@pytest.mark.parametrize("unit", ["長", "𠮷a", "\x08", "_x0041_", "a\n b", "&<"])
@pytest.mark.parametrize("times", [1, 2.5])
def test_long_texts_go_on_in_another_sheet_and_come_back(tmp_path: Path, unit: str, times: float) -> None:
    comment = unit * int(times * MAX_UNITS / len(unit) + 1)
    answers = [graded(1, CAPITAL, "ja", verdicts=(verdict(1, comment=comment),))]
    book = write(tmp_path / "out.xlsx", answers)
    cell = unescape(str(book["Answers"]["I2"].value))
    assert len(cell.encode("utf-16-le")) <= 2 * MAX_UNITS
    assert cell.endswith("… [→ Overflow!D2]")
    assert book["Overflow"]["B2"].value == "I2"
    findings = Findings("out.xlsx")
    assert read_gradings(open_answers(tmp_path / "out.xlsx", findings), findings)[0].marks.comment == comment


@settings(deadline=None)
@given(st.text(st.characters(), max_size=80), st.integers(14, 40))
def test_a_cut_loses_nothing(text: str, limit: int) -> None:
    head, rest = split_units(text, limit)
    assert head + rest == text
    assert units(head) <= limit
    assert not rest or head


def test_a_text_of_exactly_the_limit_stays_in_its_cell(tmp_path: Path) -> None:
    for text in ("長" * MAX_UNITS, "𠮷" * (MAX_UNITS // 2), "&" * MAX_UNITS):
        book = write(tmp_path / "out.xlsx", [graded(1, CAPITAL, "ja", text)])
        assert book["Answers"]["F2"].value == text
        assert "Overflow" not in book.sheetnames


def test_pandas_reads_the_answers(tmp_path: Path) -> None:
    write(tmp_path / "out.xlsx", standard())
    frame = pandas.read_excel(tmp_path / "out.xlsx", sheet_name="Answers", dtype={"NO": str})
    assert list(frame["NO"]) == ["1", "007"]
    assert frame["similarity(jp)"][0] == 0.8123456789012345


def test_the_workbook_is_read_again_as_questions(tmp_path: Path) -> None:
    write(tmp_path / "out.xlsx", standard())
    questions, _ = read_questions(tmp_path / "out.xlsx")
    assert [
        (one.no, one.type, {code: (side.text, side.references) for code, side in one.sides.items()})
        for one in questions.questions
    ] == [
        (one.no, one.type, {code: (side.text, side.references) for code, side in one.sides.items()})
        for one in QUESTIONS.questions
    ]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.xlsx"
    write(path, standard())
    before = path.read_bytes()

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(NarabeError, match="No space left"):
        write(path, [])
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir() if one.suffix != ""] == ["out.xlsx"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NarabeError, match="choose another folder"):
        write(tmp_path / "none" / "out.xlsx", standard())


def test_a_run_without_answers_has_its_sheets(tmp_path: Path) -> None:
    book = write(tmp_path / "out.xlsx", [])
    assert book.sheetnames == SHEETS
    assert book["Answers"]["A1"].value == "NO"


def test_the_original_layout(tmp_path: Path) -> None:
    answers = [one for one in standard() if one.item.language == "ja"]
    path = tmp_path / "raw.xlsx"
    book = write(path, answers, layout="original")
    assert book.sheetnames == ["Sheet_name_1"]
    assert [list(row) for row in book["Sheet_name_1"].iter_rows(values_only=True)] == [
        [None, "NO", "instruction(jp)", "type", "Referece", "Answer", "error"],
        [0, 1, "日本の首都はどこですか？", "open_qa", "東京", "Tokyo, Japan", None],
        [1, "007", "りんごは果物ですか？", "classification", None, None, "out of memory"],
    ]
    frame = pandas.read_excel(path, index_col=0)
    assert list(frame.index) == [0, 1]
    write(path, answers[:1], layout="original")
    expected = tmp_path / "pandas.xlsx"
    pandas.read_excel(path, index_col=0).to_excel(expected, sheet_name="Sheet_name_1")
    pandas.testing.assert_frame_equal(pandas.read_excel(expected), pandas.read_excel(path))


def test_the_original_layout_holds_one_language_and_one_arm(tmp_path: Path) -> None:
    with pytest.raises(NarabeError, match="one language"):
        write(tmp_path / "a.xlsx", standard(), layout="original")
    with pytest.raises(NarabeError, match="one arm"):
        answers = [graded(1, CAPITAL, "ja"), graded(2, CAPITAL, "ja", arm=OTHER_ARM)]
        write(tmp_path / "a.xlsx", answers, layout="original")
    assert list(tmp_path.glob("*.xlsx")) == []
