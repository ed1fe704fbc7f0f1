"""What of a workbook is lost when openpyxl writes a copy of it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

_PARTS = {
    "xl/slicers/": ("スライサー", "slicers"),
    "xl/timelines/": ("タイムライン", "timelines"),
    "xl/threadedComments/": ("コメントの返信のつながり", "threads of comments (their texts stay)"),
    "xl/queryTables/": ("外部データとの接続", "queries of other data"),
    "xl/ctrlProps/": ("フォームのボタン", "form controls"),
    "xl/diagrams/": ("SmartArt", "SmartArt"),
}
"""The parts of a package that openpyxl leaves out, in both languages."""
_MARKS = {
    ("xl/drawings/drawing", r"<xdr:(?:sp|cxnSp|grpSp)[ >]"): ("図形", "shapes and text boxes"),
    ("xl/worksheets/sheet", r"<x14:conditionalFormattings?[ >]"): (
        "条件付き書式の一部",
        "some conditional formats (data bars, icons, other sheets)",
    ),
    ("xl/worksheets/sheet", r"<x14:dataValidations?[ >]"): (
        "ほかのシートを参照する入力規則",
        "choices from other sheets",
    ),
    ("xl/worksheets/sheet", r"<x14:sparklineGroups?[ >]"): ("スパークライン", "sparklines"),
}
"""The same within parts that it keeps."""


def losses(path: Path) -> list[tuple[str, str]]:
    """What the copy will lack, in both languages; nothing for a file that is no package, which is refused elsewhere."""
    try:
        with zipfile.ZipFile(path) as package:
            return list(dict.fromkeys(_found(package)))
    except (OSError, zipfile.BadZipFile):
        return []


def _found(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    names = package.namelist()
    for start, said in _PARTS.items():
        if any(name.startswith(start) for name in names):
            yield said
    for (start, mark), said in _MARKS.items():
        pattern = re.compile(mark.encode())
        if any(name.startswith(start) and pattern.search(package.read(name)) for name in names):
            yield said
