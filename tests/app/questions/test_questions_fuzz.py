"""Whatever bytes come in, they load or are explained."""

from __future__ import annotations

import io
import random
import re
import zipfile
from datetime import datetime
from pathlib import Path

import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import InputError
from app.questions import read_questions
from app.questions.readers.package import OLE
from tests.app.questions.test_questions_files import HEADERS, rezipped


def loads_or_explains(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    try:
        questions, _ = read_questions(path)
        assert questions.questions
    except InputError as error:
        assert any(problem.severity == "error" for problem in error.problems)
        assert all(problem.message and problem.remedy for problem in error.problems)


FUZZ = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FUZZ
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", OLE, b"NO,question\n", b"\xef\xbb\xbf", b'{"question":']),
)
def test_any_bytes_load_or_are_explained(tmp_path: Path, data: bytes, start: bytes) -> None:
    loads_or_explains(tmp_path / "a.xlsx", start + data)


@FUZZ
@given(st.text(max_size=300))
def test_any_text_loads_or_is_explained(tmp_path: Path, text: str) -> None:
    loads_or_explains(tmp_path / "a.csv", ("NO,質問,正解\n" + text).encode("utf-8", "surrogatepass"))


@FUZZ
@given(st.integers(0, 2**32))
def test_a_mutated_workbook_loads_or_is_explained(tmp_path: Path, seed: int) -> None:
    """Bytes of the package, or of the XML inside it, are changed at random."""
    chance = random.Random(seed)
    data = bytearray(BASE)
    if chance.random() < 0.3:
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        loads_or_explains(tmp_path / "a.xlsx", bytes(data))
        return
    name = chance.choice(PARTS)
    content = zipfile.ZipFile(io.BytesIO(BASE)).read(name)
    loads_or_explains(tmp_path / "a.xlsx", rezipped(BASE, {name: mutated(content, chance)}))


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The XML with one of: an attribute's value replaced, a number replaced, a slice cut out, a byte changed."""
    kind = chance.randrange(4)
    if kind < 2:
        pattern = rb'"[^"]*"' if kind == 0 else rb"\d+"
        spots = list(re.finditer(pattern, content))
        spot = chance.choice(spots)
        value = chance.choice(
            [b"", b"-1", b"0", b"99999999999", b"XFD1048576", b"1e400", "あ".encode(), b"true", b"nan"]
        )
        new = b'"' + value + b'"' if kind == 0 else value
        return content[: spot.start()] + new + content[spot.end() :]
    start = chance.randrange(len(content))
    if kind == 2:
        return content[:start] + content[start + chance.randint(1, 60) :]
    return content[:start] + bytes([chance.randrange(256)]) + content[start + 1 :]


def _base() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [*HEADERS, "day"])
        day = book.add_format({"num_format": "yyyy/m/d"})
        for row in range(1, 5):
            sheet.write_row(row, 0, [row, f"質問{row}は？", "答え", "open_qa"])
            sheet.write_datetime(row, 4, datetime(2024, 5, row), day)
        sheet.write_formula(3, 2, "=1+1", value=2)
        sheet.merge_range("F2:F3", "x")
        sheet.set_row(4, None, None, {"hidden": True})
    return stream.getvalue()


BASE = _base()
PARTS = [name for name in zipfile.ZipFile(io.BytesIO(BASE)).namelist() if name.endswith((".xml", ".rels"))]
