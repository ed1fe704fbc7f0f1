"""THE FLOW: questions → prompts (+ retrieval) → answers → scores → judgements → verdicts → workbook, report.

Each step is one function here; what a step does in depth is in the room that it names.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from app import report, versions
from app.config import settings
from app.errors import NarabeError, Problem
from app.generation import load_model
from app.prompts import template, trim
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
from app.workbook import Layout, read_run_id, read_verdicts, write_workbook
from evaluators import (
    JudgeItem,
    Judgement,
    Scores,
    calibration,
    detect_language,
    judge_many,
    load_encoder,
    score_many,
)
from evaluators.calibration import Calibration

GRADE_EVERY = 1.0
"""Seconds of answers that are judged together: few calls for the encoder, and the reviewer waits no longer."""

Stage = Callable[[str, float], None]


def load_questions(path: Path) -> tuple[QuestionSet, tuple[Problem, ...]]:
    """questions: a workbook → frozen questions and warnings, or an `InputError` that lists every problem."""
    return read_questions(path)


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
    arms = [_with_version(arm) for arm in arms]
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
    return store.create_run(questions, [_with_version(arm)], questions.languages, trial=True)


def _with_version(arm: Arm) -> Arm:
    """The arm with the version of its prompt, so that changed words are another arm."""
    return replace(arm, prompt_version=template(arm.prompt).version)


def execute(store: Store, run: Run, *, keep_going: Callable[[], bool], stage: Stage) -> None:
    """The work of a run: what other runs know is taken over, the rest is asked, arm by arm, until nothing is left.

    Items may be added while it works; an item that fails is tried once.
    """
    for arm in run.arms:
        reuse(store, run, arm)
    grade(store, store.ungraded(run.id))
    for arm in run.arms:
        tried: set[int] = set()
        while keep_going() and (items := [one for one in store.pending(run.id, arm) if one.id not in tried]):
            tried |= {item.id for item in items}
            keep(store, ask(arm, items, keep_going=keep_going, stage=stage))


def keep(store: Store, answers: Iterator[tuple[Item, Answer]]) -> None:
    """Journal each answer as it comes; judge them a second's worth at a time."""
    fresh: list[GradedAnswer] = []
    last = time.monotonic()
    for item, answer in answers:
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
        stop = prompt.stop(language)
        prompts = [prompt.render(language, item.question.sides[language].text) for item in asked]
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
    if not fresh:
        return
    given = [(one.item, one.answer) for one in fresh if one.answer and one.answer.error is None]
    encoder = load_encoder(settings().encoder)
    scores = score_many([(answer.text, *_references(item)) for item, answer in given], encoder=encoder)
    judgements = _judge(given)
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


def _judge(given: Sequence[tuple[Item, Answer]]) -> list[Judgement]:
    encoder = load_encoder(settings().encoder)
    return judge_many([_judge_item(item, answer.text) for item, answer in given], encoder=encoder)


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


def calibrate(store: Store, run_id: str, *, apply: bool = False) -> Calibration:
    """Judgements ← verdicts: refit the judge's last step on a run's own verdicts, and say whether that helps.

    Nothing changes unless `apply` is set and it does help; the run is then judged anew under the calibration.
    """
    run = store.run(run_id)
    answered = [one for one in store.graded_run(run_id) if one.answer and one.answer.error is None]
    judged = _judge([(one.item, one.answer) for one in answered if one.answer])
    decided = [
        (judgement, one.verdict.value == "correct")
        for one, judgement in zip(answered, judged, strict=True)
        if one.verdict and one.verdict.value in ("correct", "incorrect")
    ]
    found = calibration.calibrate(decided)
    if apply and found.helps:
        adjusted = [calibration.apply(found, judgement) for judgement in judged]
        store.save_grades({}, {one.item.id: new for one, new in zip(answered, adjusted, strict=True)})
        store.set_state(run_id, run.state, run.message)
    return found


def import_verdicts(store: Store, path: Path, reviewer: str) -> int:
    """A graded workbook → the verdicts that differ from those that stand, as `reviewer`'s; how many those are.

    Raises:
        InputError: a workbook that cannot be read, or values that are no verdicts; nothing is taken then.
        NarabeError: the run, or a question named in the workbook, is not in the store; nothing is taken then.
    """
    listed = read_verdicts(path)
    graded = store.graded_run(read_run_id(path))
    known = {(one.item.question.no, one.item.arm.label, one.item.language): one for one in graded}
    unknown = [f"NO {row.no} ({row.arm})" for row in listed if (row.no, row.arm, row.language) not in known]
    if unknown:
        raise NarabeError(f"{path.name}: not in its run: {', '.join(unknown[:5])} → NO and arm must stay as exported")
    taken = 0
    for row in listed:
        one = known[row.no, row.arm, row.language]
        before = one.verdict
        if before and (before.value, before.language_ok, before.comment) == (row.value, row.language_ok, row.comment):
            continue
        record_verdict(store, Verdict(one.item.id, row.value, row.language_ok, row.comment, reviewer, True))
        taken += 1
    return taken


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
    return report.summary(store.graded_run(store.run(run_id).id))
