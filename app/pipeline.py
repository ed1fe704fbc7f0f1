"""THE FLOW: questions → prompts (+ retrieval) → answers → scores → judgements → verdicts → workbook, report.

Each step is one function here; what a step does in depth is in the room that it names.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from app import report, versions
from app.errors import NarabeError, Problem
from app.generation import load_model
from app.prompts import render, template, trim
from app.questions import read_questions
from app.records import (
    Answer,
    Arm,
    GradedAnswer,
    Item,
    Language,
    Question,
    QuestionSet,
    Run,
    Side,
    Verdict,
    digest,
    other,
)
from app.store import Store
from app.workbook import Layout, write_workbook
from evaluators import JudgeItem, Judgement, Scores, detect_language, judge_many, score_many

GRADE_EVERY = 1.0
"""Seconds of answers that are judged together: few calls for the encoder, and the reviewer waits no longer."""

Stage = Callable[[str, float], None]


def load_questions(path: Path) -> tuple[QuestionSet, tuple[Problem, ...]]:
    """questions: a workbook → frozen questions and warnings, or an `InputError` that lists every problem."""
    return read_questions(path)


def check_arms(arms: Sequence[Arm]) -> None:
    """Refuse arms that no run could use, before anything is loaded.

    Raises:
        NarabeError: an unknown prompt.
    """
    for arm in arms:
        template(arm.prompt)


def plan_run(
    store: Store,
    questions: QuestionSet,
    arms: Sequence[Arm],
    languages: Sequence[Language],
    limit: int | None = None,
    *,
    fresh: bool = False,
) -> Run:
    """Queue a run; the same questions under the same arms go on where they stopped, unless `fresh`."""
    asked = [language for language in languages if language in questions.languages]
    if not asked:
        raise NarabeError(f"{questions.name} has no questions in {', '.join(languages)} → choose another language")
    known = None if fresh else store.find_run(questions.sha256, arms)
    if known is None:
        return store.create_run(questions, arms, asked, limit, fresh=fresh)
    return store.extend_run(known.id, asked, limit)


def plan_trial(store: Store, arm: Arm, texts: dict[Language, str]) -> Run:
    """Queue one free question, outside the list of runs."""
    question = Question("1", "", {code: Side(text) for code, text in texts.items() if text.strip()})
    questions = QuestionSet("trial", digest({"trial": texts}), (question,))
    return store.create_run(questions, [arm], questions.languages, trial=True)


def execute(store: Store, run: Run, *, keep_going: Callable[[], bool], stage: Stage) -> None:
    """The work of a run: each arm's unanswered items, answered, kept at once, and judged a second's worth at a time."""
    for arm in run.arms:
        reuse(store, run, arm)
    grade(store, store.ungraded(run.id))
    for arm in run.arms:
        fresh: list[GradedAnswer] = []
        last = time.monotonic()
        for item, answer in ask(arm, store.pending(run.id, arm), keep_going=keep_going, stage=stage):
            store.save_answers({item.id: answer})
            fresh.append(GradedAnswer(item, answer))
            if time.monotonic() - last > GRADE_EVERY:
                grade(store, fresh)
                fresh, last = [], time.monotonic()
        grade(store, fresh)


def reuse(store: Store, run: Run, arm: Arm) -> None:
    """Take over what another run already answered to the same text under the same arm."""
    known = store.reusable(run.id, arm)
    found = {
        item.id: known[key]
        for item in store.pending(run.id, arm)
        if (key := (item.language, item.question.sides[item.language].text)) in known
    }
    store.save_answers(found)


def ask(
    arm: Arm, items: Sequence[Item], *, keep_going: Callable[[], bool], stage: Stage
) -> Iterator[tuple[Item, Answer]]:
    """Prompts → answers: each item as the model finishes it, in any order; ends early when told to stop."""
    if not items:
        return
    prompt = template(arm.prompt)
    model = load_model(arm.model, progress=stage)
    stage("answering", 0.0)
    for language, group in groupby(sorted(items, key=lambda item: item.language), key=lambda item: item.language):
        asked = list(group)
        stop = prompt.stop[language]
        prompts = [render(prompt, language, item.question.sides[language].text) for item in asked]
        for index, completion in model.complete(
            prompts, stop=stop, decoding=arm.decoding, cancelled=lambda: not keep_going()
        ):
            text = trim(completion.text, stop)
            yield (
                asked[index],
                Answer(
                    raw=completion.text,
                    text=text,
                    language=detect_language(text),
                    tokens=completion.tokens,
                    seconds=completion.seconds,
                    finish_reason=completion.finish_reason,
                    error=completion.error,
                ),
            )


def grade(store: Store, fresh: Sequence[GradedAnswer]) -> None:
    """Answers → scores → judgements; an error is kept as unjudged, with its reason."""
    given = [(one.item, one.answer) for one in fresh if one.answer and one.answer.error is None]
    scores = score_many([(answer.text, *_references(item)) for item, answer in given])
    judgements = judge_many([_judge_item(item, answer.text) for item, answer in given])
    failed = {
        one.item.id: Judgement("unjudged", None, None, f"error: {one.answer.error}", f"エラー: {one.answer.error}")
        for one in fresh
        if one.answer and one.answer.error is not None
    }
    ids = [item.id for item, _ in given]
    store.save_grades(
        dict(zip(ids, scores, strict=True)) | dict.fromkeys(failed, Scores()),
        dict(zip(ids, judgements, strict=True)) | failed,
    )


def _references(item: Item) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return item.question.references(item.language), item.question.references(other(item.language))


def _judge_item(item: Item, text: str) -> JudgeItem:
    same, elsewhere = _references(item)
    return JudgeItem(item.question.sides[item.language].text, same + elsewhere, text, item.language)


def record_verdict(store: Store, verdict: Verdict) -> Verdict:
    """verdicts: append one; on disk when this returns."""
    if not verdict.reviewer.strip():
        raise NarabeError("a verdict needs a reviewer → say your name once at the top of the page")
    return store.add_verdict(verdict)


def undo_verdict(store: Store, run_id: str, reviewer: str) -> Verdict | None:
    """Withdraw the reviewer's last standing verdict in a run; None when there is none."""
    return store.withdraw_last(run_id, reviewer)


def export(store: Store, run_id: str, path: Path, *, layout: Layout = "narabe") -> Path:
    """workbook: everything of a run as an .xlsx, written whole or not at all."""
    run = store.run(run_id)
    write_workbook(
        run,
        store.graded_run(run_id),
        store.verdicts(run_id),
        path,
        question_set=store.question_set(run_id),
        layout=layout,
        versions=versions.versions(),
    )
    return path


def summary(store: Store, run_id: str) -> report.Report:
    """report: the counts of a run with their intervals."""
    return report.summary(store.graded_run(run_id))
