"""THE FLOW: questions → prompts (+ retrieval) → answers → scores → judgements → verdicts → workbook, report.

Each step is one function here; what a step does in depth is in the room that it names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from app import report
from app.config import settings
from app.errors import InputError, NarabeError, Problem
from app.garbage import collection_paused
from app.generation import Stage
from app.questions import Join, read_foreign, user_memory
from app.records import LANGUAGES, Arm, Language, Question, QuestionSet, Run, Side, digest
from app.runs import opinions, versions
from app.runs.adopting import adopt
from app.runs.answering import Engine, answer, reuse
from app.runs.bounding import bounds_of
from app.runs.calibrating import calibrate, undo_calibration
from app.runs.column import with_column
from app.runs.grading import grade, grade_rest
from app.runs.importing import Gradings, read_new_verdicts
from app.runs.planning import check_samples, planned, planned_arms
from app.runs.references import accept as accept_reference
from app.runs.references import withdraw as withdraw_reference
from app.runs.reporting import report_facts, report_on
from app.store import Store
from app.verdicts import Verdict
from app.workbook import FLAT, USUAL, Choices, Contents, write_flat, write_questions, write_workbook

__all__ = [
    "accept_reference",
    "calibrate",
    "execute",
    "export",
    "export_questions",
    "grade",
    "import_verdicts",
    "load_questions",
    "plan_probe",
    "plan_run",
    "plan_trial",
    "record_verdict",
    "report_facts",
    "report_on",
    "resume_run",
    "summary",
    "undo_calibration",
    "undo_verdict",
    "withdraw_reference",
]


def load_questions(
    source: Path | str,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    split: Sequence[str] | None = None,
    join: Join | None = None,
    batch_input: Path | str | None = None,
    header_row: int | None = None,
    *,
    own: bool = False,
) -> tuple[QuestionSet, tuple[Problem, ...]]:
    """questions: a workbook → frozen questions and warnings, or an `InputError` that lists every problem.

    How the `columns` of a layout were named, its references `split` and its languages `join`ed (see
    `app.questions.read`) is remembered in the user's home. `own`: not loaded by a stranger; it may be larger.
    """
    return read_foreign(
        source,
        columns,
        sheet,
        user_memory(),
        encoding=encoding,
        split=split,
        join=join,
        batch_input=batch_input,
        header_row=header_row,
        own=own,
    ).usable()


def plan_run(
    store: Store,
    questions: QuestionSet,
    arms: Sequence[Arm],
    languages: Sequence[Language],
    limit: int | None = None,
    *,
    fresh: bool = False,
    owner: str = "",
    bounded: bool = True,
    samples: int = 1,
) -> Run:
    """Queue a run; the same questions under the same arms go on where they stopped, unless `fresh`.

    `owner`: who asked for it; the settings bound what visitors ask for, unless they do not hold for this one (not
    `bounded`). `samples`: how often each question is asked; more than once needs arms that pick their words at random.
    """
    arms = planned_arms(with_column(arms, questions))
    check_samples(arms, samples)
    asked = [language for language in languages if language in questions.languages]
    if not asked:
        raise NarabeError(f"{questions.name} has no questions in {', '.join(languages)} → choose another language")
    shared = bool(owner) and bool(settings().limit("answers_each"))
    if shared and bounded:
        _within(min(limit or len(questions.questions), len(questions.questions)) * len(arms) * len(asked) * samples)
    known = None if fresh else store.find_run(questions, arms)
    bounds = bounds_of(owner, bounded=bounded)
    if known is None or (shared and store.owner(known.id) != owner):  # a stranger adds nothing to somebody's run
        return store.create_run(questions, arms, asked, limit, fresh=fresh, owner=owner, bounds=bounds, samples=samples)
    return store.extend_run(known.id, asked, limit, samples, owner=owner, bounds=bounds)


def plan_trial(store: Store, arm: Arm, texts: dict[Language, str], *, owner: str = "", bounded: bool = True) -> Run:
    """Queue one free question, outside the list of runs."""
    question = Question("1", "", {code: Side(text) for code, text in texts.items() if text.strip()})
    questions = QuestionSet("trial", digest({"trial": texts}), (question,))
    arms = [planned(arm)]
    bounds = bounds_of(owner, bounded=bounded)
    return store.create_run(questions, arms, questions.languages, trial=True, owner=owner, bounds=bounds)


def plan_probe(
    store: Store,
    questions: QuestionSet,
    arms: Sequence[Arm],
    languages: Sequence[Language],
    limit: int,
    *,
    owner: str = "",
    bounded: bool = True,
) -> Run:
    """Queue the first questions under each arm, outside the list of runs, so that its speed is known."""
    bounds = bounds_of(owner, bounded=bounded)
    return store.create_run(questions, arms, languages, limit, trial=True, owner=owner, bounds=bounds)


def resume_run(store: Store, run_id: str, *, owner: str = "", bounded: bool = True) -> None:
    """Queue a stopped run again; `owner`: who asked for it, within the settings' bounds where they hold (`bounded`)."""
    store.resume_run(run_id, owner=owner, bounds=bounds_of(owner, bounded=bounded))


def _within(answers: int) -> None:
    """Refuse a run that is too large for the settings."""
    most = settings().limit("answers_each")
    if answers > most:
        raise NarabeError(
            f"this run asks for {answers:,} answers; at most {most:,} here → choose fewer questions, models or prompts",
            f"この実行の回答数は {answers:,} 件です（上限 {most:,} 件）→ 質問・モデル・プロンプトを減らしてください",
        )


def execute(
    store: Store, run: Run, *, keep_going: Callable[[], bool], stage: Stage, engine: Engine | None = None
) -> None:
    """The work of a run: what other runs know is taken over, the rest is asked, arm by arm, until nothing is left.

    Each step stops when told to, and what it has done is kept. `engine`: what asks; None: this process.
    """
    for arm in run.arms:
        reuse(store, run, arm)
    store.carry_verdicts(run.id)
    grade_rest(store, run.id, keep_going)
    for arm in run.arms:
        answer(store, run, arm, keep_going=keep_going, stage=stage, engine=engine)


def record_verdict(store: Store, verdict: Verdict) -> Verdict:
    """verdicts: append one; on disk when this returns."""
    if not verdict.reviewer.strip():
        raise NarabeError("a verdict needs a reviewer → say your name once at the top of the page")
    return store.add_verdict(verdict)


def undo_verdict(store: Store, run_id: str, reviewer: str, verdict_id: int | None = None) -> Verdict | None:
    """Withdraw one of the reviewer's verdicts (None: the last one in the run); None when it stands no longer."""
    return store.withdraw_last(run_id, reviewer) if verdict_id is None else store.withdraw(verdict_id, reviewer)


def import_verdicts(
    store: Store,
    path: Path,
    reviewer: str = "",
    *,
    skip_bad: bool = False,
    withdraw: bool = False,
    sole: bool = False,
    owner: str = "",
    bounded: bool = True,
) -> Gradings:
    """Workbook → verdicts: take what its reviewer has not given yet; all of it or, where a row is wrong, none.

    A graded file of no run in the store becomes one (see `app.runs.adopting`).

    Args:
        store: holds the run, or takes it.
        path: a graded workbook, or any table with a column of verdicts.
        reviewer: whose verdicts they are; empty: each row's reviewer cell says it.
        skip_bad: whether the good rows are taken where others are wrong.
        withdraw: whether a verdict whose cell was cleared is taken back.
        sole: whether verdicts of anybody but `reviewer`, final ones among them, are refused.
        owner: who asked for it; the settings bound the run that is made, where they hold (`bounded`).

    Raises:
        InputError: rows that cannot be taken, unless `skip_bad`; every one is listed.
        NarabeError: `sole`, and no `reviewer`.
    """
    if sole and not reviewer.strip():
        raise NarabeError(
            "verdicts come under your own name → give it in Review, or log in",
            "評価は自分の名前で取り込みます → レビューで名前を入れるか、ログインしてください",
        )
    gradings = read_new_verdicts(store, path, reviewer, withdraw=withdraw)
    if gradings is None:
        within = _within if owner and bounded and settings().limit("answers_each") else None
        bounds = bounds_of(owner, bounded=bounded)
        return adopt(store, path, reviewer, skip_bad=skip_bad, sole=sole, owner=owner, bounds=bounds, within=within)
    if not skip_bad and any(problem.severity == "error" for problem in gradings.problems):
        raise InputError(gradings.problems)
    store.add_verdicts(gradings.verdicts)
    return gradings


@collection_paused()
def export(
    store: Store,
    run_id: str,
    path: Path,
    choices: Choices = USUAL,
    *,
    languages: Sequence[Language] = LANGUAGES,
) -> Path:
    """workbook: a run in some languages, written whole or not at all: an .xlsx, or as the ending says (see `FLAT`)."""
    run = store.run(run_id)
    asked = tuple(language for language in run.languages if language in languages)
    run = replace(run, languages=asked)
    if path.suffix.casefold() in FLAT:
        pages = ([one for one in page if one.item.language in asked] for page in store.graded_pages(run_id))
        write_flat(run, pages, store.reviewers_of(run_id), path, choices)
        return path
    answers, verdicts = store.reviewed_run(run_id)
    contents = Contents(
        run,
        [one for one in answers if one.item.language in asked],
        verdicts,
        store.question_set(run_id),
        store.reference_changes(run_id),
        versions.versions(),
        opinions.described(settings()),
    )
    write_workbook(contents, path, choices)
    return path


def export_questions(store: Store, run_id: str, path: Path) -> Path:
    """questions: a run's question set, with the answers that reviewers accepted, as a workbook that loads again."""
    write_questions(store.question_set(store.run(run_id).id), path)
    return path


def summary(store: Store, run_id: str) -> report.Report:
    """report: the counts of a run with their intervals."""
    return report.summary(store.graded_run(store.run(run_id).id))
