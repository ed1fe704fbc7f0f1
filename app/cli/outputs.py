"""Where a command writes: refused before any work is done, if it could not be written or would replace an input."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from app.errors import NarabeError

WORKBOOKS = (".xlsx",)
RESULTS = (".xlsx", ".csv", ".jsonl", ".parquet")
"""What a run can be written as."""


def check_output(
    option: str, out: Path, inputs: Sequence[str | Path] = (), suffixes: Sequence[str] = WORKBOOKS
) -> None:
    """Refuse a place that cannot be written to, a kind of file that is not written, and a file that is read.

    Raises:
        NarabeError: with the option, the place, and what to do.
    """
    if str(out) == "-":
        raise NarabeError(
            f"{option}: nothing is written to the standard output → name a file that ends in {', '.join(suffixes)}",
            f"{option}: 標準出力には書き出しません → {'、'.join(suffixes)} のどれかで終わるファイル名にしてください",
        )
    if out.suffix.casefold() not in suffixes:
        kinds = ", ".join(suffixes)
        raise NarabeError(f"{option}: {out} does not end in {kinds} → name a file that does")
    if out.is_dir():
        raise NarabeError(f"{option}: {out} is a folder → name a file in it")
    folder = out.absolute().parent
    if not folder.is_dir():
        raise NarabeError(f"{option}: the folder {folder} does not exist → create it, or choose another")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise NarabeError(f"{option}: {folder} cannot be written to → choose another folder")
    for source in map(Path, inputs):
        if source.exists() and out.exists() and source.samefile(out):
            raise NarabeError(f"{option}: {out} is what is read, and would be replaced → choose another name")
    if out.suffix.casefold() == ".parquet":
        from app.workbook.flat import check_parquet

        check_parquet()
