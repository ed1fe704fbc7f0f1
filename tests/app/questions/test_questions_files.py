"""Files that are odd as files: no workbook, cut off, protected, dangerous, or with cells that need interpreting."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

from app.errors import InputError
from app.questions import read_questions
from app.questions.bounds import Bounds
from app.questions.findings import Findings
from app.questions.readers.excel import read_excel
from app.questions.readers.package import OLE

HEADERS = ("NO", "instruction(jp)", "response(jp)", "type")
ROW = (1, "首都はどこですか？", "東京", "open_qa")
Change = Callable[[openpyxl.Workbook, Worksheet], None]


def plain_bytes(change: Change | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(HEADERS))
    sheet.append(list(ROW))
    if change is not None:
        change(book, sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rezipped(data: bytes, replace: dict[str, bytes | None]) -> bytes:
    """The package with parts replaced, added, or (None) left out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name: old.read(name) for name in old.namelist()} | replace
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return stream.getvalue()


def codes(path: Path, data: bytes) -> list[str]:
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_questions(path)
    return [problem.code for problem in caught.value.problems if problem.severity == "error"]


EMPTY_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'


def encrypted() -> bytes:
    return (
        OLE + b"\0" * 504 + "EncryptionInfo".encode("utf-16-le") + "EncryptedPackage".encode("utf-16-le") + b"\0" * 900
    )


def bomb() -> bytes:
    """A part that says it unpacks to 300 MB (zipfile never unpacks more than a part says)."""
    data = bytearray(rezipped(plain_bytes(), {"xl/media/image1.bin": b"x"}))
    entry = data.rindex(b"xl/media/image1.bin") - 46
    data[entry + 24 : entry + 28] = struct.pack("<I", 300 * 1024**2)
    return bytes(data)


def sheet_with(rows: bytes) -> bytes:
    name = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (name, rows)
    return rezipped(plain_bytes(), {"xl/worksheets/sheet1.xml": sheet})


def laughs() -> bytes:
    sheet = zipfile.ZipFile(io.BytesIO(plain_bytes())).read("xl/worksheets/sheet1.xml")
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return rezipped(plain_bytes(), {"xl/worksheets/sheet1.xml": entities + sheet})


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("empty.xlsx", b"", "empty_file"),
        ("empty.csv", b"", "empty_file"),
        ("blank.csv", b"\n\n", "no_rows"),
        ("header.csv", b"NO,question,response\n", "no_rows"),
        ("blank.xlsx", rezipped(plain_bytes(), {"xl/worksheets/sheet1.xml": EMPTY_SHEET}), "no_rows"),
        ("text.xlsx", "こんにちは".encode(), "no_question_column"),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_a_workbook"),
        ("protected.xlsx", encrypted(), "protected"),
        ("old.doc", OLE + "WordDocument".encode("utf-16-le") + b"\0" * 2000, "other_office"),
        ("old.xls", OLE + "Workbook".encode("utf-16-le") + b"\0" * 2000, "damaged"),
        ("cut.xlsx", plain_bytes()[:3000], "damaged"),
        ("header-only.xlsx", b"PK\x03\x04", "damaged"),
        ("other.zip", rezipped(plain_bytes(), {"[Content_Types].xml": None}), "not_a_workbook"),
        ("tables.zip", rezipped(plain_bytes(), {"[Content_Types].xml": None, "a/表.csv": b"NO"}), "zip_archive"),
        ("no-sheet.xlsx", rezipped(plain_bytes(), {"xl/worksheets/sheet1.xml": b"<worksheet"}), "damaged"),
        ("no-book.xlsx", rezipped(plain_bytes(), {"xl/workbook.xml": None}), "damaged"),
        ("binary.xlsb", rezipped(plain_bytes(), {"xl/workbook.bin": b"x"}), "binary_excel"),
        ("calc.ods", rezipped(plain_bytes(), {"mimetype": b"x", "content.xml": b"<x/>"}), "no_rows"),
        ("cut.ods", rezipped(plain_bytes(), {"mimetype": b"x", "content.xml": b"<x"}), "damaged"),
        ("bomb.xlsx", bomb(), "unpacks_too_large"),
        ("rows.xlsx", sheet_with(b'<row r="60000"><c r="B60000"><v>1</v></c></row>'), "too_many_rows"),
        ("wide.xlsx", sheet_with(b'<row r="1"><c r="ZZ1"><v>1</v></c></row>'), "too_many_columns"),
        ("laughs.xlsx", laughs(), "damaged"),
        ("utf16.csv", b"\xff\xfeN\x00O\x00\x00\xd8", "broken_encoding"),
        ("cut.json", b'[{"question": "x"}, {"question"', "broken_json"),
        ("deep.json", b"[" * 100_000, "broken_json"),
        ("list.json", b"[1, 2]", "no_record"),
        ("lines.jsonl", b'{"question": "x"}\n3\n', "no_record"),
        ("none.jsonl", b'{"text": "x"}\n', "no_question_column"),
        ("quote.csv", b'NO,question\n1,"cut off', "broken_csv"),
        ("quote.csv", b'NO,question\n1,"a" b\n', "broken_csv"),
        ("long.csv", b"NO,question\n1," + b"x" * 200_000, "cell_too_long"),
        ("wide.csv", b"question" + b",x" * 300, "too_many_columns"),
        ("rows.csv", b"question\n" + b"x\n" * 50_000, "too_many_rows"),
    ],
)
def test_files_that_cannot_be_used(tmp_path: Path, name: str, data: bytes, expected: str) -> None:
    assert codes(tmp_path / name, data) == [expected]


def test_more_cells_than_allowed() -> None:
    findings = Findings("a.xlsx")
    with pytest.raises(InputError, match="more than 7 cells"):
        read_excel(plain_bytes(), findings, bounds=Bounds(cells=7))
    assert len(read_excel(plain_bytes(), Findings("a.xlsx"), bounds=Bounds(cells=8))[0]) == 1


def test_a_file_that_is_not_there_or_a_folder(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.xlsx", "missing_file"), (tmp_path, "no_data_files")):
        with pytest.raises(InputError) as caught:
            read_questions(path)
        assert [problem.code for problem in caught.value.problems] == [code]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    with path.open("wb") as stream:
        stream.truncate(60 * 1024**2)
    with pytest.raises(InputError, match="too large"):
        read_questions(path)


def set_formula(book: openpyxl.Workbook, sheet: Worksheet) -> None:
    sheet["B2"] = '=CONCATENATE("a","b")'


def merge(book: openpyxl.Workbook, sheet: Worksheet) -> None:
    sheet.append([2, "色は？", "青", "open_qa"])
    sheet.merge_cells("D2:D3")


def hide(book: openpyxl.Workbook, sheet: Worksheet) -> None:
    sheet.append([2, "色は？", "青", "open_qa"])
    sheet.row_dimensions[3].hidden = True


def add_sheets(book: openpyxl.Workbook, sheet: Worksheet) -> None:
    book.create_sheet("空")
    book.create_sheet("メモ")["A1"] = "x"
    hidden = book.create_sheet("秘")
    hidden["A1"] = "x"
    hidden.sheet_state = "hidden"


def put_notes_first(book: openpyxl.Workbook, sheet: Worksheet) -> None:
    book.create_sheet("表紙", 0)["A1"] = "検証用"


@pytest.mark.parametrize(
    ("change", "code", "row", "words"),
    [
        (merge, "merged_filled", 2, "D2:D3"),
        (hide, "hidden_rows", 3, "3"),
        (add_sheets, "further_sheets", None, "メモ, 秘"),
        (put_notes_first, "further_sheets", None, "表紙"),
    ],
)
def test_odd_sheets_load_with_a_warning(tmp_path: Path, change: Change, code: str, row: int | None, words: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(plain_bytes(change))
    questions, warnings = read_questions(path)
    assert questions.questions[0].sides["ja"].text == ROW[1]
    first = next(warning for warning in warnings if warning.code == code)
    assert (first.severity, first.row) == ("warning", row)
    assert words in first.message and words in first.message_ja


def test_a_formula_without_its_result_is_an_error_at_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(plain_bytes(set_formula))
    with pytest.raises(InputError) as caught:
        read_questions(path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.row, problem.column) == ("formula_without_value", 2, "B (instruction(jp))")


def test_a_formula_with_its_result_is_that_result(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADERS)
        sheet.write_formula(1, 0, "=ROW()-1", value=1)
        sheet.write_formula(1, 1, '="首都"&"は？"', value="首都は？")
        sheet.write_formula(1, 2, "=YEAR(A9)", value=1776)
    question = read_questions(path)[0].questions[0]
    assert (question.no, question.sides["ja"].text, question.sides["ja"].references) == ("1", "首都は？", ("1776",))


def test_the_phonetic_guide_is_no_text(tmp_path: Path) -> None:
    runs = '<r><t>首</t></r><r><rPr><b/></rPr><t xml:space="preserve">都 は？</t></r>'
    item = f'<si>{runs}<rPh sb="0" eb="1"><t>シュ</t></rPh></si>'
    escaped = "<si><t>a_x000a_b_x005F_x0041_ x005F_</t></si>"
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<si><t>instruction(jp)</t></si>{item}{escaped}</sst>"
    )
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_column(0, 0, ["a", "b", "c"])
    path.write_bytes(rezipped(path.read_bytes(), {"xl/sharedStrings.xml": strings.encode()}))
    questions = read_questions(path)[0].questions
    assert [question.sides["ja"].text for question in questions] == ["首都 は？", "a\nb_x0041_ x005F_"]
