"""The one way in which a file is written: whole or not at all, and lasting."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from app.errors import NarabeError


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Have `write` fill a file beside `path`, and put that in its place; a reader sees the old file or the new one.

    When this returns, the file outlives a power cut.

    Raises:
        NarabeError: a place that cannot be written to.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise NarabeError(f"{path}: cannot be written ({error.strerror}) → choose another folder") from error
    os.close(handle)
    part = Path(name)
    try:
        write(part)
        _replace(part, path)
    except Exception as error:
        fault = error if isinstance(error, OSError) else next(iter(error.args), None)
        if not isinstance(fault, OSError):  # nor one that a library has wrapped
            raise
        raise NarabeError(
            f"{path}: cannot be written ({fault.strerror}) → is it open elsewhere, or the disk full?"
        ) from error
    finally:
        part.unlink(missing_ok=True)


def write_text_whole(path: Path, text: str) -> None:
    """The same for a text, as UTF-8; what no encoding can carry becomes a question mark."""
    write_whole(path, lambda part: part.write_text(text, encoding="utf-8", errors="replace"))


def _replace(part: Path, path: Path) -> None:
    """Put the finished file in its place, and make both outlive a power cut."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    part.chmod(mode)
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())
    part.replace(path)
    if sys.platform == "win32":
        return  # a folder cannot be opened there; the system writes its entry by itself
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
