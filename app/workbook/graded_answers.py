"""A graded workbook → the graded answers in it, from the file alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.errors import Problem
from app.garbage import collection_paused
from app.questions.findings import Findings
from app.questions.headers import folded
from app.questions.table import Row
from app.records import LANGUAGES, Answer, Arm, Decoding, GradedAnswer, Item, Language, Question, Side
from app.verdicts import Verdict
from app.workbook.graded_verdicts import (
    MAX_SECONDS,
    OpenedAnswers,
    SheetGrading,
    open_answers,
    read_grading,
    read_own,
    read_sample,
)
from app.workbook.words import SUFFIX, english_values
from evaluators.reasoning import split_reasoning
from evaluators.results import Judgement, JudgementValue, Scores

_JUDGED: tuple[JudgementValue, ...] = ("correct", "incorrect", "unjudged")


@dataclass(frozen=True, slots=True)
class GradedFile:
    """What a graded workbook says: its answers, with their latest verdicts, and the versions of what was asked."""

    name: str
    run: str
    answers: tuple[GradedAnswer, ...]
    references: int = 0
    version: int = 1
    problems: tuple[Problem, ...] = ()
    """What cannot be taken as it stands; none in a workbook of Narabe's own, which is read whole or not at all."""


@collection_paused()
def read_graded(path: Path | str) -> GradedFile:
    """Read a graded workbook. Its verdicts are those of the cells, whoever filled them in.

    What the sheets do not hold (tokens, seconds, passages, the judge's reasons) is left empty.

    Raises:
        InputError: a file that is no workbook of Narabe's, or a value that is no verdict; with all problems found.
    """
    path = Path(path)
    findings = Findings(path.name, seconds=MAX_SECONDS)
    opened = open_answers(path, findings)
    answers = tuple(_answers(opened, findings))
    findings.stop_on_errors()
    numbers = (opened.run.get("references version", ""), opened.run.get("question set version", ""))
    references, version = (int(text) if text.isdecimal() else None for text in numbers)
    return GradedFile(path.name, opened.run.get("run", path.name), answers, references or 0, version or 1)


def _answers(opened: OpenedAnswers, findings: Findings) -> Iterator[GradedAnswer]:
    arms = {label: _arm(label, opened.run) for label in {_text(row, opened, "arm") for row in opened.table.rows[1:]}}
    number = 0
    for row in opened.table.rows[1:]:
        question = _question(row, opened)
        for language in LANGUAGES:
            if language in question.sides:
                number += 1
                item_id = _number(row, opened, f"item{SUFFIX[language]}")
                arm, sample = arms[_text(row, opened, "arm")], read_sample(row, opened)
                item = Item(int(item_id) if item_id else number, question, language, arm, sample)
                yield _graded(row, item, opened, findings)


def _arm(label: str, run: dict[str, str]) -> Arm:
    """The arm that a label names: as the sheet `Run` describes it, else from the label's parts."""
    for name, value in run.items():
        if value == label and f"{name} model" in run:
            return _described_arm(name, run)
    model, prompt, retrieval = label.rsplit(" · ", 2) if label.count(" · ") >= 2 else (label, "", "none")
    return Arm(model, prompt, "none" if retrieval == "no retrieval" else retrieval)


def _described_arm(name: str, run: dict[str, str]) -> Arm:
    """An arm with everything that the sheet `Run` says of it, so that it is the same arm as in the store."""

    def said(what: str) -> str:
        return run.get(f"{name} {what}", "")

    version = said("prompt version")
    usual = Decoding()
    decoding = Decoding(
        int(said("max_new_tokens") or usual.max_new_tokens),
        float(said("temperature") or usual.temperature),
        float(said("top_p") or usual.top_p),
        float(said("repetition_penalty") or usual.repetition_penalty),
    )
    return Arm(
        said("model"),
        said("prompt"),
        said("retrieval"),
        decoding,
        int(version) if version.isdecimal() else version or 0,
        said("knowledge"),
        said("revision"),
        said("prompt words"),
    )


def _question(row: Row, opened: OpenedAnswers) -> Question:
    sides: dict[Language, Side] = {}
    for language in LANGUAGES:
        text = _text(row, opened, f"instruction{SUFFIX[language]}")
        start = f"response{SUFFIX[language]}"
        references = [row.cell(place).text for name, place in opened.places.items() if name.startswith(start)]
        if text:
            sides[language] = Side(text, tuple(filter(None, references)))
    return Question(_text(row, opened, "no"), _text(row, opened, "type"), sides)


def _graded(row: Row, item: Item, opened: OpenedAnswers, findings: Findings) -> GradedAnswer:
    def text(name: str) -> str:
        return _text(row, opened, f"{name}{SUFFIX[item.language]}")

    said, detected, error = text("answer"), text("language"), text("error")
    final = split_reasoning(said).answer
    answer = Answer(said, final, detected or "none", error=error or None) if said or detected or error else None
    judgement = None
    judged = english_values().get(folded(text("judgement")))
    if judged in _JUDGED and not error:
        fits = None if detected in ("none", "mixed", "") else detected == item.language
        value = judged
        judgement = Judgement(value, _number(row, opened, f"probability{SUFFIX[item.language]}"), fits, "")
    scores = Scores(_number(row, opened, f"similarity{SUFFIX[item.language]}"))
    given = read_grading(row, item.language, opened, findings)
    if given is None:
        return GradedAnswer(item, answer, scores, judgement)
    own = {
        one.reviewer: _verdict(item, one)
        for one in read_own(row, given, opened, findings)
        if one.marks.value is not None
    }
    return _with_verdicts(GradedAnswer(item, answer, scores, judgement), given, own, opened)


def _with_verdicts(
    graded: GradedAnswer, given: SheetGrading, own: dict[str, Verdict], opened: OpenedAnswers
) -> GradedAnswer:
    """The answer with its reviewers' own verdicts, and with what its verdict's cell says, where that is something else.

    A final verdict stays one as long as its cell was not changed; a cell that was changed is whose name stands there,
    or nobody's.
    """
    marks = given.marks
    if marks.value is None:
        return replace(graded, verdicts=tuple(own.values()))
    before = opened.exported.standing.get(graded.item.id) if opened.exported else None
    verdict = _verdict(graded.item, given)
    if before is not None and marks == before.marks and given.reviewer in ("", before.reviewer):
        verdict = replace(verdict, reviewer=before.reviewer)
        if before.rule == "adjudicated":
            return replace(graded, verdicts=tuple(own.values()), adjudication=replace(verdict, adjudicated=True))
        if before.reviewer in own and own[before.reviewer].value != verdict.value:
            return replace(graded, verdicts=tuple(own.values()))
    elif before is not None and given.reviewer == before.reviewer:
        verdict = replace(verdict, reviewer="")
    own.pop(verdict.reviewer, None)  # the latest comes last
    return replace(graded, verdicts=(*own.values(), verdict))


def _verdict(item: Item, given: SheetGrading) -> Verdict:
    value, language_ok, comment = given.marks
    assert value is not None  # noqa: S101 - asked for by the callers
    return Verdict(item.id, value, language_ok, comment, given.reviewer, judgement_visible=True)


def _text(row: Row, opened: OpenedAnswers, name: str) -> str:
    place = opened.places.get(name)
    return row.cell(place).text.strip() if place is not None else ""


def _number(row: Row, opened: OpenedAnswers, name: str) -> float | None:
    place = opened.places.get(name)
    value = row.cell(place).value if place is not None else None
    return float(value) if isinstance(value, int | float) else None
