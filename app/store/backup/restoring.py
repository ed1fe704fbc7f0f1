"""From the place back into a home: the newest generation that can be read, as far as it is whole."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from app.atomic import write_whole
from app.errors import SettingsError
from app.store.backup import marks
from app.store.backup.database import present, sound
from app.store.backup.files import bring_back
from app.store.backup.places import Place
from app.store.backup.segments import FOLDER, Damaged, Head, Name, decode, digest, parse_name

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was read back."""

    store: str
    """Whose store it is."""
    time: datetime
    """The moment that it holds."""
    segments: int
    damaged: int
    """Segments after that which could not be read."""
    missing: tuple[str, ...]
    """Files of the home that could not be read."""


def restore(place: Place, home: Path, database: Path) -> Restored | None:
    """Read the newest store in the place back into `database` and `home`; None: there is none.

    Nothing that stands in the home is replaced.

    Raises:
        SettingsError: something is kept there, and nothing of it can be read; or the place cannot be reached.
    """
    if present(database):
        raise SettingsError(
            f"{database}: a store is there already → move it away first",
            f"{database}：すでにデータベースがあります → 先に別の場所へ移してください",
        )
    try:
        found = sorted((one for one in map(parse_name, place.names(FOLDER)) if one), key=_newest_first)
    except Exception as error:
        raise SettingsError(
            f"NARABE_BACKUP: cannot be read ({error}) → is it mounted, and may it be read?",
            f"NARABE_BACKUP：読み込めません（{error}）→ マウントと権限をご確認ください",
        ) from error
    for _, segments in groupby(found, key=lambda one: one.generation):
        try:
            return _read_back(place, list(segments), home, database)
        except (Damaged, sqlite3.DatabaseError) as error:
            log.warning("a generation of NARABE_BACKUP is damaged (%s); the one before is read", error)
    if found:
        raise SettingsError(
            "NARABE_BACKUP: everything there is damaged → look at it, then name another place",
            "NARABE_BACKUP：保存されているものがすべて壊れています → 内容を確認し、別の場所を指定してください",
        )
    return None


def head_of(place: Place, name: Name) -> Head:
    """What a segment says about itself.

    Raises:
        Damaged: it cannot be read whole.
    """
    return decode(place.read(str(name)))[0]


def _newest_first(name: Name) -> tuple[int, str, int]:
    number, _, rest = name.generation.partition("-")
    return -int(number), "".join(chr(255 - ord(sign)) for sign in rest), name.number


def _read_back(place: Place, segments: list[Name], home: Path, database: Path) -> Restored:
    home.mkdir(parents=True, exist_ok=True)
    database.parent.mkdir(parents=True, exist_ok=True)
    last: Head | None = None
    count = 0

    def fill(part: Path) -> None:
        nonlocal last, count
        with part.open("r+b") as stream:
            for head, pages in _whole(place, segments):
                for number, page in pages:
                    stream.seek(number * head.page_size)
                    stream.write(page)
                stream.truncate(head.pages * head.page_size)
                last, count = head, count + 1
        if last is None:
            raise Damaged("its first segment cannot be read")
        with closing(sqlite3.connect(part)) as db:
            db.execute("PRAGMA journal_mode=DELETE")
            sound(db)

    for rest in ("-wal", "-shm", "-journal"):  # of a database that is no more
        database.with_name(database.name + rest).unlink(missing_ok=True)
    write_whole(database, fill)
    assert last is not None  # noqa: S101 - else `fill` had raised
    marks.put(home, segments[0].store)
    missing = tuple(bring_back(place, last.files, home))
    time = datetime.fromtimestamp(last.time, UTC)
    restored = Restored(segments[0].store, time, count, len(segments) - count, missing)
    if restored.damaged or missing:
        log.warning(
            "read back from NARABE_BACKUP as of %s: %s later segments are damaged; missing files: %s",
            time.isoformat(timespec="seconds"),
            restored.damaged,
            ", ".join(missing) or "none",
        )
    return restored


def _whole(place: Place, segments: list[Name]) -> Iterator[tuple[Head, list[tuple[int, bytes]]]]:
    """The segments in order, up to the first that is missing, damaged, or does not follow the one before."""
    previous = ""
    for number, name in enumerate(segments):
        if name.number != number:
            return
        try:
            content = place.read(str(name))
            head, pages = decode(content)
        except (Damaged, OSError):
            return
        if head.previous != previous:
            return
        previous = digest(content)
        yield head, pages
