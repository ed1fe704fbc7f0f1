"""What is written into the place at each look: a new generation's first segment, or what changed since the last."""

from __future__ import annotations

import logging
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path

from app.store.backup import marks
from app.store.backup.database import Pages
from app.store.backup.files import FOLDER as FILES
from app.store.backup.files import Files
from app.store.backup.places import Place
from app.store.backup.restoring import head_of
from app.store.backup.segments import FOLDER, Damaged, Head, Name, digest, encode, parse_name

log = logging.getLogger(__name__)

LONGEST = 1000
"""Segments of a generation, after which a new one begins: reading back stays quick."""
GENERATIONS = 2
"""How many of its own generations a store keeps."""


class Elsewhere(Exception):  # noqa: N818 - a state of the place, not a fault of it
    """A newer generation than this server's stands in the place: another server keeps its store there."""


@dataclass
class Generation:
    """The generation that this process writes."""

    name: str
    number: int = 0
    previous: str = ""
    first: int = 0
    """Bytes of the first segment."""
    further: int = 0
    """Bytes of all others."""

    def last(self, store: str) -> Name:
        """The segment that was written last; where it is gone, none that follows it could be read back."""
        return Name(self.name, store, self.number - 1)

    @property
    def long(self) -> bool:
        """Whether a new one should begin."""
        return self.number > LONGEST or self.further > max(self.first, 1024**2)


@dataclass
class Keeping:
    """Keeps the database and the files of `home` in `place`; for one thread."""

    place: Place
    home: Path
    database: Path
    _generation: Generation | None = None
    _pages: Pages = field(init=False)
    _files: Files = field(init=False)

    def __post_init__(self) -> None:
        self.store = marks.mark(self.home)
        self._pages = Pages(self.database, self.home / ".keeping.sqlite3")
        self._files = Files(self.home)

    def keep(self) -> None:
        """Write what changed since the last time; when this returns, it lasts.

        Whatever fails, the next call begins a generation of its own.

        Raises:
            Elsewhere: another server keeps its store in the same place.
            sqlite3.Error: the database cannot be read, or is damaged.
            OSError: the place cannot be written to; a bucket has errors of its own.
        """
        generation, self._generation = self._generation, None
        segments = self._segments()
        newest = max((one.generation for one in segments), default="")
        if generation is not None and newest > generation.name:
            raise Elsewhere
        if generation is None or generation.long or generation.last(self.store) not in segments:
            generation = Generation(f"{int(newest[:6] or 0) + 1:06d}-{secrets.token_hex(4)}")
            self._pages.forget()
        taken = time.time()
        pages = self._pages.changed(check=generation.number == 0)
        files = self._files.keep(self.place)
        segment = encode(Head(generation.previous, self._pages.size, self._pages.count, taken, files), pages)
        self.place.write(str(Name(generation.name, self.store, generation.number)), segment)
        if generation.number == 0:
            generation.first = len(segment)
            self._tidy()
        else:
            generation.further += len(segment)
        generation.previous, generation.number = digest(segment), generation.number + 1
        self._generation = generation

    def files_changed(self) -> bool:
        """Whether a file of the home is not kept as it is."""
        return self._files.changed()

    def _segments(self) -> list[Name]:
        return [one for one in map(parse_name, self.place.names(FOLDER)) if one]

    def _tidy(self) -> None:
        """Delete this store's older generations, and files that no generation names. What fails is tried next time."""
        try:
            segments = self._segments()
            own = sorted({one.generation for one in segments if one.store == self.store}, reverse=True)
            old = [one for one in segments if one.store == self.store and one.generation in own[GENERATIONS:]]
            self.place.delete([str(one) for one in old])
            used = {sum_ for one in segments if one not in old for sum_ in head_of(self.place, one).files.values()}
            self.place.delete([name for name in self.place.names(FILES) if name.removeprefix(FILES) not in used])
        except Damaged:
            log.warning("the place of NARABE_BACKUP has a damaged segment: nothing is deleted there")
        except Exception as error:  # noqa: BLE001 - each place has errors of its own
            log.warning("the place of NARABE_BACKUP could not be tidied (%s)", error)
