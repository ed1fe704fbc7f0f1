"""The files of a knowledge base are read in a child process: they come from anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from app.bounded import Allowance, OutOfBoundsError, bounded
from app.errors import NarabeError
from app.retrieval.texts import Text, read_folder, texts

ALLOWANCE = Allowance(seconds=120, mebibytes=2048)
"""For a whole folder."""
_LIMITS = {
    "time": f"reading takes longer than {ALLOWANCE.seconds} seconds",
    "memory": f"reading takes more than {ALLOWANCE.mebibytes:,} MB of memory",
    "crash": "damaged",
}


def folder_texts(folder: Path) -> tuple[Text, ...]:
    """The texts of a folder's files, in order.

    Raises:
        NarabeError: see `read_folder` and `texts`; a file that takes too much time or memory is named.
    """
    try:
        arguments = {"folder": str(folder.absolute())}
        return cast("tuple[Text, ...]", bounded(f"{__name__}:texts_task", arguments, tuple[Text, ...], ALLOWANCE))
    except OutOfBoundsError as error:
        name = error.during or folder.name
        raise NarabeError(f"{name}: {_LIMITS[error.limit]} → leave it out, or split it") from error


def texts_task(folder: str) -> list[Text]:
    """What the child does."""
    return texts(read_folder(Path(folder)))
