"""What comes out of a run, and verdicts that come back: reports, exports, imports, calibration."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from app.atomic import write_text_whole
from app.cli.console import complain, say
from app.cli.options import Languages, RunId, check_keeping, check_layout, check_layout_ending, languages_of, open_store
from app.cli.outputs import RESULTS, check_output
from app.config import settings
from app.errors import NarabeError
from app.records import Language, Layout
from app.security.audit import Audit


def export(
    run: RunId,
    out: Annotated[Path, typer.Option(help="an .xlsx; or a .csv, .jsonl or .parquet with one row per answer")],
    layout: Layout = "narabe",
    languages: Languages = None,
    language: Annotated[Language, typer.Option(help="that of headers, choices and words in the workbook")] = "en",
    blind: Annotated[
        bool, typer.Option("--blind", help="leave out model, arm, similarity, judgement and verdicts, for grading")
    ] = False,
    keep_layout: Annotated[
        Path | None,
        typer.Option(metavar="FILE.xlsx", help="write into a copy of this workbook, which the run was made from"),
    ] = None,
) -> None:
    """Write a run's workbook, or its answers as one table for other programs."""
    from app import pipeline
    from app.workbook import Choices

    check_output("--out", out, [keep_layout] if keep_layout else [], suffixes=RESULTS)
    check_layout_ending(layout, out)
    if keep_layout is not None:
        check_keeping(keep_layout, out, layout)
    store = open_store()
    held = store.run(run).languages
    asked = [language for language in languages_of(languages) if language in held]
    check_layout(layout, asked)
    say(str(pipeline.export(store, run, out, Choices(layout, language, blind, keep_layout), languages=asked)))


def export_questions(run: RunId, out: Annotated[Path, typer.Option()]) -> None:
    """Write a run's questions as a workbook, with the answers that reviewers accepted as references."""
    from app import pipeline

    check_output("--out", out)
    say(str(pipeline.export_questions(open_store(), run, out)))


def import_(
    graded: Annotated[Path, typer.Argument(help="a graded workbook, or a table with a column of verdicts")],
    reviewer: Annotated[str, typer.Option(help="whose verdicts they are; else each row's reviewer cell says it")] = "",
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="take the good rows where others are wrong")] = False,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="take back the reviewer's verdicts whose cells were cleared")
    ] = False,
) -> None:
    """Take the verdicts of a graded workbook into its run, or into a new one; what is not taken is listed."""
    from app import pipeline
    from app.cli import progress_bar

    store = open_store()
    gradings = pipeline.import_verdicts(store, graded, reviewer, skip_bad=skip_bad, withdraw=withdraw)
    Audit(settings().home).by_command("import", f"{graded.name}: {sum(gradings.counts.values())} verdicts")
    for problem in gradings.problems:
        complain(str(problem))
    if gradings.made:
        say(f"{graded.name} is of no run here: its {gradings.run.total} answers are the run {gradings.run.id} (column)")
        progress_bar.follow(store, gradings.run)
    by = gradings.counts or {reviewer: 0}
    for name, count in by.items():
        say(f"{count} verdicts by {name}" if name else f"{count} verdicts")


def report(
    runs: Annotated[list[str], typer.Argument(metavar="RUN|GRADED.xlsx…", help="runs by id, or graded workbooks")],
    as_json: Annotated[bool, typer.Option("--json", help="as JSON")] = False,
    prior_shift: Annotated[
        bool, typer.Option("--prior-shift", help="correct the judgements to each run's own share of right answers")
    ] = False,
    html: Annotated[Path | None, typer.Option("--html", help="write one page with tables and plots")] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="as Markdown")] = False,
    language: Annotated[Language, typer.Option("--language", help="of the text, the page and the Markdown")] = "en",
) -> None:
    """Correct / total per type, language and arm, with intervals; arms and languages compared; what is left out."""
    from app import pipeline
    from app.report import full_json, render_full, render_markdown, render_page

    if html is not None:
        check_output("--html", html, inputs=runs, suffixes=(".html", ".htm"))
    store = open_store()
    found = pipeline.report_on(store, runs, prior_shift=prior_shift)
    if html is not None:
        write_text_whole(html, render_page(found, pipeline.report_facts(store, found, runs, language), language))
        say(str(html))
    elif markdown:
        say(render_markdown(found, pipeline.report_facts(store, found, runs, language), language))
    else:
        data = json.dumps(full_json(found), ensure_ascii=False, indent=2) if as_json else ""
        say(data or render_full(found, language))


def calibrate(
    run: RunId,
    apply: Annotated[bool, typer.Option("--apply", help="judge the run by it from now on, if it helps")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="judge the run by the shipped rule again")] = False,
) -> None:
    """Refit the judge's last step on a run's own verdicts, and say whether that helps."""
    from app import pipeline

    if apply and undo:
        raise NarabeError(
            "--apply and --undo are opposites → give one of them",
            "--apply と --undo は逆です → どちらか一方にしてください",
        )
    store = open_store()
    if undo:
        taken = pipeline.undo_calibration(store, run)
        Audit(settings().home).by_command("calibrate --undo", run)
        say(f"undone: {taken.name[1]}; the shipped rule judges the run again" if taken else "there is no calibration")
        return
    has = store.run(run).calibration
    found = pipeline.calibrate(store, run, apply=apply)
    changed = f"applied: {found.name[1]}" if apply and found.helps else "nothing was changed"
    if apply and found.helps:
        Audit(settings().home).by_command("calibrate --apply", run)
    say(f"{found.summary[1]}; {changed}" + ("; add --apply to use it" if found.helps and not apply else ""))
    if has and not (apply and found.helps):
        say(f"the run is judged by the calibration {has.name[1]}; --undo takes it back")
