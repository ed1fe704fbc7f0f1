"""The sheets `Summary`, `Verdicts` and `Run`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from app.records import Arm, CellValue, GradedAnswer, Item, QuestionSet, Reference, Run
from app.report import Rate, Report, SummaryRow
from app.verdicts import Verdict
from app.workbook.answers import number_or_text
from app.workbook.overflow import Overflow
from app.workbook.sheet import PlainSheet
from app.workbook.style import Column, Style

ALL = "(all)"
"""Stands for all types, or both languages, in the sheet `Summary`."""

_SUMMARY = [
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
_VERDICTS = [
    Column("id", 8, "plain"),
    Column("time (UTC)", 20, "time"),
    Column("reviewer", 16),
    Column("NO", 7, "plain"),
    Column("type", 14, "plain"),
    Column("arm", 26),
    Column("language", 10, "plain"),
    Column("verdict", 12, "plain"),
    Column("language_ok", 12, "plain"),
    Column("comment", 40),
    Column("judgement_visible", 16, "plain"),
    Column("carried from", 12, "plain"),
]
_REFERENCES = [
    Column("version", 8, "plain"),
    Column("time (UTC)", 20, "time"),
    Column("reviewer", 16),
    Column("change", 12, "plain"),
    Column("language", 10, "plain"),
    Column("instruction", 40),
    Column("response", 40),
]


def write_summary(sheet: PlainSheet, style: Style, report: Report, run: Run) -> None:
    """The table of the run, the paired comparison of the languages, and which references it all rests on."""
    style.lay(sheet, _SUMMARY, frozen=3)
    formats = style.formats(_SUMMARY)
    for number, row in enumerate(report.rows, start=1):
        sheet.put_row(number, _summary_values(row), formats)
    start = len(report.rows) + 3
    if report.pairs:
        start = _write_pairs(sheet, style, report, start)
    rests_on = f"References version {run.references} (0: those of the file), question set version {run.version}"
    sheet.put_row(start, [rests_on], [style.heading])


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


def write_verdicts(
    sheet: PlainSheet,
    style: Style,
    overflow: Overflow,
    answers: Sequence[GradedAnswer],
    verdicts: Sequence[Verdict],
) -> None:
    """Every verdict ever given, in order; one that was taken back is followed by its withdrawal."""
    style.lay(sheet, _VERDICTS)
    formats = style.formats(_VERDICTS)
    items = {one.item.id: one.item for one in answers}
    for number, verdict in enumerate(verdicts, start=1):
        values = _verdict_values(verdict, items.get(verdict.item_id))
        sheet.put_row(number, overflow.shortened(values, "Verdicts", number), formats)
    if verdicts:
        sheet.autofilter(0, 0, len(verdicts), len(_VERDICTS) - 1)


def _verdict_values(verdict: Verdict, item: Item | None) -> list[CellValue]:
    asked: list[CellValue] = [None] * 4
    if item is not None:
        asked = [number_or_text(item.question.no), item.question.type, item.arm.label, item.language]
    given: list[CellValue] = [verdict.value, verdict.language_ok, verdict.comment, verdict.judgement_visible]
    return [verdict.id, verdict.time, verdict.reviewer, *asked, *given, verdict.carried_from]


def write_references(sheet: PlainSheet, style: Style, overflow: Overflow, changes: Sequence[Reference]) -> None:
    """Every change of the references by reviewers, in order; the number of each is the version that it made."""
    style.lay(sheet, _REFERENCES)
    formats = style.formats(_REFERENCES)
    for number, one in enumerate(changes, start=1):
        said: list[CellValue] = [number, one.time, one.reviewer, one.value, one.language, one.question, one.text]
        sheet.put_row(number, overflow.shortened(said, "References", number), formats)
    if changes:
        sheet.autofilter(0, 0, len(changes), len(_REFERENCES) - 1)


def write_run(
    sheet: PlainSheet,
    style: Style,
    overflow: Overflow,
    run: Run,
    question_set: QuestionSet,
    versions: Mapping[str, str],
    judging: Mapping[str, str],
    last_verdict: int,
) -> None:
    """What was run: the input's identity, times, arms, second opinions and software."""
    text, time = style.formats([Column("", 0), Column("", 0, "time")])
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 80)
    rows: list[tuple[str, CellValue]] = [
        ("run", run.id),
        ("name", run.name),
        ("state", run.state),
        ("message", run.message),
        ("input", question_set.name),
        ("input SHA-256", question_set.sha256),
        ("question set version", run.version),
        ("references version", run.references),
        ("questions", len(question_set.questions)),
        ("languages", ", ".join(run.languages)),
        ("items", run.total),
        ("answered", run.answered),
        ("errors", run.errors),
        ("created (UTC)", run.created),
        ("updated (UTC)", run.updated),
        ("last verdict", last_verdict),
    ]
    for number, arm in enumerate(run.arms, start=1):
        rows += [(f"arm {number}", arm.label), (f"arm {number} key", arm.key)]
        rows += [(f"arm {number} {name}", value) for name, value in _arm_values(arm).items()]
    rows += judging.items()
    rows += [(f"version of {name}", version) for name, version in versions.items()]
    for number, (name, value) in enumerate(rows):
        formats = [style.heading, time if name.endswith("(UTC)") else text]
        sheet.put_row(number, overflow.shortened([name, value], "Run", number), formats)


def _arm_values(arm: Arm) -> dict[str, CellValue]:
    """What an arm is made of; its prompt word for word, as it was when the run was planned."""
    return {
        "model": arm.model,
        **({"revision": arm.revision} if arm.revision else {}),
        "prompt": arm.prompt,
        "prompt version": arm.prompt_version,
        "prompt words": arm.wording,
        "retrieval": arm.retrieval,
        "knowledge": arm.knowledge,
        **asdict(arm.decoding),
    }
