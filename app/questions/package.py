"""What a file is and whether it is safe to unpack: decided on its bytes, before any parser of workbooks sees it."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from app.questions.findings import Findings
from app.questions.tables import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED_BYTES

MAX_PART_BYTES = 16 * 1024**2
"""Unpacked size of any part that is not a sheet or its strings."""
MAX_PARTS = 10_000

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"

# What the standard library and openpyxl raise on a damaged package: no common base, and no documented list.
DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    expat.ExpatError,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(slots=True)
class SheetScan:
    """What a sheet's XML says beside its values. Rows count from 1, columns from 0."""

    merged: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    uncached: set[tuple[int, int]] = field(default_factory=set)
    cells: int = 0


class _TooLargeError(Exception):
    """Stops a scan; the argument is the fault's code."""


@contextmanager
def damage_reported(findings: Findings) -> Iterator[None]:
    """Turn whatever a damaged package makes the parsers raise into the fault `damaged`."""
    try:
        yield
    except DAMAGE:
        findings.fail("damaged")


def open_package(data: bytes, findings: Findings) -> zipfile.ZipFile:
    """Open an .xlsx package whose declared sizes are within bounds (zipfile never unpacks more than declared).

    Raises:
        InputError: protected, another kind of Office file, damaged, or too large unpacked.
    """
    if data.startswith(OLE):
        findings.fail("protected" if "EncryptedPackage".encode("utf-16-le") in data else "old_excel")
    with damage_reported(findings):
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        findings.fail("unpacks_too_large", limit=MAX_UNPACKED_BYTES // 1024**2)
    _check_kind(archive, findings)
    for part in parts:
        if part.filename.endswith((".xml", ".rels")) and not _is_bulk(part.filename):
            _check_part(archive, part, findings)
    return archive


def _is_bulk(name: str) -> bool:
    return "worksheets/sheet" in name or name.endswith("sharedStrings.xml")


def _check_kind(archive: zipfile.ZipFile, findings: Findings) -> None:
    names = set(archive.namelist())
    if "xl/workbook.bin" in names:
        findings.fail("binary_excel")
    if "mimetype" in names and "content.xml" in names:
        findings.fail("open_document")
    if "[Content_Types].xml" not in names:
        findings.fail("not_a_workbook")


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, findings: Findings) -> None:
    if part.file_size > MAX_PART_BYTES:
        findings.fail("unpacks_too_large", limit=MAX_PART_BYTES // 1024**2)
    with damage_reported(findings):
        content = archive.read(part)
    if b"<!DOCTYPE" in content:
        findings.fail("damaged")
    if part.filename == "xl/workbook.xml" and b"http://purl.oclc.org/ooxml/" in content:
        findings.fail("strict_excel")


def scan_sheet(source: IO[bytes], sheet: str, findings: Findings) -> SheetScan:
    """Walk a sheet's XML once: bounds, merged ranges, hidden rows, formulas without a result.

    Raises:
        InputError: more rows, columns or cells than allowed, or damaged XML.
    """
    scanner = _Scanner()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = scanner.start
    parser.EndElementHandler = scanner.end
    parser.CharacterDataHandler = scanner.text
    parser.StartDoctypeDeclHandler = scanner.doctype
    try:
        with damage_reported(findings):
            parser.ParseFile(source)
    except _TooLargeError as stop:
        code, limit = stop.args
        findings.fail(code, sheet=sheet, limit=limit)
    return scanner.scan


class _Scanner:
    """Expat handlers that count and note."""

    def __init__(self) -> None:
        self.scan = SheetScan()
        self.row = 0
        self.column = -1
        self.kind = ""
        self.formula = self.value = self.in_value = False

    def doctype(self, *_: object) -> None:
        raise ValueError("a document type in a sheet")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "v":
            self.in_value = True
        elif tag == "f":
            self.formula = True
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "mergeCell":
            self.scan.merged.append(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "v":
            self.in_value = False
        elif tag == "c" and self.formula and not self.value and self.kind != "str":
            self.scan.uncached.add((self.row, self.column))

    def text(self, text: str) -> None:
        if self.in_value and text:
            self.value = True

    def _start_row(self, attributes: dict[str, str]) -> None:
        self.row = int(attributes["r"]) if "r" in attributes else self.row + 1
        self.column = -1
        if self.row > MAX_ROWS:
            raise _TooLargeError("too_many_rows", MAX_ROWS)
        if attributes.get("hidden") in ("1", "true"):
            self.scan.hidden_rows.add(self.row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.scan.cells += 1
        place = attributes.get("r", "")
        name = place.rstrip("0123456789")
        self.column = _index(name) if name else self.column + 1
        row = int(place[len(name) :]) if place[len(name) :] else self.row
        self.kind = attributes.get("t", "")
        self.formula = self.value = False
        if row > MAX_ROWS:
            raise _TooLargeError("too_many_rows", MAX_ROWS)
        if self.scan.cells > MAX_CELLS:
            raise _TooLargeError("too_many_cells", MAX_CELLS)
        if self.column >= MAX_COLUMNS:
            raise _TooLargeError("too_many_columns", MAX_COLUMNS)


def _index(name: str) -> int:
    index = 0
    for character in name[:4].upper():
        index = index * 26 + ord(character) - ord("A") + 1
    return index - 1
