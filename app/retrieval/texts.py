"""The files of a knowledge base → texts. They are foreign: every size is bounded, and a bad file is named."""

from __future__ import annotations

import io
import re
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.bounded.child import Progress
from app.errors import InputError, NarabeError
from app.questions.findings import Findings
from app.questions.readers.delimited import read_delimited
from app.questions.readers.encodings import decode
from app.questions.readers.excel import read_excel
from app.questions.readers.package import DAMAGE
from app.questions.table import Row, Table

MAX_FILES = 2_000
MAX_FILE_BYTES = 20 * 1024**2
MAX_TOTAL_BYTES = 100 * 1024**2
MAX_PAGES = 1_000
MAX_CHARACTERS = 20_000_000
"""Of one file, once it is text."""
MAX_SECONDS = 20
"""Of computing for one PDF."""
MAX_HEADING = 80
_HEADING = re.compile(r"(?m)^#{1,6}[ \t]+(.*)$")


@dataclass(frozen=True, slots=True)
class Source:
    """A file of a knowledge base: its name within the folder, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a file: an article, a page, or a row of a table. `whole`: it is better not taken apart."""

    source: str
    text: str
    heading: str = ""
    whole: bool = False


def read_folder(folder: Path) -> tuple[Source, ...]:
    """The files of a folder and its subfolders that can be read, by name; hidden ones and links are left out.

    Raises:
        NarabeError: no folder, none of the kinds of `SUFFIXES` in it, or more than may be.
    """
    if not folder.is_dir():
        raise NarabeError(f"{folder}: no such folder → name a folder of {', '.join(SUFFIXES)} files")
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    found = [path for path in found if not _is_hidden(path.relative_to(folder)) and _is_inside(path, folder)]
    if not found:
        raise NarabeError(f"{folder}: nothing to read → put {', '.join(SUFFIXES)} files into it")
    if len(found) > MAX_FILES:
        raise NarabeError(f"{folder}: {len(found):,} files; at most {MAX_FILES:,} → take a smaller folder")
    if sum(path.stat().st_size for path in found) > MAX_TOTAL_BYTES:
        raise NarabeError(f"{folder}: more than {MAX_TOTAL_BYTES // 1024**2} MB of files → take a smaller folder")
    return tuple(_read(path, path.relative_to(folder).as_posix()) for path in found)


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts)


def _is_inside(path: Path, folder: Path) -> bool:
    return path.is_file() and not path.is_symlink() and path.resolve().is_relative_to(folder.resolve())


def _read(path: Path, name: str) -> Source:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise NarabeError(f"{name}: larger than {MAX_FILE_BYTES // 1024**2} MB → split it, or leave it out")
        return Source(name, path.read_bytes())
    except OSError as error:
        raise NarabeError(f"{name}: cannot be read ({error.strerror})") from error


def texts(sources: Sequence[Source]) -> list[Text]:
    """The texts of files, in order.

    Raises:
        NarabeError: files that are damaged, protected or not what their name says; every one is named.
    """
    found: list[Text] = []
    bad: list[str] = []
    for source in sources:
        Progress.say(source.name)
        try:
            found += [text for text in READERS[_suffix(source)](source) if text.text.strip()]
        except InputError as error:
            worst = next(problem for problem in error.problems if problem.severity == "error")
            bad.append(f"{source.name}: {worst.message}")
        except NarabeError as error:
            bad.append(f"{source.name}: {error}")
    if bad:
        raise NarabeError(f"cannot be read → leave out or repair: {'; '.join(bad[:10])}" + _more(len(bad) - 10))
    return found


def _more(count: int) -> str:
    return f"; and {count} more" if count > 0 else ""


def _suffix(source: Source) -> str:
    return Path(source.name).suffix.lower()


def _plain(source: Source) -> Iterator[Text]:
    """An article; its sections by themselves, under the title and their own heading, where it has Markdown's."""
    text = _bounded(decode(source.data, Findings(source.name)).text)
    first, _, rest = text.strip().partition("\n")
    title = first.strip() if rest.startswith(("\n", "\r\n")) and len(first) <= MAX_HEADING else ""
    if not first.startswith("#"):
        yield Text(source.name, rest if title else text, title)
        return
    title = ""
    for body, heading in _sections(text):
        title = title or heading
        yield Text(source.name, body, heading if heading == title else f"{title} {heading}".strip())


def _sections(text: str) -> Iterator[tuple[str, str]]:
    """The bodies of a Markdown text, each with its heading."""
    parts = _HEADING.split(text)
    yield parts[0], ""
    for heading, body in zip(parts[1::2], parts[2::2], strict=True):
        yield body, heading.strip()[:MAX_HEADING]


def _table(source: Source) -> Iterator[Text]:
    text = decode(source.data, Findings(source.name)).text
    yield from _rows(source.name, read_delimited(text, Findings(source.name)))


def _workbook(source: Source) -> Iterator[Text]:
    tables, _ = read_excel(source.data, Findings(source.name))
    for table in tables:
        yield from _rows(source.name, table)


def _rows(name: str, table: Table) -> Iterator[Text]:
    """Each row as a text of its own, its cells named by the first row."""
    if not table.rows:
        return
    header, *rows = table.rows
    names = [cell.text.strip() for cell in header.cells]
    for row in rows or [header]:
        yield Text(name, _row_text(row, names if rows else []), whole=True)


def _row_text(row: Row, names: Sequence[str]) -> str:
    values = [cell.text.strip() for cell in row.cells]
    named = [
        f"{names[place]}: {value}" if place and place < len(names) and names[place] else value
        for place, value in enumerate(values)
        if value
    ]
    return _bounded("; ".join(value.rstrip("。.") if value != named[-1] else value for value in named))


def _pdf(source: Source) -> Iterator[Text]:
    from pypdf import PdfReader  # slow to import: only where there is a PDF
    from pypdf.errors import PyPdfError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = PdfReader(io.BytesIO(source.data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise NarabeError("protected by a password")
            if len(reader.pages) > MAX_PAGES:
                raise NarabeError(f"more than {MAX_PAGES:,} pages")
            pages = list(_page_texts(reader.pages))
    except (*DAMAGE, PyPdfError) as error:
        raise NarabeError("damaged, or no PDF") from error
    yield Text(source.name, _bounded("\n\n".join(pages)))


def _page_texts(pages: Iterable[Any]) -> Iterator[str]:
    """The text of each page, once for a page that is listed again."""
    began, characters = time.thread_time(), 0
    seen: set[object] = set()
    for page in pages:
        place = page.indirect_reference
        if place is not None and place.idnum in seen:
            continue
        seen.add(place.idnum if place is not None else None)
        text = page.extract_text()
        characters += len(text)
        if characters > MAX_CHARACTERS:
            raise NarabeError(f"more than {MAX_CHARACTERS:,} characters")
        if time.thread_time() - began > MAX_SECONDS:
            raise NarabeError(f"takes longer than {MAX_SECONDS} seconds")
        yield text


def _bounded(text: str) -> str:
    if len(text) > MAX_CHARACTERS:
        raise NarabeError(f"more than {MAX_CHARACTERS:,} characters")
    return text


READERS: dict[str, Callable[[Source], Iterator[Text]]] = {
    ".txt": _plain,
    ".md": _plain,
    ".csv": _table,
    ".xlsx": _workbook,
    ".pdf": _pdf,
}
SUFFIXES = tuple(READERS)
"""The kinds of files that a knowledge base may hold."""
