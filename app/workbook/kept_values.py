"""The results of formulas, which openpyxl drops: put back, so that a copy shows them before anything computes them."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils.datetime import to_excel

from app.workbook.sheet import storable

# A cell with a formula and no value: its place, its style, its formula.
_FORMULA = re.compile(
    r'<c r="([A-Z]+\d+)"((?: s="\d+")?)(?: t="\w+")?>(<f[ >](?:(?!</f>).)*</f>|<f[^>]*/>)(?:<v ?/>|<v></v>)</c>',
    re.DOTALL,
)
_Results = Mapping[str, Mapping[str, object]]


def has_formulas(book: Any) -> bool:
    """Whether any cell of an openpyxl workbook is a formula."""
    return any(cell.data_type == "f" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)


def results(source: Path) -> _Results:
    """What a workbook's cells show: sheet → cell → value."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(source, data_only=True)
    return {sheet.title: _values(sheet) for sheet in book.worksheets}


def _values(sheet: Any) -> dict[str, object]:
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}


def put_back(path: Path, names: list[str], known: _Results) -> None:
    """Write the results beside the formulas of a workbook that openpyxl has saved, whose sheets have these `names`."""
    with ZipFile(path) as package:
        parts = [(part, package.read(part)) for part in package.infolist()]
    sheets = {f"xl/worksheets/sheet{number}.xml": known.get(name, {}) for number, name in enumerate(names, start=1)}
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        for part, content in parts:
            values = sheets.get(part.filename)
            package.writestr(part, _with_results(content, values) if values else content)


def _with_results(content: bytes, values: Mapping[str, object]) -> bytes:
    return _FORMULA.sub(lambda match: _cell(match, values), content.decode()).encode()


def _cell(match: re.Match[str], values: Mapping[str, object]) -> str:
    place, style, formula = match.groups()
    value = values.get(place)
    if value is None:
        return match[0]
    kind, text = _result(value)
    return f'<c r="{place}"{style}{kind}>{formula}<v>{text}</v></c>'


def _result(value: object) -> tuple[str, str]:
    """The type of a cell with this result, and the result as it is written."""
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, datetime):
        serial: Any = to_excel
        return "", repr(serial(value))
    if isinstance(value, int | float):
        return "", repr(value)
    text = str(value)
    return (' t="e"' if text in ERROR_CODES else ' t="str"'), escape(storable(text))
