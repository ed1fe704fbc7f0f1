"""A source of questions that somebody else wrote: read in a child process, within bounds on time and memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from app.bounded import Allowance, OutOfBoundsError, bounded
from app.errors import Problem
from app.questions.findings import Findings
from app.questions.loading import Reading, name_of, read
from app.questions.readers.datasets import HUB
from app.questions.remembered_columns import ColumnMemory
from app.questions.sheet_pairs import Join
from app.records import Language

ALLOWANCE = Allowance(seconds=10, mebibytes=600)
"""A little more than `Findings` allows a file, which can say in which row it stopped."""

OWN = Allowance(seconds=200, mebibytes=6_000)
"""The same for a file of the reader's own."""


def read_foreign(
    source: Path | str,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    column_memory: ColumnMemory | None = None,
    *,
    encoding: str | None = None,
    split: Sequence[str] | None = None,
    join: Join | None = None,
    batch_input: Path | str | None = None,
    header_row: int | None = None,
    annotated: Path | None = None,
    language: Language = "en",
    own: bool = False,
) -> Reading:
    """Read a source of questions as `read` does, in a child process; too much of anything is one of its problems.

    A dataset of the hub is read here: it comes from a package of its own, which bounds what it loads.

    Args:
        source, columns, sheet, column_memory, encoding, split, join, batch_input, header_row: as for `read`.
        annotated: where a copy with the doubtful cells marked is written to, if anything could be read.
        language: that of the copy's messages.
        own: as for `read`.

    Raises:
        NarabeError: too many other files are being read, or the copy cannot be written.
    """
    arguments: dict[str, Any] = {
        "source": str(source),
        "columns": dict(columns) if columns is not None else None,
        "sheet": sheet,
        "column_memory": str(column_memory.path.absolute()) if column_memory is not None else None,
        "memory_frozen": column_memory is not None and column_memory.frozen,
        "encoding": encoding,
        "split": list(split) if split is not None else None,
        "join": join,
        "batch_input": str(Path(batch_input).absolute()) if batch_input is not None else None,
        "header_row": header_row,
        "annotated": str(annotated.absolute()) if annotated is not None else None,
        "language": language,
        "own": own,
    }
    if str(source).startswith(HUB):
        return read_task(**arguments)
    arguments["source"] = str(Path(source).absolute())
    allowance = OWN if own else ALLOWANCE
    try:
        return cast("Reading", bounded(f"{__name__}:read_task", arguments, Reading, allowance))
    except OutOfBoundsError as error:
        return Reading(name_of(source), (ended(name_of(source), error, allowance),))


def read_task(
    source: str,
    columns: dict[str, str] | None,
    sheet: str | None,
    column_memory: str | None,
    memory_frozen: bool,
    encoding: str | None,
    split: list[str] | None,
    join: Join | None,
    batch_input: str | None,
    header_row: int | None,
    annotated: str | None,
    language: Language,
    own: bool,
) -> Reading:
    """What the child does: read the source, and write the copy where one is wanted. Cells do not leave the child."""
    memory = ColumnMemory(Path(column_memory), frozen=memory_frozen) if column_memory else None
    reading = read(source, columns, sheet, memory, encoding, split, join, batch_input, header_row, own=own)
    if annotated is not None and reading.table is not None:
        from app.questions.annotated import write_annotated  # rarely needed

        write_annotated(reading, Path(annotated), language)
    return replace(reading, table=None, header=None)


def ended(file: str, error: OutOfBoundsError, allowance: Allowance) -> Problem:
    """The problem of a file whose reading had to be ended."""
    findings = Findings(file)
    if error.limit == "time":
        findings.add("too_slow", limit=allowance.seconds)
    elif error.limit == "memory":
        findings.add("too_much_memory", limit=allowance.mebibytes)
    else:
        findings.add("damaged")
    return findings.problems[0]
