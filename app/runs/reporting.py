"""What a report is about: runs of the store, and graded workbooks from the file alone."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from app.errors import InputError, NarabeError
from app.garbage import collection_paused
from app.records import GradedAnswer, Language
from app.report import FullReport, Source, full_report, sampled_items
from app.report.page_words import word
from app.runs.versions import versions
from app.store import Store
from app.workbook import read_graded_anywhere
from app.workbook.further_words import fact


@collection_paused()
def report_on(store: Store, named: Sequence[str], *, prior_shift: bool = False) -> FullReport:
    """The report of runs (by id) and graded workbooks (by path), in the order named (`prior_shift`: see `full_report`).

    Raises:
        InputError: a file that is no graded workbook.
        NarabeError: neither a run nor a file, or the same one twice.
    """
    twice = next((name for name in named if list(named).count(name) > 1), None)
    if twice is not None:
        raise NarabeError(f"{twice} is named twice → name each run once")
    return full_report(one_source_a_run([_source(store, name) for name in named]), prior_shift=prior_shift)


def one_source_a_run(sources: Sequence[Source]) -> list[Source]:
    """The sources, those of one run as one: the same answers graded by several people have several reviewers.

    A verdict without a name is of whoever filled in that file, known by the file's name; where one reviewer of the run
    itself has given just these verdicts, they were imported, and are that reviewer's. Files of one run whose answers
    differ (the questions were asked again) stay apart.
    """
    merged: list[Source] = []
    for source in (_signed(one, _importer(one, sources) or one.name) for one in sources):
        same = next((n for n, other in enumerate(merged) if _same_answers(other, source)), None)
        if same is None:
            merged.append(source)
        else:
            merged[same] = _together(merged[same], source)
    return merged


def _importer(source: Source, sources: Sequence[Source]) -> str:
    """The one reviewer of a run in the store who has given the file's verdicts without a name; empty for nobody."""
    given = _by_reviewer(source).get("")
    runs = (one for one in sources if one.verdicts and _same_answers(one, source))
    found = [name for one in runs for name, theirs in _by_reviewer(one).items() if theirs == given]
    return found[0] if len(found) == 1 else ""


def _by_reviewer(source: Source) -> dict[str, dict[int, tuple[object, ...]]]:
    given: dict[str, dict[int, tuple[object, ...]]] = {}
    for one in source.answers:
        for verdict in one.verdicts:
            said = verdict.value, verdict.language_ok, verdict.comment
            given.setdefault(verdict.reviewer, {})[one.item.id] = said
    return given


def _signed(source: Source, name: str) -> Source:
    def signed(answer: GradedAnswer) -> GradedAnswer:
        if all(verdict.reviewer for verdict in answer.verdicts):
            return answer
        named = (replace(verdict, reviewer=verdict.reviewer or name) for verdict in answer.verdicts)
        return replace(answer, verdicts=tuple(named))

    return replace(source, answers=tuple(map(signed, source.answers)))


def _said(source: Source) -> dict[int, str]:
    """The text of each answer, by item; white space apart, which spreadsheet programs change."""
    return {one.item.id: " ".join(one.answer.text.split()) if one.answer else "" for one in source.answers}


def _same_answers(first: Source, second: Source) -> bool:
    return first.run == second.run and _said(first) == _said(second)


def _together(first: Source, second: Source) -> Source:
    """The first source with the second one's verdicts; of two by one reviewer, the one in the later source counts."""
    further = {one.item.id: one for one in second.answers}

    def with_further(answer: GradedAnswer) -> GradedAnswer:
        new = further[answer.item.id].verdicts
        names = {verdict.reviewer for verdict in new}
        kept = tuple(verdict for verdict in answer.verdicts if verdict.reviewer not in names)
        final = further[answer.item.id].adjudication or answer.adjudication
        return replace(answer, verdicts=kept + new, adjudication=final)

    names = f"{first.name}, {second.name}"
    return replace(first, name=names, answers=tuple(map(with_further, first.answers)))


def run_source(store: Store, run_id: str) -> Source:
    """A run as a source of a report."""
    run = store.run(run_id)
    answers, verdicts = store.reviewed_run(run.id)
    return Source(
        run.id,
        run.id,
        tuple(answers),
        run.references,
        run.version,
        run.name,
        run.calibration,
        sampled_items(answers, store.samples(run.id)),
        tuple(verdicts),
    )


def _source(store: Store, name: str) -> Source:
    path = Path(name)
    if path.suffix.casefold() == ".xlsx" or path.is_file():
        file = read_graded_anywhere(path)
        if any(problem.severity == "error" for problem in file.problems):
            raise InputError(file.problems)
        sampled = sampled_items(file.answers, ())
        return Source(file.name, file.run, file.answers, file.references, file.version, sampled=sampled)
    return run_source(store, name)


def report_facts(store: Store, report: FullReport, named: Sequence[str], language: Language) -> dict[str, str]:
    """What a report rests on, by name: each run's file and arms, the software, and the command that repeats it."""
    facts: dict[str, str] = {}
    for source in report.sources:
        try:
            run = store.run(source.run)
        except NarabeError:  # a workbook of a run that this store does not have
            continue
        named_run = f"{fact('run', language)} {run.id}"
        facts |= {named_run: f"{run.name} ({run.created:%Y-%m-%d %H:%M} UTC)", f"SHA-256 {run.id}": run.sha256}
    for number, one in enumerate(report.arms, start=1):
        decoding = ", ".join(f"{name} {value}" for name, value in asdict(one.arm.decoding).items())
        facts[fact(f"arm {number}", language)] = f"{one.label} · prompt version {one.arm.prompt_version} · {decoding}"
        if one.arm.wording:
            facts[fact(f"arm {number} prompt words", language)] = one.arm.wording
    facts |= {fact(f"version of {name}", language): version for name, version in versions().items()}
    command = ["python", "-m", "app", "report", *named, "--html", "report.html", "--language", language]
    command += ["--prior-shift"] if report.restated else []
    return facts | {word("command", language): shlex.join(command)}
