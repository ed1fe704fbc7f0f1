"""Knowledge bases that can be chosen by name: the sample, and those that were uploaded or put into the state folder."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from app.config import settings
from app.errors import NarabeError
from app.records import NO_RETRIEVAL
from app.retrieval.foreign import folder_texts
from app.retrieval.splitting import pieces
from app.retrieval.texts import MAX_FILES, SUFFIXES

SAMPLE = "sample"
SAMPLE_FOLDER = Path(str(files("samples") / "knowledge"))
MAX_KEPT = 100
"""How many knowledge bases may be uploaded."""
_NAME = re.compile(r"\w[\w .-]{0,39}(?<![ .])")


def names() -> list[str]:
    """The names that `folder` takes besides `none`, the sample first."""
    return ([SAMPLE] if SAMPLE_FOLDER.is_dir() else []) + own_names()


def own_names() -> list[str]:
    """The names of those that were uploaded or put into the state folder."""
    kept = settings().knowledge
    found = sorted(kept.iterdir()) if kept.is_dir() else []
    return [path.name for path in found if path.is_dir() and _NAME.fullmatch(path.name) and path.name != SAMPLE]


def folder(name: str) -> str:
    """What `Arm.retrieval` is for a name; only these folders can be named in a browser.

    Raises:
        NarabeError: no such knowledge base.
    """
    if name == NO_RETRIEVAL:
        return NO_RETRIEVAL
    if name not in names():
        raise NarabeError(f"there is no knowledge base {name!r} → there are: {', '.join(names())}")
    return str(SAMPLE_FOLDER if name == SAMPLE else settings().knowledge / name)


def keep(name: str, files: Sequence[Path]) -> str:
    """Keep uploaded files as the knowledge base `name`; its name.

    Raises:
        NarabeError: a name that cannot be one or is taken, files that cannot be read (all are named), or too many.
    """
    name = name.strip()
    if not _NAME.fullmatch(name) or name in (NO_RETRIEVAL, SAMPLE):
        raise NarabeError(f"{name!r} cannot be the name → up to 40 letters, digits, spaces, dots or hyphens")
    if name in names():
        raise NarabeError(f"{name} is there already → choose another name")
    if len(names()) > MAX_KEPT or len(files) > MAX_FILES:
        raise NarabeError(f"at most {MAX_KEPT} knowledge bases of {MAX_FILES:,} files → use one that is there")
    unknown = [path.name for path in files if path.suffix.lower() not in SUFFIXES]
    if unknown:
        raise NarabeError(f"{', '.join(unknown[:5])}: not one of {', '.join(SUFFIXES)}")
    settings().knowledge.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings().knowledge, prefix=".") as work:
        for path in files:
            shutil.copyfile(path, Path(work) / path.name)
        pieces(folder_texts(Path(work)))
        shutil.copytree(work, settings().knowledge / name)
    return name


def remove(name: str) -> None:
    """Delete an uploaded knowledge base. Runs keep the passages that they were planned with.

    Raises:
        NarabeError: it comes along, is not there, or cannot be deleted.
    """
    if name not in own_names():
        raise NarabeError(f"{name} is no knowledge base of your own → there are: {', '.join(own_names()) or 'none'}")
    try:
        with tempfile.TemporaryDirectory(dir=settings().knowledge, prefix=".") as work:
            (settings().knowledge / name).rename(Path(work) / name)  # gone at once, whatever its size
    except OSError as error:
        raise NarabeError(f"{name} cannot be deleted ({error.strerror})") from error
