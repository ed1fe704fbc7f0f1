"""A graded file of no run in this store → a run of its answers, with its verdicts.

The same answers are the same run, whoever graded a copy of the file and however often it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from app.questions.findings import Findings
from app.records import COLUMN, Arm, GradedAnswer, Language, Question, QuestionSet, Run, Side, digest
from app.runs.answering import reuse
from app.runs.column import with_column
from app.runs.importing import Gradings
from app.store import Bounds, Store
from app.verdicts import Verdict
from app.workbook import GradedFile, read_graded_anywhere


class _Place(NamedTuple):
    """What a verdict is about, whatever the run: a question's number, the model, the language; and whose it is."""

    no: str
    model: str
    language: Language
    reviewer: str
    adjudicated: bool


def adopt(
    store: Store,
    path: Path,
    reviewer: str = "",
    *,
    skip_bad: bool = False,
    sole: bool = False,
    owner: str = "",
    bounds: Bounds | None = None,
    within: Callable[[int], None] | None = None,
) -> Gradings:
    """Make a run of a graded file's answers, unless one has them already, and take its verdicts: all or none.

    Args:
        store: takes the run. Its answers are there when this returns; a worker is to judge them.
        path: a graded workbook of Narabe's own, or any table with a column of verdicts.
        reviewer: whose the verdicts are that name nobody.
        skip_bad: whether the good verdicts are taken where others are wrong.
        sole: whether verdicts of anybody else, final ones among them, are refused.
        owner: the visitor who asked for it.
        bounds: what that visitor may queue.
        within: raises if so many answers are too many.

    Raises:
        InputError: a file that cannot be read, or verdicts that cannot be taken, unless `skip_bad`.
    """
    file = read_graded_anywhere(path)
    findings = Findings(path.name, list(file.problems))
    if within is not None:
        within(len(file.answers))
    given = _given(file, reviewer.strip(), sole, findings)
    if not skip_bad:
        findings.stop_on_errors()
    questions = _questions(file)
    arms = with_column([Arm(model=COLUMN)], questions)
    known = store.find_run(questions, arms)
    run = known or store.create_run(questions, arms, questions.languages, owner=owner, bounds=bounds or Bounds())
    for arm in run.arms:
        reuse(store, run, arm)
    verdicts = _new(store, run, given, findings)
    store.add_verdicts(verdicts)
    return Gradings(tuple(verdicts), tuple(findings.problems), run, made=known is None)


def _given(file: GradedFile, reviewer: str, sole: bool, findings: Findings) -> dict[_Place, Verdict]:
    """The file's verdicts by what they are about; one that contradicts another, or is nobody's, goes to `findings`."""
    given: dict[_Place, Verdict] = {}
    differ: set[_Place] = set()
    unsigned = 0
    for one in file.answers:
        final = (one.adjudication,) if one.adjudication else ()
        for verdict in (*one.verdicts, *final):
            whose = verdict.reviewer or reviewer
            unsigned += not whose
            if sole and whose and (whose != reviewer or verdict.adjudicated):
                findings.add(
                    "row_of_other_reviewer", column=f"NO {one.item.question.no}", named=whose, reviewer=reviewer
                )
                continue
            item, signed = one.item, replace(verdict, item_id=0, reviewer=whose)
            place = _Place(item.question.no, _model(item.arm), item.language, whose, verdict.adjudicated)
            if given.setdefault(place, signed) != signed:
                differ.add(place)
    for place in differ:
        findings.add("verdicts_differ", no=place.no, reviewer=place.reviewer)
    if unsigned:
        findings.add("verdicts_unsigned", count=unsigned)
    return {place: verdict for place, verdict in given.items() if place.reviewer and place not in differ}


def _model(arm: Arm) -> str:
    """The arm as one whose answers a file has: `column`, or `column:` and what the arm is called."""
    return arm.model if arm.is_column else f"{COLUMN}:{arm.label}"


def _questions(file: GradedFile) -> QuestionSet:
    """The file's questions with the answers that it has to each."""
    questions: dict[str, Question] = {}
    for one in file.answers:
        asked, language = one.item.question, one.item.language
        question = questions.setdefault(asked.no, replace(asked, sides={}))
        side = question.sides.get(language) or replace(asked.sides[language], answer=None, answers=())
        if one.answer is not None and one.answer.error is None:
            side = _answered(side, _model(one.item.arm), one.answer.raw)
        questions[asked.no] = replace(question, sides={**question.sides, language: side})
    extra = dict.fromkeys(name for question in questions.values() for name in question.extra)
    sha256 = digest(["graded", file.run, list(questions.values())])
    return QuestionSet(file.name, sha256, tuple(questions.values()), tuple(extra))


def _answered(side: Side, model: str, text: str) -> Side:
    """The side with a model's answer, unless it has one."""
    name = model.partition(":")[2]
    if side.answer_of(model) is not None:
        return side
    return replace(side, answers=(*side.answers, (name, text))) if name else replace(side, answer=text)


def _new(store: Store, run: Run, given: dict[_Place, Verdict], findings: Findings) -> list[Verdict]:
    """What the run does not have yet; what its reviewer has changed since an earlier import stays changed."""
    answers: dict[tuple[str, str, Language], GradedAnswer] = {
        (one.item.question.no, one.item.arm.model, one.item.language): one for one in store.graded_run(run.id)
    }
    before = {_said(verdict) for verdict in store.verdicts(run.id)}
    new: list[Verdict] = []
    for place, verdict in given.items():
        answer = answers.get((place.no, place.model, place.language))
        if answer is None or answer.answer is None or answer.answer.error is not None:
            findings.add("verdict_without_answer", no=place.no)
            continue
        mine = replace(verdict, item_id=answer.item.id)
        if _said(mine) not in before:
            new.append(mine)
        elif _said(mine) not in map(_said, _standing(answer)):
            findings.add("verdict_changed_since", column=f"NO {place.no}", reviewer=place.reviewer)
    return new


def _standing(answer: GradedAnswer) -> Sequence[Verdict]:
    return (*answer.verdicts, *((answer.adjudication,) if answer.adjudication else ()))


def _said(verdict: Verdict) -> tuple[object, ...]:
    marks = (verdict.value, verdict.language_ok, verdict.comment)
    return (verdict.item_id, verdict.reviewer, verdict.adjudicated, *marks)
