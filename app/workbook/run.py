"""The sheet `Run`: what was run, one fact a row."""

from __future__ import annotations

from dataclasses import asdict

from app.records import Arm, CellValue, Language
from app.workbook.contents import Contents
from app.workbook.further_words import fact, worded
from app.workbook.overflow import Overflow
from app.workbook.sheet import PlainSheet
from app.workbook.style import Column, Style

BLIND = "blind"
"""The fact that says whether a workbook is blind."""
_WORDED = ("state", "judge: calibration")
"""The facts that are words of Narabe's own."""


def write_run(
    sheet: PlainSheet, style: Style, overflow: Overflow, contents: Contents, language: Language, *, blind: bool
) -> None:
    """Fill the sheet with `run_facts`."""
    text, time = style.formats([Column("", 0, "fact"), Column("", 0, "fact time")])
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 1, 80)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for number, (name, value) in enumerate(run_facts(contents, language, blind=blind)):
        formats = [style.heading, time if name.endswith("(UTC)") else text]
        said = worded(value, language) if name in _WORDED else value
        sheet.put_row(number, overflow.shortened([fact(name, language), said], "Run", number), formats)


def run_facts(contents: Contents, language: Language, *, blind: bool) -> list[tuple[str, CellValue]]:
    """What was run: the input's identity, times, arms, second opinions, software; `blind`: only what tells nothing.

    The names are the English ones; see `app.workbook.further_words.fact`.
    """
    run, question_set = contents.run, contents.question_set
    last_verdict = max((verdict.id for verdict in contents.verdicts), default=0)
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
        ("samples", run.samples),
        ("items", run.total),
        ("answered", run.answered),
        ("errors", run.errors),
        ("created (UTC)", run.created),
        ("updated (UTC)", run.updated),
        ("last verdict", last_verdict),
        ("judge: calibration", run.calibration.name[language == "en"] if run.calibration else "none: the shipped rule"),
    ]
    if blind:
        told = (
            "run",
            "input",
            "input SHA-256",
            "question set version",
            "references version",
            "languages",
            "samples",
            "last verdict",
        )
        rows = [(BLIND, True), *(row for row in rows if row[0] in told)]
    for number, arm in enumerate(() if blind else run.arms, start=1):
        rows += [(f"arm {number}", arm.label), (f"arm {number} key", arm.key)]
        rows += [(f"arm {number} {name}", value) for name, value in _arm_values(arm).items()]
    if not blind:
        rows += contents.judging.items()
        rows += [(f"version of {name}", version) for name, version in contents.versions.items()]
    return rows


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
