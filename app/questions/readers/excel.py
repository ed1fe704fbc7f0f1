"""An .xlsx file → tables. openpyxl knows the package, its styles and dates; the cells are read here, in one pass."""

from __future__ import annotations

import io
import warnings
from collections.abc import Collection
from typing import IO, Any
from xml.etree.ElementTree import iterparse

from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from app.questions.bounds import Bounds
from app.questions.findings import Findings
from app.questions.readers.package import damage_reported, open_package
from app.questions.readers.sheets import Formats, SheetReader, runs_text
from app.questions.table import Table

_MAX_STRINGS = 1_000_000
_STRING = f"{{{SHEET_MAIN_NS}}}si"


class _StringsAsTheyStand(ExcelReader):
    """openpyxl's reader, with shared strings as they stand: it would delete `x005F_` from them."""

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings = _shared_strings(source)


def read_excel(
    data: bytes, findings: Findings, *, only: Collection[str] | None = None, bounds: Bounds | None = None
) -> tuple[list[Table], list[Table]]:
    """The tables that hold something: of the visible sheets, and of the hidden ones.

    Args:
        data: the file's bytes.
        findings: where faults are recorded.
        only: the sheets to read, by name; None for all.
        bounds: how much each sheet, and in cells all of them together, may hold; None: as `findings` says.

    Raises:
        InputError: not a readable .xlsx workbook, or one beyond the bounds.
    """
    open_package(data, findings).close()
    tables: list[Table] = []
    hidden: list[Table] = []
    allowed = bounds or findings.bounds
    with warnings.catch_warnings(), damage_reported(findings):
        warnings.simplefilter("ignore")
        book = _StringsAsTheyStand(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        book.read()
        formats = Formats(book.wb)
        sheets: list[Any] = book.wb.worksheets
        for sheet in sheets:
            if only is not None and sheet.title not in only:
                continue
            reader = SheetReader(sheet.title, book.shared_strings, formats, findings, allowed)
            with book.archive.open(sheet._worksheet_path) as source:
                table = reader.read(source)
            allowed = allowed._replace(cells=allowed.cells - reader.cells)
            if table.rows and sheet.sheet_state == "visible":
                tables.append(table)
            elif table.rows:
                hidden.append(table)
    return tables, hidden


def _shared_strings(source: IO[bytes]) -> list[str]:
    strings: list[str] = []
    for _, node in iterparse(source):  # noqa: S314 (bounded, and without a document type)
        if node.tag == _STRING:
            strings.append(runs_text(node))
            node.clear()
            if len(strings) > _MAX_STRINGS:
                raise ValueError("too many strings")
    return strings
