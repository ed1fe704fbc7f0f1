"""Graded workbooks are read in a child process: they come back from many hands."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from app.bounded import Allowance, OutOfBoundsError, bounded
from app.errors import InputError
from app.questions.foreign import ended
from app.workbook import graded_answers, graded_sheet
from app.workbook.graded_answers import GradedFile
from app.workbook.graded_sheet import GradedSheet
from app.workbook.graded_table import read_graded_table

ALLOWANCE = Allowance(seconds=240, mebibytes=6144)
"""A workbook of Narabe's own may have a million rows."""


def read_graded(path: Path) -> GradedFile:
    """What `graded_answers.read_graded` reads, and raises; a file that takes too much is an `InputError` as well."""
    return cast("GradedFile", _read(graded_answers.__name__, "read_graded", path, GradedFile))


def read_graded_sheet(path: Path) -> GradedSheet:
    """What `graded_sheet.read_graded_sheet` reads, and raises; see `read_graded`."""
    return cast("GradedSheet", _read(graded_sheet.__name__, "read_graded_sheet", path, GradedSheet))


def read_graded_anywhere(path: Path) -> GradedFile:
    """What a graded file says: a workbook of Narabe's own, or any table with a column of verdicts.

    Raises:
        InputError: see `read_graded` and `read_graded_table`.
    """
    try:
        return read_graded(path)
    except InputError as error:
        if not of_other_making(error):
            raise
    return read_graded_table(path)


def of_other_making(error: InputError) -> bool:
    """Whether a file was refused because it is no workbook of Narabe's own."""
    return any(problem.code in ("no_answers_sheet", "not_a_workbook") for problem in error.problems)


def _read(module: str, name: str, path: Path, kind: Any) -> Any:
    try:
        return bounded(f"{module}:{name}", {"path": str(path.absolute())}, kind, ALLOWANCE)
    except OutOfBoundsError as error:
        raise InputError([ended(path.name, error, ALLOWANCE)]) from error
