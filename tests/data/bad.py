"""Workbooks that are wrong in every way that can be generated, by number: each number is harmed alike each time."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Mapping

import openpyxl

from tests.data.make import GOOD, HEADERS, TOKYO

WORDS = (
    *HEADERS,
    "質問",
    "正解",
    "Ｎｏ．",
    "問",
    "回答",
    "question",
    "answer",
    "instruction(jp)",
    "",
    " ",
    "\u3000",
    "type",
)
VALUES = (
    *("日本の首都は？", "東京", "Tokyo", "=1+1", '=HYPERLINK("http://x")', "#N/A", "", " ", "\u200b", "𠮷" * 40),
    *("{{constructor}}", "<img src=x onerror=alert(1)>", "${7*7}", "=cmd|' /C calc'!A0", "a\nb", "x" * 32_767),
    *(0, -1, 1e300, 10**15, 0.1, True, False, None),
)
PACKAGES = ("xlsx", "xlsm")
TYPES = b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"'


def bad(number: int) -> tuple[str, bytes]:
    """The name and the content of workbook `number`."""
    chance = random.Random(number)
    kinds = tuple(KINDS)
    kind = kinds[number % len(kinds)]
    name, content = KINDS[kind](chance)
    return f"{kind}-{number}.{name}", content


def _books() -> Mapping[str, bytes]:
    return {name: data for name, data in GOOD.items() if name.rpartition(".")[2] in PACKAGES}


def _good(chance: random.Random) -> bytes:
    books = _books()
    return books[chance.choice(sorted(books))]


def _bytes_changed(chance: random.Random) -> tuple[str, bytes]:
    data = bytearray(_good(chance))
    for _ in range(chance.randint(1, 30)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return "xlsx", bytes(data)


def _cut_off(chance: random.Random) -> tuple[str, bytes]:
    data = _good(chance)
    return "xlsx", data[: chance.randrange(len(data))]


def _doubled(chance: random.Random) -> tuple[str, bytes]:
    data = _good(chance)
    return "xlsx", data[: chance.randrange(len(data))] + data + chance.randbytes(chance.randrange(100))


def _part_changed(chance: random.Random) -> tuple[str, bytes]:
    """Bytes of a part, in a package that is otherwise sound."""

    def change(content: bytes) -> bytes:
        data = bytearray(content or b"\0")
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(data))
            if chance.random() < 0.5:
                data[at : at + chance.randint(1, 60)] = chance.randbytes(chance.randint(0, 60))
            else:
                data[at:at] = data[at : at + chance.randint(1, 300)]
        return bytes(data)

    return "xlsx", _repacked(_good(chance), chance, change)


def _part_missing(chance: random.Random) -> tuple[str, bytes]:
    return "xlsx", _repacked(_good(chance), chance, lambda _: None)


def _part_emptied(chance: random.Random) -> tuple[str, bytes]:
    filling = chance.choice(
        (b"", b"<", b"<a/>", b"\xff\xfe", b"<?xml version='1.0' encoding='utf-7'?><a/>", b"\0" * 99)
    )
    return "xlsx", _repacked(_good(chance), chance, lambda _: filling)


def _word_changed(chance: random.Random) -> tuple[str, bytes]:
    """An attribute or element of a part that says something else."""
    old, new = chance.choice(
        (
            (b't="s"', b't="zz"'),
            (b't="s"', b't="b"'),
            (b"<v>", b"<v>9999999999999"),
            (b'r="A', b'r="XFE'),
            (b'r="', b'r="-'),
            (b"</row>", b"</row><row>"),
            (b"<sheetData>", b"<sheetData><sheetData>"),
            (b'count="', b'count="99999999999'),
            (b"UTF-8", b"UTF-16"),
            (TYPES, b'ContentType="text/plain"'),
            (b'Target="', b'Target="../../../etc/'),
            (b'Id="rId1"', b'Id="rId1" TargetMode="External"'),
            (b"numFmtId=", b'numFmtId="99" x='),
            (b"<mergeCell ref=", b"<mergeCell ref='A1:XFD1048576' x="),
        )
    )
    return "xlsx", _repacked(_good(chance), chance, lambda part: part.replace(old, new), every=True)


def _grown(chance: random.Random) -> tuple[str, bytes]:
    """A part that is small in the package, and huge outside of it."""
    size = chance.choice((10_000_000, 60_000_000, 200_000_000))
    filling = chance.choice((b" ", b"<c/>", b"<row/>", b"<si><t>x</t></si>", b"x"))
    return "xlsx", _repacked(_good(chance), chance, lambda part: part + filling * (size // len(filling)))


def _random_table(chance: random.Random) -> tuple[str, bytes]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    columns = chance.randint(1, 8)
    sheet.append([chance.choice(WORDS) for _ in range(columns)])
    for _ in range(chance.randint(0, 8)):
        sheet.append([chance.choice(VALUES) for _ in range(chance.randint(0, columns + 1))])
    return "xlsx", _saved(book)


def _faulty_table(chance: random.Random) -> tuple[str, bytes]:
    """The right columns with cells that are missing, doubled, moved or of another kind."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(HEADERS))
    for row in range(chance.randint(0, 6)):
        cells: list[object] = [row + 1, *TOKYO[1:]]
        for _ in range(chance.randint(1, 3)):
            cells[chance.randrange(len(cells))] = chance.choice(VALUES)
        sheet.append(cells)
    if chance.random() < 0.3:
        sheet.merge_cells(f"A1:{chance.choice('BCDE')}{chance.randint(1, 4)}")
    if chance.random() < 0.2:
        book.create_sheet(chance.choice(("二枚目", "x" * 31, "'"))).append(["質問", "正解"])
    return "xlsx", _saved(book)


def _no_workbook(chance: random.Random) -> tuple[str, bytes]:
    """Something else under a workbook's name."""
    content = chance.choice(
        (
            *(b"", b"\0" * 1000, b"PK\x03\x04", b"%PDF-1.7", b"<html><table><tr><td>1</td></tr></table></html>", b"{}"),
            *("質問,正解\n日本の首都は？,東京\n".encode("cp932"), chance.randbytes(5000)),
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + chance.randbytes(2000),  # as protected or old workbooks begin
        )
    )
    return chance.choice(("xlsx", "xlsm", "xls", "ods")), content


def _old_changed(chance: random.Random) -> tuple[str, bytes]:
    name = chance.choice(("old.xls", "calc.ods", "table.parquet"))
    data = bytearray(GOOD[name])
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(data))
        data[at : at + 4] = chance.randbytes(chance.randint(0, 8))
    return name.rpartition(".")[2], bytes(data)


KINDS: Mapping[str, Callable[[random.Random], tuple[str, bytes]]] = {
    "bytes": _bytes_changed,
    "cut": _cut_off,
    "doubled": _doubled,
    "part": _part_changed,
    "missing": _part_missing,
    "emptied": _part_emptied,
    "word": _word_changed,
    "grown": _grown,
    "random": _random_table,
    "faulty": _faulty_table,
    "other": _no_workbook,
    "old": _old_changed,
}


def _repacked(
    data: bytes, chance: random.Random, change: Callable[[bytes], bytes | None], *, every: bool = False
) -> bytes:
    """The package with one part, or every one, changed; None: left out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = chance.choice(old.namelist())
        for part in old.namelist():
            content: bytes | None = old.read(part)
            if content is not None and (every or part == chosen):
                content = change(content)
            if content is not None:
                new.writestr(part, content)
    return stream.getvalue()


def _saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
