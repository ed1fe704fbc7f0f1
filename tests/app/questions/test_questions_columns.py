"""Columns that are named, layouts that are remembered, sheets that are chosen, and the copy with the cells marked."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import InputError, NarabeError, SettingsError
from app.questions import ColumnMemory, read, read_questions
from app.questions.annotated import write_annotated
from app.questions.fields import parse_columns
from app.questions.text_checks import in_other_language, invisible
from app.records import Side
from tests.data.make import BAD, GOOD

ODD = "番,といかけ,こたえ,別解\n1,日本の首都は？,東京,東京都\n2,空の色は？,青,\n"
NAMED = ["text.ja=といかけ,references.ja=こたえ", "references.ja=別解,no=番"]


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    path = tmp_path / "odd.csv"
    path.write_text(ODD, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["text.ja=質問文,references.ja=答え"], {"質問文": "instruction(jp)", "答え": "response(jp)"}),
        (["TEXT.EN = Q, type=Kind"], {"Q": "instruction(en)", "Kind": "type"}),
        (["text.ja=いつ, どこで=だれが,no=N"], {"いつ, どこで=だれが": "instruction(jp)", "N": "NO"}),
        (["references.en=a,references.en=b"], {"a": "response(en)", "b": "response(en) 2"}),
        (["answer.ja=回答欄"], {"回答欄": "Answer(jp)"}),
        ([""], {}),
    ],
)
def test_columns_as_the_user_names_them(given: list[str], expected: dict[str, str]) -> None:
    assert parse_columns(given) == expected


@pytest.mark.parametrize("given", ["質問文", "question=質問文", "text.ja=", "=質問文", "text.fr=Q"])
def test_columns_that_are_not_understood(given: str) -> None:
    with pytest.raises(SettingsError, match=r"text\.ja"):
        parse_columns([given])


def test_a_layout_that_was_named_is_remembered(odd: Path, tmp_path: Path) -> None:
    column_memory = ColumnMemory(tmp_path / "home" / "columns.json")
    with pytest.raises(InputError, match="found: 番, といかけ"):
        read_questions(odd, column_memory=column_memory)
    questions, warnings = read_questions(odd, parse_columns(NAMED), column_memory=column_memory)
    assert [one.sides["ja"] for one in questions.questions] == [
        Side("日本の首都は？", ("東京", "東京都")),
        Side("空の色は？", ("青",)),
    ]
    assert warnings == ()
    again, warnings = read_questions(odd, column_memory=column_memory)
    assert again == questions
    assert [one.code for one in warnings] == ["columns_remembered"]
    other = tmp_path / "other.csv"
    other.write_text(ODD.replace("といかけ", " といかけ ").replace("空の色", "海の色"), encoding="utf-8")
    assert read(other, column_memory=column_memory).questions is not None
    assert read(odd, {}, column_memory=column_memory).questions is None
    assert read(odd, column_memory=column_memory).questions is None


def test_a_memory_that_cannot_be_read_is_as_good_as_none(odd: Path, tmp_path: Path) -> None:
    path = tmp_path / "columns.json"
    for content in ("", "[1]", "{", '{"a": 3}'):
        path.write_text(content, encoding="utf-8")
        assert read(odd, column_memory=ColumnMemory(path)).questions is None
    assert read(odd, parse_columns(NAMED), column_memory=ColumnMemory(path)).questions is not None
    assert [one.name for one in path.parent.iterdir() if one.name.startswith(".")] == []


def test_names_that_no_column_has_are_listed(odd: Path) -> None:
    problems = read(odd, parse_columns(["text.ja=質問文"])).problems
    assert [one.code for one in problems] == ["no_such_column", "no_question_column"]
    assert "番, といかけ, こたえ, 別解" in problems[0].message


def test_another_reading_of_a_file_is_another_question_set(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(GOOD["sheets.xlsx"])
    first, second = read_questions(path)[0], read_questions(path, sheet="予備")[0]
    assert (len(first.questions), len(second.questions)) == (2, 1)
    assert first.sha256 != second.sha256
    with pytest.raises(InputError, match="no sheet “無い”"):
        read_questions(path, sheet="無い")


def test_a_hidden_sheet_can_be_chosen(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(_written(tmp_path, "sheets.xlsx"))
    book["予備"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx").sheets == ("Sheet", "予備")
    assert len(read_questions(tmp_path / "a.xlsx", sheet="予備")[0].questions) == 1


def _written(folder: Path, name: str) -> Path:
    (folder / name).write_bytes({**GOOD, **BAD}[name])
    return folder / name


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("東京", "ja", False),
        ("NASA", "ja", False),
        ("Microsoft Excel", "ja", False),
        ("The capital is Tokyo", "ja", True),
        ("1776", "en", False),
        ("東京", "en", True),
        ("Tokyo (東京)", "en", False),
        ("", "en", False),
    ],
)
def test_texts_in_the_other_language(text: str, language: str, expected: bool) -> None:
    assert in_other_language(text, language) is expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("東\u200b京", "U+200B"),
        ("\u202eabc\x07", "U+202E, U+0007"),
        ("文字化け\ufffd", "U+FFFD"),
        ("家族👨‍👩‍👧 葛󠄀城\n\t全角　空白", ""),
    ],
)
def test_characters_that_cannot_be_seen(text: str, expected: str) -> None:
    assert invisible(text) == expected


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_any_text_can_be_doubted(text: str) -> None:
    invisible(text)
    in_other_language(text, "ja")
    in_other_language(text, "en")


# -- the copy -------------------------------------------------------------------------------------------------------


def test_the_copy_has_every_value_and_marks_the_doubtful_ones(tmp_path: Path) -> None:
    source = _written(tmp_path, "untidy.xlsx")
    found = read(source)
    write_annotated(found, tmp_path / "out.xlsx")
    before, after = openpyxl.load_workbook(source)["Sheet"], openpyxl.load_workbook(tmp_path / "out.xlsx")
    copy = after["Sheet"]
    for row in before.iter_rows():
        for cell in row:
            assert copy[cell.coordinate].value == cell.value
    assert "U+200B" in copy["B2"].comment.text and "spaces" in copy["B2"].comment.text
    assert copy["B2"].fill.fgColor.rgb == copy["C3"].fill.fgColor.rgb == "FFFFE9A8"
    assert copy["D2"].comment is None
    assert copy["F5"].comment is not None
    listed = list(after["Problems"].iter_rows(min_row=2, values_only=True))
    assert len(listed) == len(found.problems)


def test_errors_are_marked_in_red_and_said_in_japanese(tmp_path: Path) -> None:
    found = read(_written(tmp_path, "numbers-twice.xlsx"))
    write_annotated(found, tmp_path / "out.xlsx", "ja")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book["Sheet"]["A3"].fill.fgColor.rgb == "FFF8CBC6"
    assert "重複" in book["Sheet"]["A3"].comment.text
    assert next(book["問題一覧"].iter_rows(min_row=2, values_only=True))[0] == "エラー"


def test_nothing_in_the_copy_is_computed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('質問,正解,メモ\n=1+1 は？,\u200b2,=HYPERLINK("x")\n+A1,-3,@SUM(A1)\n', encoding="utf-8")
    write_annotated(read(path), tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert [[cell.data_type for cell in row] for row in sheet.iter_rows()] == [["s"] * 3] * 3
    assert sheet["A2"].value == "=1+1 は？"


@pytest.mark.parametrize("name", [*GOOD, *BAD])
def test_every_file_that_can_be_read_can_be_copied(tmp_path: Path, name: str) -> None:
    found = read(_written(tmp_path, name))
    if found.table is None:
        with pytest.raises(InputError):
            write_annotated(found, tmp_path / "out.xlsx")
        return
    write_annotated(found, tmp_path / "out.xlsx")
    assert len(openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames) == 2


def test_a_copy_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(NarabeError, match="cannot be written"):
        write_annotated(read(_written(tmp_path, "tidy.xlsx")), tmp_path / "none" / "out.xlsx")


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("NO,質問,response,正解", {"references.ja": "正解", "answer.ja": "response"}),
        ("NO,質問,response,補足", {"references.ja": "response", "context.ja": "補足"}),
        ("NO,質問,正解,分野", {"references.ja": "正解", "type": "分野"}),
        ("NO,質問,分野,種別", {"type": "種別"}),
        ("No,Q,A", {"text.ja": "Q", "references.ja": "A"}),
        ("#,問題文（和）,解答（和）", {"text.ja": "問題文（和）", "references.ja": "解答（和）"}),
        ("問,問題,正答例", {"text.ja": "問題", "references.ja": "正答例"}),
        ("問,question,answers", {"text.ja": "question", "references.ja": "answers"}),
        ("NO,prompt(ja),prompt(en),備考", {"text.ja": "prompt(ja)", "text.en": "prompt(en)"}),
    ],
)
def test_a_name_means_what_the_others_leave_it(tmp_path: Path, header: str, fields: dict[str, str]) -> None:
    path = tmp_path / "列.csv"
    path.write_text(f"{header}\n1,空の色は？,青,地理\n2,雪の色は？,白,理科\n", encoding="utf-8")
    kept = {name: column for name, column in read(path).fields.items() if name not in ("no",)}
    assert fields.items() <= kept.items() and kept["text.ja"] == header.split(",")[1]
