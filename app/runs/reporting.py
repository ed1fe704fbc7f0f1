"""What a report is about: runs of the store, and graded workbooks from the file alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.errors import NarabeError
from app.report import FullReport, Source, full_report
from app.store import Store
from app.workbook import read_graded


def report_on(store: Store, named: Sequence[str]) -> FullReport:
    """The report of runs (by id) and graded workbooks (by path), in the order named.

    Raises:
        InputError: a file that is no graded workbook.
        NarabeError: neither a run nor a file, or the same one twice.
    """
    twice = next((name for name in named if list(named).count(name) > 1), None)
    if twice is not None:
        raise NarabeError(f"{twice} is named twice → name each run once")
    return full_report([_source(store, name) for name in named])


def run_source(store: Store, run_id: str) -> Source:
    """A run as a source of a report."""
    run = store.run(run_id)
    return Source(run.id, run.id, tuple(store.graded_run(run.id)), run.references, run.version, run.name)


def _source(store: Store, name: str) -> Source:
    path = Path(name)
    if path.suffix.casefold() == ".xlsx" or path.is_file():
        file = read_graded(path)
        return Source(file.name, file.run, file.answers, file.references, file.version)
    return run_source(store, name)
