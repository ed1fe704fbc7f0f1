"""`run`, `runs`, `models`: bulk runs, and what they can be made with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import typer

from app.cli.console import complain, say
from app.cli.options import (
    BatchInput,
    Columns,
    Encoding,
    HeaderRow,
    Joining,
    Languages,
    Sheet,
    SplitReferences,
    Workbook,
    check_keeping,
    check_layout,
    check_layout_ending,
    column_names,
    languages_of,
    open_store,
)
from app.cli.outputs import RESULTS, check_output
from app.config import choose, settings
from app.records import COLUMN, Arm, Layout


def run(
    workbook: Workbook,
    out: Annotated[
        Path, typer.Option(help="where the graded workbook is written (.xlsx), or a table (.csv, .jsonl, .parquet)")
    ],
    model: Annotated[
        list[str] | None,
        typer.Option(
            help="embedded, a folder or hub name, gguf:FILE, vllm:NAME, endpoint:NAME, or column (the file's answers); "
            "repeatable"
        ),
    ] = None,
    prompt: Annotated[list[str] | None, typer.Option(help="a prompt's name; repeatable")] = None,
    retrieval: Annotated[list[str] | None, typer.Option(help="none, or a folder of files; repeatable")] = None,
    languages: Languages = None,
    limit: Annotated[int | None, typer.Option(min=1, help="only the first N questions")] = None,
    preset: Annotated[str | None, typer.Option(help="original: that experiment's model, prompt and decoding")] = None,
    max_new_tokens: Annotated[int | None, typer.Option(min=1, help="longest answer, in tokens")] = None,
    temperature: Annotated[
        float | None, typer.Option(min=0, max=2, help="0: always the likeliest word; above: words at random")
    ] = None,
    top_p: Annotated[float | None, typer.Option(min=0.05, max=1, help="of the likeliest words with this share")] = None,
    samples: Annotated[
        int, typer.Option(min=1, help="ask each question N times (with a temperature above 0)", metavar="N")
    ] = 1,
    fresh: Annotated[bool, typer.Option(help="start anew, whatever an earlier run has")] = False,
    layout: Annotated[Layout, typer.Option(help="narabe or original")] = "narabe",
    keep_layout: Annotated[
        bool, typer.Option("--keep-layout", help="write the answers into a copy of the workbook (.xlsx), as it looks")
    ] = False,
    engine: Annotated[
        Literal["local", "ray"] | None, typer.Option(help="what executes it: this process, or a Ray cluster")
    ] = None,
    ray_address: Annotated[
        str | None, typer.Option(help="the Ray cluster's address; without one, a cluster on this machine")
    ] = None,
    ray_workers: Annotated[
        int | None, typer.Option(min=0, help="models loaded on the cluster (0: one a GPU, else one for four cores)")
    ] = None,
    columns: Columns = None,
    sheet: Sheet = None,
    encoding: Encoding = None,
    split_references: SplitReferences = None,
    join: Joining = None,
    batch_input: BatchInput = None,
    header_row: HeaderRow = None,
) -> None:
    """Answer, score and judge a workbook's questions; a second call goes on where the first stopped."""
    from app import pipeline
    from app.cli import progress_bar
    from app.runs import presets
    from app.workbook import Choices

    choose(engine=engine, ray_address=ray_address, ray_workers=ray_workers)
    check_output("--out", out, [workbook], suffixes=RESULTS)
    check_layout_ending(layout, out)
    keep = Path(workbook) if keep_layout else None
    if keep is not None:
        check_keeping(keep, out, layout)
    asked = languages_of(languages)
    check_layout(layout, asked)
    base = presets.preset(preset) if preset else Arm(model=settings().model)
    decoding = replace(
        base.decoding,
        max_new_tokens=max_new_tokens or base.decoding.max_new_tokens,
        temperature=base.decoding.temperature if temperature is None else temperature,
        top_p=top_p or base.decoding.top_p,
    )
    arms = [
        Arm(model=name, prompt=wording, retrieval=folder, decoding=decoding)
        for name in model or [base.model]
        for wording in prompt or [base.prompt]
        for folder in retrieval or [base.retrieval]
    ]
    questions, warnings = pipeline.load_questions(
        workbook, column_names(columns), sheet, encoding, split_references, join, batch_input, header_row, own=True
    )
    for problem in warnings:
        complain(str(problem))
    store = open_store()
    planned = pipeline.plan_run(store, questions, arms, asked, limit, fresh=fresh, samples=samples)
    if limit is not None and planned.total > limit * len(arms) * len(asked) * samples:
        complain(
            f"an earlier run of these questions holds {planned.total} answers or questions to ask; all of them go on "
            f"→ add --fresh for a run of {limit} alone"
        )
    done = progress_bar.follow(store, planned)
    pipeline.export(store, done.id, out, Choices(layout, keep=keep))
    say(f"{done.answered} of {done.total} answered, {done.errors} errors → {out} (run {done.id}, {done.state})")
    if done.message:
        complain(done.message)
    if done.state in ("cancelled", "paused"):
        raise typer.Exit(130)
    if done.errors or done.state == "failed":
        raise typer.Exit(1)


def runs() -> None:
    """List the runs, newest first."""
    for one in open_store().runs():
        arms = "; ".join(arm.label for arm in one.arms)
        errors = f", {one.errors} errors" if one.errors else ""
        version = f" (version {one.version})" if one.version > 1 else ""
        name = f"{one.label} ({one.name}{version})" if one.label else f"{one.name}{version}"
        say(f"{one.id}  {one.state:9}  {one.answered}/{one.total}{errors}  {name}  {arms}")


def models() -> None:
    """List the models that can be named in --model."""
    from app.generation import available_models

    for one in available_models():
        say(f"{one.name}  {one.label}  {one.note}")
    say(f"{COLUMN}  the answers that the file has  loads nothing")
