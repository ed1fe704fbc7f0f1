"""Files that are small and cost much, or never end: each gets a clear message, within bounds on time and memory."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy
import pytest
import xlsxwriter
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject

from app.bounded import Allowance, OutOfBoundsError, bounded
from app.errors import NarabeError
from app.questions import read_foreign
from app.records import Formatted
from app.retrieval import foreign
from app.retrieval import texts as texts_of_files
from app.retrieval.foreign import folder_texts
from app.workbook import read_graded, read_graded_sheet
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

SLOWEST = 60.0
"""Seconds by the clock: who reads a file is ended after 40, however much others use the machine (`app.bounded`)."""
MOST_MEMORY = 1024**3


def plain_book() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("NO", "質問", "正解"))
        sheet.write_row(1, 0, (1, "日本の首都は？", "東京"))
    return stream.getvalue()


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one part changed."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, change(content) if part == name else content)
    return stream.getvalue()


SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
COMMENT = b"<!--" + b"-" + b" x" * 45_000_000 + b"-->"
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b']><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    b'<c t="str"><v>&j;</v></c></row></sheetData></worksheet>'
)


def workbooks() -> dict[str, bytes]:
    """Small packages whose parts are huge, without an end, or grow when they are read."""
    good = plain_book()
    row = b'<row r="9"><c r="A9" t="inlineStr"><is><t>' + b"x" * 30_000_000 + b"</t></is></c></row>"
    return {
        "comment.xlsx": with_part(good, SHEET, lambda xml: xml.replace(b"<sheetData>", COMMENT + b"<sheetData>")),
        "laughs.xlsx": with_part(good, SHEET, lambda _: LAUGHS),
        "one-cell.xlsx": with_part(good, SHEET, lambda xml: xml.replace(b"</sheetData>", row + b"</sheetData>")),
        "strings.xlsx": with_part(
            good, STRINGS, lambda xml: xml.replace(b"</sst>", b"<si><t>" + b"y" * 240_000_000 + b"</t></si></sst>")
        ),
        "many-strings.xlsx": with_part(
            good, STRINGS, lambda xml: xml.replace(b"</sst>", b"<si><t>a</t></si>" * 8_000_000 + b"</sst>")
        ),
        "bomb.xlsx": with_part(good, SHEET, lambda xml: xml + b" " * 300_000_000),
        "cells.xlsx": with_part(
            good,
            SHEET,
            lambda xml: xml.replace(b"</sheetData>", b"<row>" + b"<c/>" * 20_000_000 + b"</row></sheetData>"),
        ),
        "nested.xlsx": with_part(
            good, SHEET, lambda xml: xml.replace(b"</sheetData>", b"<a>" * 30_000_000 + b"</sheetData>")
        ),
    }


def texts() -> dict[str, bytes]:
    return {
        "deep.json": b"[" * 5_000_000,
        "deep.jsonl": b'{"a":' * 1_000_000 + b"1" + b"}" * 1_000_000,
        "empty-objects.json": b"[" + b"{}," * 6_000_000 + b"{}]",
        "wide.json": json.dumps([{f"k{n}": n} for n in range(200_000)]).encode(),
        "big-number.json": b'[{"question": ' + b"9" * 1_000_000 + b"}]",
        "quotes.csv": b'question,response\n"' + b'""' * 10_000_000,
        "commas.csv": b"question" + b"," * 20_000_000,
        "one-line.txt": b"x" * 40_000_000,
    }


def parquets() -> dict[str, bytes]:
    """Dictionaries and runs: a few hundred bytes that say "the same again" a great many times."""
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")

    def written(table: object) -> bytes:
        stream = io.BytesIO()
        parquet.write_table(table, stream, compression="zstd", store_schema=False, write_statistics=False)
        return stream.getvalue()

    def repeated(rows: int, characters: int) -> bytes:
        keys = arrow.array([0] * rows, arrow.int32())
        texts = arrow.DictionaryArray.from_arrays(keys, arrow.array(["x" * characters]))
        return written(arrow.table({"question": texts}))

    zeros = numpy.zeros(30_000_000, dtype=numpy.int8)
    numbers = arrow.ListArray.from_arrays([0, len(zeros)], arrow.array(zeros))
    return {
        "same-text.parquet": repeated(50_000, 100_000),
        "same-long-text.parquet": repeated(40_000, 1_000_000),
        "one-list.parquet": written(arrow.table({"question": ["q"], "numbers": numbers})),
    }


HARMLESS = ("comment.xlsx", "strings.xlsx")
"""These may load, where that is done within the bounds: what is huge in them is not needed."""
FAMILIES = {"workbooks": workbooks, "texts": texts, "parquets": parquets}


READ_ALL = """
import json, resource, sys, time
from pathlib import Path
from app.questions import read_foreign
found = {}
for path in map(Path, sys.argv[1:]):
    began = time.monotonic()
    reading = read_foreign(path)
    problems = [[one.severity, one.file, one.message, one.remedy, one.message_ja] for one in reading.problems[:100]]
    found[path.name] = [time.monotonic() - began, reading.questions is None, problems]
print(json.dumps([found, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]))
"""


def read_all(paths: list[Path]) -> tuple[dict[str, tuple[float, bool, list[list[str]]]], int]:
    """Each file's seconds, whether it was refused, its problems; and the most bytes that a child took that read one.

    In a process that has had no other children.
    """
    command = [sys.executable, "-c", READ_ALL, *map(str, paths)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found, kibibytes = json.loads(done.stdout)
    return found, kibibytes * 1024


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_a_hostile_file_gets_a_message_within_bounds(tmp_path: Path, family: str) -> None:
    for name, data in FAMILIES[family]().items():
        (tmp_path / name).write_bytes(data)
    found, most_memory = read_all(sorted(tmp_path.iterdir()))
    assert len(found) == len(list(tmp_path.iterdir()))
    for name, (seconds, refused, problems) in found.items():
        assert seconds < SLOWEST, name
        assert refused or name in HARMLESS, name
        if refused:
            (error, *_) = [problem for severity, *problem in problems if severity == "error"]
            file, message, remedy, japanese = error
            assert file == name and message and remedy and japanese, name
    assert most_memory < MOST_MEMORY


def test_a_file_that_takes_too_much_says_which_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "質問.csv"
    path.write_text("質問,正解\n" + "日本の首都は？,東京\n" * 40_000, encoding="utf-8")
    for allowance, said in ((Allowance(1, 768), "1 seconds"), (Allowance(10, 8), "8 MB of memory")):
        monkeypatch.setattr("app.questions.foreign.ALLOWANCE", allowance)
        (error,) = read_foreign(path).problems
        assert error.file == "質問.csv" and said in error.message and error.severity == "error"


@pytest.mark.parametrize("place", ["/dev/zero", "/dev/stdin", "pipe", "loop.csv", "."])
def test_what_is_no_regular_file_is_refused_at_once(tmp_path: Path, place: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    reading = read_foreign(tmp_path / place)
    assert reading.questions is None and len(reading.problems) == 1
    assert reading.problems[0].code in ("no_regular_file", "not_a_file", "no_data_files")


def test_a_graded_workbook_that_is_none_is_explained(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "laughs.xlsx").write_bytes(with_part(plain_book(), SHEET, lambda _: LAUGHS))
    for read in (read_graded, read_graded_sheet):
        for name, said in (("pipe", "no file but a pipe"), ("laughs.xlsx", "cut off or damaged")):
            with pytest.raises(NarabeError, match=said):
                read(tmp_path / name)


def pdf(pages: int, *, same: bool, characters: int = 40_000) -> bytes:
    """A small PDF whose page tree lists one page, or one content under many pages, again and again."""
    writer = PdfWriter()
    stream = DecodedStreamObject()
    stream.set_data(b"BT /F1 9 Tf " + b"(tokyo) Tj " * (characters // 5) + b"ET")
    content = writer._add_object(stream.flate_encode())
    font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1")})
    font[NameObject("/BaseFont")] = NameObject("/Helvetica")
    fonts = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font)})})
    for _ in range(1 if same else pages):
        page = writer.add_blank_page(100, 100)
        page[NameObject("/Contents")], page[NameObject("/Resources")] = content, fonts
    tree = writer._pages.get_object()
    if same:
        tree[NameObject("/Kids")] = ArrayObject([tree["/Kids"][0]] * pages)
        tree[NameObject("/Count")] = NumberObject(pages)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_page_that_is_listed_again_is_read_once(tmp_path: Path) -> None:
    data = pdf(900, same=True)
    assert len(data) < 50_000
    (tmp_path / "repeats.pdf").write_bytes(data)
    began = time.monotonic()
    (text,) = folder_texts(tmp_path)
    assert text.source == "repeats.pdf" and text.text.count("tokyo") == 8_000
    assert time.monotonic() - began < SLOWEST


@pytest.mark.slow
def test_a_pdf_that_takes_too_long_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert foreign.ALLOWANCE.seconds > texts_of_files.MAX_SECONDS, "the child has the time to say it"
    monkeypatch.setattr(texts_of_files, "MAX_SECONDS", 2)
    (tmp_path / "long.pdf").write_bytes(pdf(900, same=False))
    with pytest.raises(NarabeError, match=r"long\.pdf: takes longer than 2 seconds"):
        foreign.texts_task(str(tmp_path))  # what the child does


def test_a_knowledge_base_that_runs_out_of_bounds_names_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("日本の首都は東京です。", encoding="utf-8")
    (tmp_path / "b.pdf").write_bytes(pdf(1, same=True, characters=10_000_000))
    monkeypatch.setattr("app.retrieval.foreign.ALLOWANCE", Allowance(2, 2048))
    with pytest.raises(NarabeError, match=r"b\.pdf: reading takes longer than .* → leave it out, or split it"):
        folder_texts(tmp_path)


def test_links_in_a_circle_are_no_folder(tmp_path: Path) -> None:
    from app.records import Arm
    from app.retrieval import planned

    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(NarabeError, match="cannot be followed"):
        planned(Arm(retrieval=str(tmp_path / "a")))


@pytest.mark.parametrize(("how", "limit"), [("memory", "memory"), ("time", "time"), ("sleep", "time"), ("", "crash")])
def test_a_child_that_is_ended_says_why(how: str, limit: str) -> None:
    with pytest.raises(OutOfBoundsError) as ended:
        bounded("tests.security.crashing:crash", {"how": how}, type(None), Allowance(1, 100))
    assert ended.value.limit == limit


def test_a_task_has_its_seconds_whatever_the_start_took() -> None:
    begun = (
        "import time, resource as r; from app.bounded.child import bound\n"
        "while time.process_time() % 1 < 0.9: pass\n"
        "bound(1, 10**9); print(r.getrlimit(r.RLIMIT_CPU)[0] - time.process_time())"
    )
    done = subprocess.run([sys.executable, "-c", begun], capture_output=True, text=True, check=True, cwd=ROOT)
    assert float(done.stdout) > 0.95


def test_records_come_back_as_they_were(tmp_path: Path) -> None:
    from app.questions import read

    path = tmp_path / "dates.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy/m/d"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("NO", "質問", "正解", "作成日", "$time", "採用"))
        sheet.write_row(1, 0, (1, "日本の首都は？ 𠮷\u200b", "東京", "", "[1]", True))
        from datetime import datetime

        sheet.write_datetime(1, 3, datetime(2024, 5, 1))
    here, there = read(path), read_foreign(path)
    assert there.questions == here.questions and there.problems == here.problems
    assert there.fields == here.fields and there.headers == here.headers
    assert there.questions and there.questions.questions[0].extra["作成日"] == Formatted(45413, "yyyy/m/d")
