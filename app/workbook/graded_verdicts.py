"""A graded workbook → the verdicts that its sheet `Answers` holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, cast

from app.questions import read_bytes
from app.questions.findings import Findings
from app.questions.headers import folded
from app.questions.readers.excel import read_excel
from app.questions.readers.package import OLE, ZIP
from app.questions.table import Bounds, Cell, Row, Table, letter
from app.records import LANGUAGES, Language, VerdictValue
from app.workbook.answers import SUFFIX
from app.workbook.overflow import SHEET as OVERFLOW
from app.workbook.overflow import continuations, whole

_VALUES: dict[str, VerdictValue] = {
    **dict.fromkeys(("correct", "正解", "○", "〇", "◯"), "correct"),
    **dict.fromkeys(("incorrect", "wrong", "不正解", "×", "✕", "✗"), "incorrect"),
    **dict.fromkeys(("unsure", "保留", "不明", "△"), "unsure"),
}
_BOOLEANS = {
    **dict.fromkeys(("true", "yes", "1", "はい", "○", "〇", "◯"), True),
    **dict.fromkeys(("false", "no", "0", "いいえ", "×", "✕", "✗"), False),
}


_BOUNDS = Bounds(rows=1_048_576, columns=2_000, cells=10_000_000)


class SheetVerdict(NamedTuple):
    """A verdict as it stands in a workbook. `arm` is the arm's label; `reviewer` may be empty."""

    no: str
    arm: str
    language: Language
    value: VerdictValue
    language_ok: bool | None
    comment: str
    reviewer: str


def read_verdicts(path: Path | str) -> tuple[SheetVerdict, ...]:
    """The verdicts of a graded workbook, row by row, Japanese before English; cells without a verdict are passed over.

    Raises:
        InputError: a file that is no workbook of Narabe's, or a value that is no verdict; with all problems found.
    """
    findings = Findings(Path(path).name)
    opened = open_answers(Path(path), findings)
    found = tuple(
        verdict
        for row in opened.table.rows[1:]
        for language in LANGUAGES
        if (verdict := read_verdict(row, language, opened.places, findings)) is not None
    )
    findings.stop_on_errors()
    return found


class OpenedAnswers(NamedTuple):
    """The sheet `Answers` of a graded workbook, its columns by folded name, and what the sheet `Run` says."""

    table: Table
    places: dict[str, int]
    run: dict[str, str]


def open_answers(path: Path, findings: Findings) -> OpenedAnswers:
    """Open a graded workbook.

    Raises:
        InputError: a file that is no workbook of Narabe's.
    """
    data = read_bytes(path, findings)
    if not data.startswith((ZIP, OLE)):
        findings.fail("not_a_workbook")
    tables, _ = read_excel(data, findings, only=("Answers", OVERFLOW, "Run"), bounds=_BOUNDS)
    sheets = {table.sheet: table for table in tables}
    if "Answers" not in sheets:
        findings.fail("no_answers_sheet")
    table = _restored(sheets["Answers"], sheets.get(OVERFLOW))
    places = _places(table.rows[0])
    if not {"no", "arm"} <= places.keys() or not any(f"verdict{suffix}" in places for suffix in SUFFIX.values()):
        findings.fail("no_verdict_columns", sheet="Answers", row=table.rows[0].number)
    run = {row.cell(0).text: row.cell(1).text for row in sheets["Run"].rows} if "Run" in sheets else {}
    return OpenedAnswers(table, places, run)


def _restored(table: Table, overflow: Table | None) -> Table:
    """The table with the texts that go on in the sheet `Overflow` put together again."""
    if overflow is None:
        return table
    rest = continuations((row.number, [cell.text for cell in row.cells]) for row in overflow.rows)
    rows = (
        row._replace(cells=tuple(Cell(whole(c.text, rest), whole(c.text, rest)) if c.text else c for c in row.cells))
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))


def _places(header: Row) -> dict[str, int]:
    places: dict[str, int] = {}
    for index, cell in enumerate(header.cells):
        places.setdefault(folded(cell.text), index)
    return places


def read_verdict(row: Row, language: Language, places: dict[str, int], findings: Findings) -> SheetVerdict | None:
    """The verdict in one language of a row; None where there is none. A value that is no verdict goes to `findings`."""

    def text(name: str, suffix: str = "") -> str:
        place = places.get(name + suffix)
        return row.cell(place).text.strip() if place is not None else ""

    def refuse(code: str, name: str, value: str) -> None:
        column = letter(places[name + SUFFIX[language]])
        findings.add(code, sheet="Answers", row=row.number, column=f"{column} ({name}{SUFFIX[language]})", value=value)

    suffix = SUFFIX[language]
    verdict, language_ok = text("verdict", suffix), text("language_ok", suffix)
    if not verdict:
        return None
    value = _VALUES.get(folded(verdict))
    if value is None:
        refuse("bad_verdict", "verdict", verdict)
    if language_ok and folded(language_ok) not in _BOOLEANS:
        refuse("bad_language_ok", "language_ok", language_ok)
    if not text("no"):
        findings.add("verdict_without_number", sheet="Answers", row=row.number, column=letter(places["no"]))
    return SheetVerdict(
        text("no"),
        text("arm"),
        language,
        cast("VerdictValue", value),
        _BOOLEANS.get(folded(language_ok)),
        text("comment", suffix),
        text("reviewer", suffix),
    )
