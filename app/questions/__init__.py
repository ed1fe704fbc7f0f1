"""A file of questions → frozen records, with every problem found named by sheet, row, column and remedy.

The file is taken for what its bytes say it is: a workbook (.xlsx, .xls, .ods), separated values, JSON or JSON Lines,
Parquet, what another evaluation tool wrote, or a dataset.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from app.errors import Problem
from app.questions.foreign import read_foreign
from app.questions.loading import Reading, read
from app.questions.readers.files import read_bytes
from app.questions.remembered_columns import ColumnMemory, user_memory
from app.questions.sheet_pairs import Join
from app.records import QuestionSet

__all__ = ["ColumnMemory", "Join", "Reading", "read", "read_bytes", "read_foreign", "read_questions", "user_memory"]


def read_questions(
    source: Path | str,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    column_memory: ColumnMemory | None = None,
) -> tuple[QuestionSet, tuple[Problem, ...]]:
    """Read a file of questions; the arguments are those of `read`.

    Returns:
        The questions in the file's order, and the warnings.

    Raises:
        InputError: with all the problems found, when at least one of them is an error.
    """
    return read(source, columns, sheet, column_memory).usable()
