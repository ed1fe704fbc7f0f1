"""A consistent copy of an SQLite database while others write to it, and which of its pages changed since the last."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

BUSY = 10.0
"""Seconds to wait for a database that another program has locked."""


@dataclass
class Pages:
    """The pages of `database` as they were last looked at, by their digests. `copy` is a file to copy them into."""

    database: Path
    copy: Path
    size: int = 0
    """Bytes of a page."""
    _seen: list[bytes] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many pages the database had."""
        return len(self._seen)

    def forget(self) -> None:
        """At the next look every page is new."""
        self._seen = []

    def changed(self, *, check: bool) -> list[tuple[int, bytes]]:
        """The pages that changed since the last look, by number; one moment of the database, whoever writes to it.

        Raises:
            sqlite3.Error: it cannot be read, or (`check`) is damaged.
        """
        self._copy(check=check)
        before, self._seen = self._seen, []
        changed = []
        for number, page in enumerate(self._read()):
            seen = hashlib.blake2b(page, digest_size=16).digest()
            if number >= len(before) or before[number] != seen:
                changed.append((number, page))
            self._seen.append(seen)
        return changed

    def _copy(self, *, check: bool) -> None:
        with closing(sqlite3.connect(self.database, timeout=BUSY)) as source, closing(sqlite3.connect(self.copy)) as to:
            to.execute("PRAGMA synchronous=OFF")  # a copy that a power cut spoils is made again
            source.backup(to)
            self.size = int(to.execute("PRAGMA page_size").fetchone()[0])
            if check:
                sound(to)

    def _read(self) -> Iterator[bytes]:
        with self.copy.open("rb") as stream:
            while page := stream.read(self.size):
                yield page


def present(database: Path) -> bool:
    """Whether there is a database with anything in it; a file that is damaged counts as one."""
    if not database.exists() or not database.stat().st_size:
        return False
    try:
        with closing(sqlite3.connect(database, timeout=BUSY)) as db:
            return bool(db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    except sqlite3.Error:
        return True


def sound(database: sqlite3.Connection) -> None:
    """Raises:
    sqlite3.DatabaseError: the database is damaged.
    """
    said = database.execute("PRAGMA quick_check(1)").fetchone()
    if said != ("ok",):
        raise sqlite3.DatabaseError(f"the database is damaged ({said and said[0]})")
