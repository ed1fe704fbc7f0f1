"""`check`: every problem of a workbook."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from app.cli.console import say
from app.cli.options import (
    BatchInput,
    Columns,
    Encoding,
    HeaderRow,
    Joining,
    Sheet,
    SplitReferences,
    Workbook,
    column_names,
)
from app.cli.outputs import check_output
from app.questions import read_foreign, user_memory
from app.questions.recognition import recognised
from app.runs.column import column_models


def check(
    workbook: Workbook,
    columns: Columns = None,
    sheet: Sheet = None,
    encoding: Encoding = None,
    split_references: SplitReferences = None,
    join: Joining = None,
    batch_input: BatchInput = None,
    header_row: HeaderRow = None,
    annotated: Annotated[Path | None, typer.Option(help="where to write a copy with the cells marked")] = None,
) -> None:
    """List every problem of a workbook, with its place and its remedy."""
    if annotated is not None:
        check_output("--annotated", annotated, [workbook])
    reading = read_foreign(
        workbook,
        column_names(columns),
        sheet,
        user_memory(),
        encoding=encoding,
        split=split_references,
        join=join,
        batch_input=batch_input,
        header_row=header_row,
        annotated=annotated,
        own=True,
    )
    for one in recognised(reading):
        say(one.line())
    questions, warnings = reading.usable()
    for problem in warnings:
        say(str(problem))
    if column_models(questions):
        say("to grade the answers that the file has: run with --model column")
    types = Counter(question.type for question in questions.questions)
    counts = ", ".join(f"{count} {kind or 'without type'}" for kind, count in types.most_common())
    languages = ", ".join(questions.languages)
    doubts = f"{len(warnings)} warnings" if warnings else "no problems"
    say(f"{len(questions.questions)} questions ({languages}): {counts}; {doubts}")
