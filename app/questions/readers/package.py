"""What a file is and whether it is safe to unpack: decided on its bytes, before any parser of workbooks sees it."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from app.questions.findings import Findings
from app.questions.table import MAX_UNPACKED_BYTES

MAX_PART_BYTES = 16 * 1024**2
"""Unpacked size of any part that is neither a sheet nor the table of strings."""
MAX_PARTS = 10_000
_PIECE = 1024**2
_STRICT = b"http://purl.oclc.org/ooxml/"

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
    zipfile.BadZipFile,
    zlib.error,
)


@contextmanager
def damage_reported(findings: Findings) -> Iterator[None]:
    """Turn whatever a damaged package makes the parsers raise into the fault `damaged`."""
    try:
        yield
    except DAMAGE:
        findings.fail("damaged")


def open_package(data: bytes, findings: Findings) -> zipfile.ZipFile:
    """Open an .xlsx package that is safe to unpack.

    Raises:
        InputError: protected, another kind of file, damaged, or too large unpacked.
    """
    if data.startswith(OLE):
        check_protected(data, findings)
        findings.fail("old_excel")
    archive = open_archive(data, findings)
    if "xl/workbook.bin" in archive.namelist():
        findings.fail("binary_excel")
    if "[Content_Types].xml" not in archive.namelist():
        findings.fail("not_a_workbook")
    return archive


def check_protected(data: bytes, findings: Findings) -> None:
    """Refuse a workbook that is encrypted with a password: a package within an old Office file.

    Raises:
        InputError: it is one.
    """
    if "EncryptedPackage".encode("utf-16-le") in data:
        findings.fail("protected")


def open_archive(data: bytes, findings: Findings) -> zipfile.ZipFile:
    """Open a zip archive whose declared sizes are within bounds (zipfile never unpacks more than declared).

    Raises:
        InputError: damaged, or too large unpacked.
    """
    with damage_reported(findings):
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        findings.fail("unpacks_too_large", limit=MAX_UNPACKED_BYTES // 1024**2)
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            _check_part(archive, part, findings)
    return archive


def _is_bulk(name: str) -> bool:
    return "worksheets/sheet" in name or name.endswith(("sharedStrings.xml", "content.xml"))


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, findings: Findings) -> None:
    if part.file_size > MAX_PART_BYTES and not _is_bulk(part.filename):
        findings.fail("unpacks_too_large", limit=MAX_PART_BYTES // 1024**2)
    before = b""
    with damage_reported(findings), archive.open(part) as source:
        while piece := source.read(_PIECE):
            findings.check_time()
            content = before + piece
            if b"<!DOCTYPE" in content:
                findings.fail("damaged")
            if part.filename == "xl/workbook.xml" and _STRICT in content:
                findings.fail("strict_excel")
            before = piece[-len(_STRICT) :]
