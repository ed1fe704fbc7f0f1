"""The answers of a batch beside the questions that they answer, joined by `custom_id`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.questions.findings import Findings
from app.questions.headers import folded
from app.questions.readers.batches import BatchAnswer
from app.questions.table import listed
from app.records import LANGUAGES, Language, Question, QuestionSet

_ENDINGS: Mapping[Language, tuple[str, ...]] = {"ja": ("ja", "jp", "日"), "en": ("en", "英")}


def with_batch(questions: QuestionSet, batch: Sequence[BatchAnswer], findings: Findings) -> QuestionSet:
    """The questions with the batch's answers: as those of the file where one model gave them, else of each model.

    A question in two languages is answered by the ids NO-ja and NO-en. What could not be joined goes to `findings`.
    """
    places = _places(questions.questions)
    given: dict[tuple[int, Language], dict[str, str]] = defaultdict(dict)
    unknown, repeated = [], []
    for answer in batch:
        place = places.get(folded(answer.custom_id))
        if place is None:
            unknown.append(answer)
        elif answer.text is not None:
            if answer.model in given[place]:
                repeated.append(answer)
            given[place].setdefault(answer.model, answer.text)
    _report(questions, batch, unknown, repeated, given, findings)
    models = dict.fromkeys(answer.model for answer in batch if answer.text is not None)
    already = any(side.answer is not None or side.answers for one in questions.questions for side in one.sides.values())
    found = [
        _answered(
            question, {code: given.get((place, code), {}) for code in question.sides}, len(models) == 1 and not already
        )
        for place, question in enumerate(questions.questions)
    ]
    return replace(questions, questions=tuple(found))


def _places(questions: Sequence[Question]) -> dict[str, tuple[int, Language]]:
    """The question and language of each id that answers could name."""
    places: dict[str, tuple[int, Language]] = {}
    for place, question in enumerate(questions):
        for code in question.sides:
            for ending in _ENDINGS[code]:
                places.setdefault(folded(f"{question.no}-{ending}"), (place, code))
                places.setdefault(folded(f"{question.no}_{ending}"), (place, code))
    alone = [(place, question) for place, question in enumerate(questions) if len(question.sides) == 1]
    return places | {folded(question.no): (place, next(iter(question.sides))) for place, question in alone}


def _answered(question: Question, given: Mapping[Language, Mapping[str, str]], single: bool) -> Question:
    sides = dict(question.sides)
    for code in LANGUAGES:
        if answers := given.get(code):
            if single:
                sides[code] = replace(sides[code], answer=next(iter(answers.values())))
            else:
                named = tuple((model or "batch", text) for model, text in answers.items())
                sides[code] = replace(sides[code], answers=sides[code].answers + named)
    return replace(question, sides=sides)


def _report(
    questions: QuestionSet,
    batch: Sequence[BatchAnswer],
    unknown: Sequence[BatchAnswer],
    repeated: Sequence[BatchAnswer],
    given: Mapping[tuple[int, Language], Mapping[str, str]],
    findings: Findings,
) -> None:
    if len(unknown) == len(batch):
        numbers = listed(question.no for question in questions.questions)
        findings.fail("batch_of_others", ids=listed(answer.custom_id for answer in unknown), numbers=numbers)
    models = listed(dict.fromkeys(answer.model or "-" for answer in batch if answer.text is not None))
    findings.add("batch_joined", count=sum(map(bool, given.values())), models=models or "-")
    if failed := [answer for answer in batch if answer.text is None]:
        reasons = listed(dict.fromkeys(answer.error for answer in failed))
        findings.add("batch_errors", ids=listed(answer.custom_id for answer in failed), reasons=reasons)
    if unknown:
        findings.add("batch_unknown", ids=listed(answer.custom_id for answer in unknown))
    if repeated:
        findings.add("batch_repeated", ids=listed(answer.custom_id for answer in repeated))
    sides = [(place, code) for place, question in enumerate(questions.questions) for code in question.sides]
    failed_ids = {folded(answer.custom_id) for answer in batch}
    missing = [questions.questions[place].no for place, code in sides if not given.get((place, code))]
    if missing := [no for no in dict.fromkeys(missing) if folded(no) not in failed_ids]:
        findings.add("batch_missing", numbers=listed(missing))
