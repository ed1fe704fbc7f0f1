"""A table of questions and answers with a column of verdicts, of whatever making → the graded answers in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from app.questions import read_foreign, user_memory
from app.questions.findings import Findings
from app.questions.headers import folded
from app.records import (
    COLUMN,
    LANGUAGES,
    Answer,
    Arm,
    CarriedValue,
    Formatted,
    GradedAnswer,
    Item,
    Language,
    Question,
    QuestionSet,
    digest,
)
from app.verdicts import Verdict
from app.workbook.graded_answers import GradedFile
from app.workbook.graded_rows import Whereabouts
from app.workbook.words import english_names, language_marks, sided, verdict_values
from evaluators import detect_language
from evaluators.reasoning import split_reasoning

VERDICT_NAMES = ("verdict", "正誤", "判定", "label")
"""What a column of verdicts may be called, beside its names in Narabe's own workbooks; `(jp)` or `(en)` may follow."""
_NAMES = {folded(name): "verdict" for name in VERDICT_NAMES}
_FURTHER = ("language_ok", "comment", "reviewer")


class _Columns(NamedTuple):
    """The columns that reviewers filled in: (name, language) → header; without a language: of the only one."""

    places: Mapping[tuple[str, Language | None], str]

    def text(self, name: str, language: Language, question: Question) -> tuple[str, str]:
        """What a question's cell says, and its column's header; both empty where there is no such column."""
        header = self.places.get((name, language)) or self.places.get((name, None), "")
        return _text(question.extra.get(header)), header


def read_graded_table(path: Path) -> GradedFile:
    """Read a graded table as questions are read: any kind of file, and any layout that has one model's answers.

    Its verdicts have no reviewer where no column names one. What cannot be taken is among its problems, by question.

    Raises:
        InputError: no questions, no column of verdicts, or more answers to a question than columns say.
    """
    questions, warnings = read_foreign(path, column_memory=user_memory()).usable()
    findings = Findings(path.name, list(warnings))
    columns = _columns(questions)
    if not any(name == "verdict" for name, _ in columns.places):
        findings.fail("no_gradings", names=", ".join(VERDICT_NAMES))
    model = _model(questions, columns, findings)
    bare = replace(questions, questions=tuple(_without(columns, one) for one in questions.questions))
    identity = digest([[one.no, one.type, one.sides, one.extra] for one in bare.questions])
    where = Whereabouts(path, questions)
    answers = tuple(_answers(questions, bare, columns, model, where, findings))
    return GradedFile(path.name, f"file {identity[:12]}", answers, problems=tuple(findings.problems))


def _columns(questions: QuestionSet) -> _Columns:
    places: dict[tuple[str, Language | None], str] = {}
    for header in questions.extra_columns:
        name, language = sided(header)
        name = english_names().get(name) or _NAMES.get(name, name)
        if name == "verdict" or name in _FURTHER:
            places.setdefault((name, language), header)
    return _Columns(places)


def _model(questions: QuestionSet, columns: _Columns, findings: Findings) -> str:
    """The model whose answers were graded.

    Raises:
        InputError: several models' answers, or a verdict column that may be about either language.
    """
    sides = [(code, side) for one in questions.questions for code, side in one.sides.items()]
    named = {f"{COLUMN}:{name}": code for code, side in sides for name, _ in side.answers}
    answered = [(code, side) for code, side in sides if side.answer is not None or side.answers]
    models = ([COLUMN] if any(side.answer is not None for _, side in sides) else []) + list(named)
    if not models:
        findings.fail("no_graded_answers")
    languages = {code for code, _ in answered}
    if len(models) > 1 or (len(languages) > 1 and ("verdict", None) in columns.places):
        findings.fail("verdicts_of_which", column=columns.places.get(("verdict", None), ""))
    return models[0]


def _without(columns: _Columns, question: Question) -> Question:
    """The question without what reviewers filled in: two people's copies are about the same."""
    filled = set(columns.places.values())
    return replace(question, extra={name: value for name, value in question.extra.items() if name not in filled})


def _answers(
    questions: QuestionSet, bare: QuestionSet, columns: _Columns, model: str, where: Whereabouts, findings: Findings
) -> Iterator[GradedAnswer]:
    arm, number = Arm(model=model, prompt="none"), 0
    for filled, question in zip(questions.questions, bare.questions, strict=True):
        for language in LANGUAGES:
            if language not in question.sides:
                continue
            said = question.sides[language].answer_of(model)
            verdict = _verdict(number + 1, filled, language, columns, where, findings)
            if said is None and verdict is not None:
                column = columns.text("verdict", language, filled)[1]
                at = where.place(filled.no, language, column)
                findings.add("verdict_without_answer", sheet=at.sheet, row=at.row, column=at.column, no=filled.no)
            if said is None:
                continue
            number += 1
            text = split_reasoning(said).answer
            answer = Answer(said, text, detect_language(text))
            given = (verdict,) if verdict is not None else ()
            yield GradedAnswer(Item(number, question, language, arm), answer, verdicts=given)


def _verdict(
    item: int, question: Question, language: Language, columns: _Columns, where: Whereabouts, findings: Findings
) -> Verdict | None:
    """What a question's cells say; None where they say no verdict, which `findings` lists if they say something."""
    text, column = columns.text("verdict", language, question)
    mark, mark_column = columns.text("language_ok", language, question)
    comment, reviewer = (columns.text(name, language, question)[0] for name in ("comment", "reviewer"))
    value, language_ok = verdict_values().get(folded(text)), language_marks().get(folded(mark))
    if text and value is None:
        at = where.place(question.no, language, column)
        findings.add("question_bad_verdict", sheet=at.sheet, row=at.row, column=at.column, no=question.no, value=text)
    if mark and language_ok is None:
        at = where.place(question.no, language, mark_column)
        findings.add("question_bad_mark", sheet=at.sheet, row=at.row, column=at.column, no=question.no, value=mark)
        return None
    return Verdict(item, value, language_ok, comment, reviewer, judgement_visible=False) if value else None


def _text(value: CarriedValue) -> str:
    """A cell's value as it would be written: 1 for 1.0, TRUE for a logical value."""
    if isinstance(value, Formatted):
        value = value.number
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()
