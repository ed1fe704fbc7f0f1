"""The command line: `python -m app [serve | run | check | report | export | import | runs | models]`."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.config import settings
from app.errors import InputError, NarabeError
from app.questions import read, user_memory
from app.questions.fields import FIELDS, parse_columns
from app.records import COLUMN, LANGUAGES, Arm, Language, Layout

if TYPE_CHECKING:
    from app.store import Store

# Models, database and statistics take seconds to import: each command imports what it needs, and `check` nothing of it.

app = typer.Typer(add_completion=False, help="Grades a language model's Japanese and English answers side by side.")

Workbook = Annotated[str, typer.Argument(help="a workbook (.xlsx, .csv, …), a folder of data files, or hf:owner/name")]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        help="which columns to read, where their names do not say it: FIELD=HEADER[,FIELD=HEADER…], e.g. "
        f'"text.ja=質問文,references.ja=答え"; FIELD is one of {", ".join(FIELDS)}. Remembered for this layout; '
        '"" forgets it. Repeatable'
    ),
]
Sheet = Annotated[str | None, typer.Option(help="the sheet to read (a dataset's split, a log's group)")]
RunId = Annotated[str, typer.Argument(help="a run's id, as `runs` lists it")]


def say(text: str) -> None:
    """A line on standard output."""
    typer.echo(text)


def complain(text: str) -> None:
    """A line on standard error."""
    typer.echo(text, err=True)


@app.callback(invoke_without_command=True)
def default(context: typer.Context) -> None:
    """Serve, when no command is named."""
    if context.invoked_subcommand is None:
        serve()


@app.command()
def serve(
    host: str = "127.0.0.1",
    port: int = 7860,
    workbook: Annotated[Path | None, typer.Option(help="questions to open with")] = None,
    resume_on_start: Annotated[bool, typer.Option(help="go on with runs that a crash interrupted")] = False,
) -> None:
    """Open the app in the browser."""
    from app.ui.blocks import launch_app  # Gradio takes seconds to import: only for serving

    launch_app(host, port, workbook, resume=resume_on_start)


@app.command()
def check(
    workbook: Workbook,
    columns: Columns = None,
    sheet: Sheet = None,
    annotated: Annotated[Path | None, typer.Option(help="where to write a copy with the cells marked")] = None,
) -> None:
    """List every problem of a workbook, with its place and its remedy."""
    found = read(workbook, _columns(columns), sheet, user_memory())
    if annotated is not None:
        from app.questions.annotated import write_annotated  # rarely needed

        write_annotated(found, annotated)
    if found.questions is None:
        raise InputError(found.problems)
    questions, warnings = found.questions, found.problems
    for problem in warnings:
        say(str(problem))
    types = Counter(question.type for question in questions.questions)
    counts = ", ".join(f"{count} {kind or 'without type'}" for kind, count in types.most_common())
    languages = ", ".join(questions.languages)
    doubts = f"{len(warnings)} warnings" if warnings else "no problems"
    say(f"{len(questions.questions)} questions ({languages}): {counts}; {doubts}")


@app.command()
def run(
    workbook: Workbook,
    out: Annotated[Path, typer.Option(help="where the graded workbook is copied to")],
    model: Annotated[
        list[str] | None,
        typer.Option(help="embedded, a folder or hub name, endpoint:NAME, or column (the file's answers); repeatable"),
    ] = None,
    prompt: Annotated[list[str] | None, typer.Option(help="a prompt's name; repeatable")] = None,
    retrieval: Annotated[list[str] | None, typer.Option(help="none, or a folder of files; repeatable")] = None,
    languages: Annotated[str, typer.Option(help="ja, en or ja,en")] = "ja,en",
    limit: Annotated[int | None, typer.Option(min=1, help="only the first N questions")] = None,
    preset: Annotated[str | None, typer.Option(help="original: that experiment's model, prompt and decoding")] = None,
    max_new_tokens: Annotated[int | None, typer.Option(min=1, help="longest answer, in tokens")] = None,
    fresh: Annotated[bool, typer.Option(help="start anew, whatever an earlier run has")] = False,
    layout: Annotated[Layout, typer.Option(help="narabe or original")] = "narabe",
    columns: Columns = None,
    sheet: Sheet = None,
) -> None:
    """Answer, score and judge a workbook's questions; a second call goes on where the first stopped."""
    from app import pipeline
    from app.cli import progress_bar
    from app.runs import presets

    asked = _languages(languages)
    _layout(layout, asked)
    base = presets.preset(preset) if preset else Arm(model=settings().model)
    decoding = replace(base.decoding, max_new_tokens=max_new_tokens or base.decoding.max_new_tokens)
    arms = [
        Arm(model=name, prompt=wording, retrieval=folder, decoding=decoding)
        for name in model or [base.model]
        for wording in prompt or [base.prompt]
        for folder in retrieval or [base.retrieval]
    ]
    questions, warnings = pipeline.load_questions(workbook, _columns(columns), sheet)
    for problem in warnings:
        complain(str(problem))
    store = _store()
    planned = pipeline.plan_run(store, questions, arms, asked, limit, fresh=fresh)
    done = progress_bar.follow(store, planned)
    pipeline.export(store, done.id, out, layout=layout)
    say(f"{done.answered} of {done.total} answered, {done.errors} errors → {out} (run {done.id}, {done.state})")
    if done.message:
        complain(done.message)
    if done.state in ("cancelled", "paused"):
        raise typer.Exit(130)
    if done.errors or done.state == "failed":
        raise typer.Exit(1)


@app.command()
def runs() -> None:
    """List the runs, newest first."""
    for one in _store().runs():
        arms = "; ".join(arm.label for arm in one.arms)
        errors = f", {one.errors} errors" if one.errors else ""
        version = f" (version {one.version})" if one.version > 1 else ""
        say(f"{one.id}  {one.state:9}  {one.answered}/{one.total}{errors}  {one.name}{version}  {arms}")


@app.command()
def export(run: RunId, out: Annotated[Path, typer.Option()], layout: Layout = "narabe") -> None:
    """Write a run's workbook."""
    from app import pipeline

    store = _store()
    _layout(layout, store.run(run).languages)
    say(str(pipeline.export(store, run, out, layout=layout)))


@app.command(name="export-questions")
def export_questions(run: RunId, out: Annotated[Path, typer.Option()]) -> None:
    """Write a run's questions as a workbook, with the answers that reviewers accepted as references."""
    from app import pipeline

    say(str(pipeline.export_questions(_store(), run, out)))


@app.command(name="import")
def import_(
    graded: Annotated[Path, typer.Argument(help="a graded workbook")],
    reviewer: Annotated[str, typer.Option(help="whose verdicts they are")],
) -> None:
    """Take the verdicts of a graded workbook into the run that it was made from."""
    from app import pipeline

    count = pipeline.import_verdicts(_store(), graded, reviewer)
    say(f"{count} verdicts by {reviewer}")


@app.command()
def report(
    runs: Annotated[list[str], typer.Argument(metavar="RUN|GRADED.xlsx…", help="runs by id, or graded workbooks")],
    as_json: Annotated[bool, typer.Option("--json", help="as JSON")] = False,
) -> None:
    """Correct / total per type, language and arm, with intervals; arms and languages compared; what is left out."""
    from app import pipeline
    from app.report import full_json, render_full

    found = pipeline.report_on(_store(), runs)
    say(json.dumps(full_json(found), ensure_ascii=False, indent=2) if as_json else render_full(found))


@app.command()
def calibrate(
    run: RunId,
    apply: Annotated[bool, typer.Option("--apply", help="judge the run anew, if it helps")] = False,
) -> None:
    """Refit the judge's last step on a run's own verdicts, and say whether that helps."""
    from app import pipeline

    found = pipeline.calibrate(_store(), run, apply=apply)
    changed = "applied" if apply and found.helps else "nothing was changed"
    say(f"{found.summary[0]}; {changed}" + ("; add --apply to use it" if found.helps and not apply else ""))


@app.command()
def models() -> None:
    """List the models that can be named in --model."""
    from app.generation import available_models

    for one in available_models():
        say(f"{one.name}  {one.label}  {one.note}")
    say(f"{COLUMN}  the answers that the file has  loads nothing")


@app.command(hidden=True)
def work(resume: bool = False) -> None:
    """The worker process behind `serve`."""
    from app.runs.worker import work_forever

    os.nice(10)
    work_forever(_store(), settings().workbooks, resume=resume)


def _store() -> Store:
    from app.store import Store

    return Store(settings().store_url)


def _columns(given: list[str] | None) -> dict[str, str] | None:
    return None if given is None else parse_columns(given)


def _languages(text: str) -> list[Language]:
    named = [part.strip() for part in text.split(",") if part.strip()]
    unknown = [part for part in named if part not in LANGUAGES]
    if unknown or not named:
        raise NarabeError(f"--languages: {text!r} is not a list of languages → use ja, en or ja,en")
    return [language for language in LANGUAGES if language in named]


def _layout(layout: Layout, languages: Sequence[Language]) -> None:
    if layout == "original" and len(languages) != 1:
        raise NarabeError("--layout original holds one language → add --languages ja or --languages en")


def main() -> None:
    """Run the command line; what the user can fix is one clear line each, never a traceback."""
    try:
        app()
    except InputError as error:
        complain(str(error))
        sys.exit(2)
    except NarabeError as error:
        complain(f"error: {error}")
        sys.exit(2)
