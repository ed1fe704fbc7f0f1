"""The sheet `Summary`: the table of a run, and the languages compared on the same questions."""

from __future__ import annotations

from app.records import CellValue, Run
from app.report import Rate, Report, SummaryRow
from app.workbook.sheet import PlainSheet
from app.workbook.style import Column, Style

ALL = "(all)"
"""Stands for all types, or both languages, in the sheet `Summary`."""

_COLUMNS = [
    Column("arm", 30),
    Column("type", 16, "plain"),
    Column("language", 10, "plain"),
    Column("items", 8, "plain"),
    Column("answered", 10, "plain"),
    Column("errors", 8, "plain"),
    Column("judged", 9, "plain"),
    Column("unjudged", 10, "plain"),
    Column("judged correct", 10, "plain"),
    Column("judged rate", 10, "percent"),
    Column("judged low 95%", 10, "percent"),
    Column("judged high 95%", 10, "percent"),
    Column("judged correct, other language", 14, "plain"),
    Column("reviewed", 10, "plain"),
    Column("unsure", 8, "plain"),
    Column("verdict correct", 10, "plain"),
    Column("verdict rate", 10, "percent"),
    Column("verdict low 95%", 10, "percent"),
    Column("verdict high 95%", 10, "percent"),
    Column("verdict correct, other language", 14, "plain"),
]
_PAIRS = [
    Column("arm", 30),
    Column("basis", 16, "plain"),
    Column("questions", 10, "plain"),
    Column("both correct", 8, "plain"),
    Column("Japanese only", 10, "plain"),
    Column("English only", 8, "plain"),
    Column("neither", 9, "plain"),
    Column("p", 10, "p"),
]


def write_summary(sheet: PlainSheet, style: Style, report: Report, run: Run) -> None:
    """The table of the run, the paired comparison of the languages, and which references it all rests on."""
    style.lay(sheet, _COLUMNS, frozen=3)
    formats = style.formats(_COLUMNS)
    for number, row in enumerate(report.rows, start=1):
        sheet.put_row(number, _summary_values(row), formats)
    start = len(report.rows) + 3
    if report.pairs:
        start = _write_pairs(sheet, style, report, start)
    rests_on = f"References version {run.references} (0: those of the file), question set version {run.version}"
    sheet.put_row(start, [rests_on], [style.heading])
    if run.calibration:
        adjusted = f"Judgements adjusted to this run's verdicts (calibration): {run.calibration.name[1]}"
        sheet.put_row(start + 1, [adjusted], [style.heading])


def _write_pairs(sheet: PlainSheet, style: Style, report: Report, start: int) -> int:
    """The paired comparisons, from the row `start` on; the next free row but one."""
    title = "Japanese against English on the same questions (exact McNemar test)"
    sheet.put_row(start - 1, [title], [style.heading])
    sheet.put_row(start, [column.header for column in _PAIRS], [style.header] * len(_PAIRS), height=30)
    formats = style.formats(_PAIRS)
    for number, pair in enumerate(report.pairs, start=start + 1):
        test = pair.test
        counts = (test.n, test.both, test.first_only, test.second_only, test.neither)
        sheet.put_row(number, [pair.arm, pair.basis, *counts, test.p_value], formats)
    return start + len(report.pairs) + 2


def _summary_values(row: SummaryRow) -> list[CellValue]:
    return [
        row.arm,
        ALL if row.type is None else row.type,
        row.language or ALL,
        row.items,
        row.answered,
        row.errors,
        row.judged.n,
        row.unjudged,
        *_rate_values(row.judged),
        row.judged_other_language,
        row.reviewed,
        row.unsure,
        *_rate_values(row.verdict),
        row.other_language,
    ]


def _rate_values(rate: Rate) -> list[CellValue]:
    return [rate.correct, rate.rate, rate.low, rate.high]
