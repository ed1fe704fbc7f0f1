"""A thousand files and more, generated and mutated: each loads or is explained, soon and within memory."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import resource
import time
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.questions import read
from app.questions.annotated import write_annotated
from app.questions.headers import _WORDS
from tests.data.make import GOOD

SLOWEST = 10.0
MOST_MEMORY = 1024**3
HEADERS = st.one_of(
    st.sampled_from([word for words in _WORDS.values() for word in words]),
    st.sampled_from(
        ["instruction(jp)", "response(en) 2", "Answer(en)", "質問（日本語）", "question(ja)", "Ｎｏ．", ""]
    ),
    st.text(max_size=12),
)
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["日本の首都は？", "Where is it?", "=1+1", "#N/A", " ", "\u200b", "東京\n", "https://x", "𠮷" * 40]
    ),
    st.integers(-(10**18), 10**18),
    st.floats(),
    st.booleans(),
    st.datetimes(),
    st.none(),
)
TABLES = st.lists(HEADERS, min_size=1, max_size=7).flatmap(
    lambda headers: st.tuples(
        st.just(headers), st.lists(st.lists(VALUES, max_size=len(headers) + 1), max_size=6), st.booleans()
    )
)
MANY = settings(
    max_examples=int(os.environ.get("NARABE_TEST_FILES", "400")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


def loads_or_explains(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    before, began = _peak(), time.monotonic()
    found = read(path)
    assert time.monotonic() - began < SLOWEST
    assert _peak() - before < MOST_MEMORY
    errors = [problem for problem in found.problems if problem.severity == "error"]
    assert (found.questions is None) == bool(errors)
    assert all(problem.message and problem.remedy and problem.message_ja for problem in found.problems)
    if found.questions is not None:
        assert found.questions.questions and found.questions.languages
    if found.table is not None:
        write_annotated(found, path.with_name("annotated.xlsx"))


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@pytest.mark.slow
@MANY
@given(
    TABLES, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp", "utf-16-le"]), st.sampled_from(",\t;")
)
def test_any_table_in_text(
    tmp_path: Path, table: tuple[list[str], list[list[object]], bool], encoding: str, separator: str
) -> None:
    headers, rows, _ = table
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator).writerows([headers, *rows])
    loads_or_explains(tmp_path / "a.csv", stream.getvalue().encode(encoding, "replace"))


@pytest.mark.slow
@MANY
@given(TABLES)
def test_any_table_in_a_workbook(tmp_path: Path, table: tuple[list[str], list[list[object]], bool]) -> None:
    headers, rows, dates = table
    stream = io.BytesIO()
    options = {"default_date_format": "yyyy/m/d" if dates else None, "nan_inf_to_errors": True, "remove_timezone": True}
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([headers, *rows]):
            for column, value in enumerate(row):
                text = value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
                if hasattr(value, "year") and value.year < 1900:
                    text = str(value)
                sheet.write(place, column, text)
    loads_or_explains(tmp_path / "a.xlsx", stream.getvalue())


@pytest.mark.slow
@MANY
@given(TABLES, st.booleans())
def test_any_records(tmp_path: Path, table: tuple[list[str], list[list[object]], bool], lines: bool) -> None:
    headers, rows, _ = table
    records = [dict(zip(headers, row, strict=False)) for row in rows]
    texts = [json.dumps(record, ensure_ascii=True, default=str) for record in records]
    data = "\n".join(texts) if lines else f"[{','.join(texts)}]"
    loads_or_explains(tmp_path / "a.json", data.encode())


@pytest.mark.slow
@MANY
@given(st.sampled_from(sorted(GOOD)), st.integers(0, 2**32))
def test_any_mutation_of_the_collection(tmp_path: Path, name: str, seed: int) -> None:
    """Bytes changed, cut out, doubled, or the end cut off."""
    chance = random.Random(seed)
    data = bytearray(GOOD[name])
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data))
        kind = chance.randrange(5)
        if kind == 0:
            data[at] = chance.randrange(256)
        elif kind == 1:
            del data[at : at + chance.randint(1, 200)]
        elif kind == 2:
            data[at:at] = data[at : at + chance.randint(1, 400)]
        elif kind == 3:
            data[at : at + 4] = chance.randbytes(4)
        elif chance.random() < 0.2:
            del data[at:]
        data = data or bytearray(b"\0")
    loads_or_explains(tmp_path / name, bytes(data))


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".jsonl", ".xls"])
def test_ten_thousand_questions_are_read_within_five_seconds(tmp_path: Path, suffix: str) -> None:
    headers = ("NO", "instruction(jp)", "response(jp)", "instruction(en)", "response(en)", "type")
    rows = [
        (n, f"{n}番目の質問は何ですか？", f"答え{n}", f"What is question number {n}?", f"answer {n}", "open_qa")
        for n in range(1, 10_001)
    ]
    path = tmp_path / f"many{suffix}"
    write(path, headers, rows)
    began = time.thread_time()
    found = read(path)
    assert found.questions and len(found.questions.questions) == 10_000 and found.problems == ()
    assert time.thread_time() - began < 5.0


def write(path: Path, headers: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    """The rows in the form that the path's suffix names."""
    if path.suffix == ".xlsx":
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for place, row in enumerate([headers, *rows]):
                sheet.write_row(place, 0, row)
    elif path.suffix == ".xls":
        import xlwt

        old = xlwt.Workbook(encoding="utf-8")
        table = old.add_sheet("質問")
        for place, row in enumerate([headers, *rows]):
            for column, value in enumerate(row):
                table.write(place, column, value)
        old.save(str(path))
    elif path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([headers, *rows])
    else:
        records = (json.dumps(dict(zip(headers, row, strict=True)), ensure_ascii=False) for row in rows)
        path.write_text("\n".join(records), encoding="utf-8")
