"""A file, folder or dataset name → its tables. A file is taken for what its bytes say it is."""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from app.questions.findings import Findings
from app.questions.readers import datasets
from app.questions.readers.delimited import read_delimited
from app.questions.readers.encodings import decode
from app.questions.readers.excel import read_excel
from app.questions.readers.json_records import is_json, read_json, read_log_archive
from app.questions.readers.package import OLE, ZIP, check_protected, damage_reported, open_archive
from app.questions.table import MAX_FILE_BYTES, Table, listed

_SUFFIXES = {
    "an Excel workbook": (".xlsx", ".xlsm", ".xltx", ".xltm"),
    "a workbook of Excel 97-2003": (".xls", ".xlt"),
    "an OpenDocument spreadsheet": (".ods", ".ots"),
    "a Parquet file": (".parquet", ".pq"),
    "a log of inspect_ai": (".eval",),
    "JSON": (".json", ".jsonl", ".ndjson"),
    "a table in text": (".csv", ".tsv", ".tab", ".txt"),
}
_KNOWN = {suffix for suffixes in _SUFFIXES.values() for suffix in suffixes}


@dataclass(frozen=True, slots=True)
class Tables:
    """What a source holds: the tables that hold something, those of hidden sheets apart, and its content's SHA-256."""

    visible: list[Table]
    hidden: list[Table]
    sha256: str


def read_source(source: str | Path, sheet: str | None, findings: Findings, encoding: str | None = None) -> Tables:
    """The tables of a file, a folder, or a dataset of the hub (`hf:owner/name`).

    `encoding` is what a text file is in, where the user says it.

    Raises:
        InputError: it cannot be read, or holds more than the bounds allow.
    """
    name = str(source)
    if name.startswith(datasets.HUB):
        tables = datasets.read_hub(name.removeprefix(datasets.HUB), sheet, findings)
        return Tables(tables, [], _content_hash(tables))
    path = Path(source)
    if path.is_dir():
        tables = _read_folder(path, findings, encoding)
        return Tables(tables, [], _content_hash(tables))
    data = read_bytes(path, findings)
    visible, hidden = _read_data(data, path.suffix.lower(), findings, encoding)
    return Tables(visible, hidden, hashlib.sha256(data).hexdigest())


def read_bytes(path: Path, findings: Findings) -> bytes:
    """The bytes of a file that is not too large.

    Raises:
        InputError: no such file, not readable, empty, or too large.
    """
    try:
        with _opened(path, findings) as source:
            data = source.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        findings.fail("missing_file")
    except (OSError, ValueError) as error:
        findings.fail("not_a_file", reason=getattr(error, "strerror", None) or error)
    if len(data) > MAX_FILE_BYTES:
        size = max(path.stat().st_size, len(data))
        findings.fail("too_large", size=size // 1024**2, limit=MAX_FILE_BYTES // 1024**2)
    if not data:
        findings.fail("empty_file")
    return data


def _opened(path: Path, findings: Findings) -> IO[bytes]:
    """A regular file, open for reading: a pipe could be waited for without end, a device has no end."""
    opened = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        findings.fail("no_regular_file")
    return os.fdopen(opened, "rb")


def _read_data(data: bytes, suffix: str, findings: Findings, encoding: str | None) -> tuple[list[Table], list[Table]]:
    if data.startswith(OLE):
        from app.questions.readers.old_excel import read_old_excel  # rarely needed

        check_protected(data, findings)
        _check_suffix("a workbook of Excel 97-2003", suffix, findings)
        return read_old_excel(data, findings)
    if data.startswith(ZIP):
        return _read_archive(data, suffix, findings)
    if data.startswith(datasets.PARQUET):
        _check_suffix("a Parquet file", suffix, findings)
        return [table for table in [datasets.read_parquet(data, findings)] if len(table.rows) > 1], []
    text, known = decode(data, findings, encoding)
    if is_json(text):
        _check_suffix("JSON", suffix, findings)
        tables = read_json(text, findings)
    else:
        _check_suffix("a table in text", suffix, findings)
        tables = [table for table in [read_delimited(text, findings)] if table.rows]
    return [replace(table, encoding=known) for table in tables], []


def _read_archive(data: bytes, suffix: str, findings: Findings) -> tuple[list[Table], list[Table]]:
    archive = open_archive(data, findings)
    names = archive.namelist()
    if "mimetype" in names and "content.xml" in names:
        from app.questions.readers.open_document import read_open_document  # rarely needed

        _check_suffix("an OpenDocument spreadsheet", suffix, findings)
        return read_open_document(archive, findings)
    if "header.json" in names and "[Content_Types].xml" not in names:
        _check_suffix("a log of inspect_ai", suffix, findings)
        return read_log_archive(_samples(archive, findings), findings), []
    if "[Content_Types].xml" not in names and any(name.lower().endswith(tuple(_KNOWN)) for name in names):
        findings.fail("zip_archive", names=listed(name for name in names if not name.startswith("__MACOSX/")))
    _check_suffix("an Excel workbook", suffix, findings)
    if "xl/vbaProject.bin" in names:
        findings.add("macros")
    return read_excel(data, findings)


def _samples(archive: zipfile.ZipFile, findings: Findings) -> list[bytes]:
    with damage_reported(findings):
        return [archive.read(name) for name in sorted(archive.namelist()) if name.startswith("samples/")]


def _check_suffix(kind: str, suffix: str, findings: Findings) -> None:
    if suffix in _KNOWN and suffix not in _SUFFIXES[kind]:
        findings.add("wrong_extension", suffix=suffix, kind=kind, right=_SUFFIXES[kind][0])


def _read_folder(folder: Path, findings: Findings, encoding: str | None) -> list[Table]:
    """The tables of a saved dataset, or of the data files of one kind in a folder; a file is a sheet."""
    if datasets.is_saved_dataset(folder):
        return [table for table in datasets.read_saved(folder, findings) if len(table.rows) > 1]
    files = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in datasets.DATA_FILES]
    kind = next((suffix for suffix in datasets.DATA_FILES if any(p.suffix.lower() == suffix for p in files)), None)
    if kind is None:
        findings.fail("no_data_files")
    tables: list[Table] = []
    for path in (path for path in files if path.suffix.lower() == kind):
        visible, _ = _read_data(read_bytes(path, findings), kind, findings, encoding)
        name = str(path.relative_to(folder).with_suffix(""))
        tables += [table.renamed(f"{name} {table.sheet}".strip()) for table in visible]
    return tables


def _content_hash(tables: list[Table]) -> str:
    content = hashlib.sha256()
    for table in tables:
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        content.update(repr((table.sheet, rows)).encode("utf-8", "surrogatepass"))
    return content.hexdigest()
