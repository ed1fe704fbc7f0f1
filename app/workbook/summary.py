"""The sheet `Summary`: the table of a run, which follows the verdicts, and below it what it says of arms and trust."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_rowcol_to_cell

from app.records import GradedAnswer, Language, Run
from app.report import Rate, Report, SummaryRow, compare_two, excluded, split_arms
from app.report.trust import trust
from app.verdicts import Verdict
from app.workbook.living import VERDICT_WORDS, Cells, countable, rate, wilson
from app.workbook.sheet import Formula, PlainSheet, SheetValue
from app.workbook.style import Column, Style, row_height
from app.workbook.summary_words import ALL, EXCLUDED, PAIRS, PASS, TABLE, TRUST, words

_TEXTS = TABLE.index("language")
"""The last column of the table that holds texts."""
CHART_ROWS = 19
"""Rows left free for the chart."""
_REVIEWED, _UNSURE, _CORRECT = TABLE.index("reviewed"), TABLE.index("unsure"), TABLE.index("verdict correct")


@dataclass(frozen=True, slots=True)
class SummarySheet:
    """What the sheet is written from."""

    report: Report
    answers: Sequence[GradedAnswer]
    verdicts: Sequence[Verdict]
    run: Run
    cells: Cells
    language: Language


def write_summary(sheet: PlainSheet, style: Style, about: SummarySheet) -> None:
    """The table, space for the chart, the comparisons, what is left out, agreement, and what it all rests on."""
    t = words(about.language)
    columns = [Column(t(name), width, look) for name, (width, look) in TABLE_LOOKS.items()]
    style.lay(sheet, columns, frozen=3, like=[n if n > _TEXTS else "" for n in range(len(columns))])
    formats = style.formats(columns)
    living = countable(about.report.rows)
    for number, row in enumerate(about.report.rows, start=1):
        height = row_height([(row.arm, columns[0].width), (row.type, columns[1].width)])
        sheet.put_row(number, _values(row, number, about, living=row in living), formats, height=height)
    at = len(about.report.rows) + (CHART_ROWS if about.report.rows else 1) + 1
    sections = (_repeats(about), _language_pairs(about), _arm_pairs(about), _left_out(about), _trust(about))
    for title, headers, rows, looks in sections:
        if not rows:
            continue
        sheet.put_row(at, [t(title)], [style.heading])
        shapes = [value if look == "plain" else look for look, value in zip(looks, rows[0], strict=True)]
        like = [0 if shape in ("percent", "number", "p") else shape for shape in shapes]
        sheet.put_row(at + 1, [t(name) for name in headers], style.headers(like), height=30)
        cell_formats = style.formats([Column("", 0, look) for look in looks])
        for number, values in enumerate(rows, start=at + 2):
            texts = [t(value) if isinstance(value, str) else value for value in values]
            sheet.put_row(number, texts, cell_formats, height=row_height([(texts[0], columns[0].width)]))
        at += len(rows) + 3
    notes = [t("rests").format(references=about.run.references, version=about.run.version), t("rule"), t("moment")]
    if calibration := about.run.calibration:
        notes.insert(1, t("calibrated").format(name=calibration.name[0 if about.language == "ja" else 1]))
    for number, note in enumerate(notes, start=at):
        sheet.put_row(number, [note], [style.heading if number == at else style.plain])


TABLE_LOOKS = {
    name: (
        (30.0, "text") if name == "arm" else
        (16.0, "plain") if name == "type" else
        (10.0, "percent" if name.split()[-1] in ("rate", "95%") else "plain")
    )
    for name in TABLE
}  # fmt: skip


def _values(row: SummaryRow, number: int, about: SummarySheet, *, living: bool) -> list[SheetValue]:
    """A row of the table: what the judge says as it was, what people say as formulas."""
    values: list[SheetValue] = [row.arm, ALL if row.type is None else row.type, row.language or ALL]
    values = [words(about.language)(value) if value is ALL else value for value in values]
    values += [row.items, row.answered, row.errors, row.judged.n, row.unjudged, *_rate(row.judged)]
    values += [row.judged_other_language]
    people: list[str | int | float | None] = [row.reviewed, row.unsure, *_rate(row.verdict), row.other_language]
    if not living:
        return [*values, *people]
    reviewed, unsure, correct = (xl_rowcol_to_cell(number, at) for at in (_REVIEWED, _UNSURE, _CORRECT))
    n = f"{reviewed}-{unsure}"
    count = about.cells.count
    formulas: list[str | None] = [
        count(row, VERDICT_WORDS["any"]),
        count(row, VERDICT_WORDS["unsure"]),
        count(row, VERDICT_WORDS["correct"]),
        rate(correct, n),
        wilson(correct, n, upper=False) if row.language and about.run.samples == 1 else None,
        wilson(correct, n, upper=True) if row.language and about.run.samples == 1 else None,
        count(row, VERDICT_WORDS["correct"], other_language=True),
    ]
    pairs = zip(formulas, people, strict=True)
    return [*values, *(Formula(text, "" if value is None else value) if text else value for text, value in pairs)]


def _rate(rate: Rate) -> list[int | float | None]:
    return [rate.correct, rate.rate, rate.low, rate.high]


_Section = tuple[str, Sequence[str], list[list[str | int | float | None]], Sequence[str]]
"""A title, headers, rows and the formats of their columns; texts are keys of `summary_words` where they are any."""


def _repeats(about: SummarySheet) -> _Section:
    rows: list[list[str | int | float | None]] = [
        [row.arm, basis, row.language, one.questions, one.k, one.value, one.low, one.high]
        for row in about.report.rows
        if row.type is None
        for basis, found in (("judgement", row.judged_repeats), ("verdict", row.verdict_repeats))
        for one in (found.pass_at if found else ())
    ]
    return "repeated", ["arm", "basis", "language", "questions", "k", "pass@k", "low 95%", "high 95%"], rows, PASS


def _language_pairs(about: SummarySheet) -> _Section:
    rows: list[list[str | int | float | None]] = [
        [one.arm, one.basis, one.test.n, one.test.both, one.test.first_only, one.test.second_only, one.test.neither,
         one.test.p_value]
        for one in about.report.pairs
    ]  # fmt: skip
    return "languages compared", ["arm", "basis", "questions", "both correct", "Japanese only", "English only",
                                  "neither", "p"], rows, PAIRS  # fmt: skip


def _arm_pairs(about: SummarySheet) -> _Section:
    arms = split_arms(about.answers)
    rows: list[list[str | int | float | None]] = [
        [f"{pair.first} / {pair.second}", f"{pair.basis} {pair.language}", pair.test.n, pair.test.both,
         pair.test.first_only, pair.test.second_only, pair.test.neither, pair.test.p_value]
        for n, first in enumerate(arms) for second in arms[n + 1 :] for pair in compare_two(first, second)
    ]  # fmt: skip
    return "arms compared", ["arms", "basis", "questions", "both correct", "first only", "second only", "neither",
                             "p"], rows, PAIRS  # fmt: skip


def _left_out(about: SummarySheet) -> _Section:
    counts = Counter(
        (one.arm, one.language, one.kind, (one.reason_ja if about.language == "ja" else one.reason)[:300])
        for one in excluded(split_arms(about.answers))
    )
    rows: list[list[str | int | float | None]] = [
        [arm, kind, language, n, reason] for (arm, language, kind, reason), n in counts.most_common()
    ]
    return "left out", ["arm", "why", "language", "answers", "reason"], rows, EXCLUDED


def _trust(about: SummarySheet) -> _Section:
    measured = trust(about.answers, about.verdicts)
    group, judge, blind = measured.reviewers, measured.judge, measured.blind
    rows: list[list[str | int | float | None]] = []
    if group.items:
        rows.append(["reviewers agree", group.items, group.observed, None, group.ac1, group.alpha])
    if judge.n:
        rows.append(["judge agrees", judge.n, judge.observed, judge.kappa, judge.ac1, None])
    if blind.n:
        rows.append(["judge agrees blind", blind.n, blind.observed, blind.kappa, blind.ac1, None])
    return "agreement", ["between", "answers", "observed", "kappa", "AC1", "alpha"], rows, TRUST
