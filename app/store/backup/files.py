"""The small files of a home that cannot be made again: prompts, knowledge bases, passages, users, the audit log …"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from app.atomic import write_whole
from app.security.audit import FILE as AUDIT
from app.store.backup.places import Place

KEPT = ("prompts", "knowledge", "passages", "columns.json", "users.json", AUDIT)
"""What is kept of a home, beside the store. Run workbooks and converted models are made again."""
APPENDED = (AUDIT,)
"""Files that only ever grow: kept in pieces, so that a new line does not write all those before it again."""
PIECE = 64 * 1024
"""Bytes of a piece."""
FOLDER = "files/"
_AT = "@"
"""Stands between a file's name and the byte that a piece of it begins with."""


class Part(NamedTuple):
    """A file, or a piece of one."""

    name: str
    """Under what it is kept."""
    path: Path
    start: int
    size: int
    time: int
    """When it was changed, in nanoseconds; 0: it never will be."""

    def read(self) -> bytes:
        """What stands there."""
        with self.path.open("rb") as stream:
            stream.seek(self.start)
            return stream.read(self.size)


@dataclass
class Files:
    """The files of `home` as they were last written into the place; each content is written once, by its digest."""

    home: Path
    _known: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    """By name: size in bytes, time of change, digest."""

    def keep(self, to: Place) -> Mapping[str, str]:
        """Write what is new; the digest of each file, or piece of one, that there is now."""
        now: dict[str, tuple[int, int, str]] = {}
        for part in self._parts():
            try:
                known = self._known.get(part.name)
                if known is None or known[:2] != (part.size, part.time):
                    content = part.read()
                    known = (part.size, part.time, hashlib.sha256(content).hexdigest())
                    to.write(FOLDER + known[2], content)
            except FileNotFoundError:  # it was deleted meanwhile
                continue
            now[part.name] = known
        self._known = now
        return {name: one[2] for name, one in now.items()}

    def changed(self) -> bool:
        """Whether there is something that `keep` would write, or no longer name."""
        facts = {part.name: (part.size, part.time) for part in self._parts()}
        return facts != {name: one[:2] for name, one in self._known.items()}

    def _parts(self) -> Iterator[Part]:
        for path in self._listed():
            try:
                facts = path.stat()
            except FileNotFoundError:
                continue
            name = path.relative_to(self.home).as_posix()
            if name not in APPENDED:
                yield Part(name, path, 0, facts.st_size, facts.st_mtime_ns)
                continue
            for start in range(0, facts.st_size, PIECE):
                size = min(PIECE, facts.st_size - start)
                yield Part(f"{name}{_AT}{start}", path, start, size, facts.st_mtime_ns if size < PIECE else 0)

    def _listed(self) -> list[Path]:
        found: list[Path] = []
        for name in KEPT:
            path = self.home / name
            found += [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
        return [path for path in found if not path.name.endswith(".part")]


def bring_back(place: Place, files: Mapping[str, str], home: Path) -> list[str]:
    """Write the files into `home`, where none stands under the name; the names of those that are damaged or missing."""
    missing = []
    for name, digests in _whole(files).items():
        path = home / name
        if path.exists() or not path.resolve().is_relative_to(home.resolve()):
            continue
        contents = [_read(place, digest) for digest in digests]
        if None in contents:
            missing.append(name)
        content = b"".join(one for one in contents if one is not None)
        if None in contents and (name not in APPENDED or not content):
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, lambda part, content=content: part.write_bytes(content))  # type: ignore[misc]
    return missing


def _whole(files: Mapping[str, str]) -> Mapping[str, list[str]]:
    """The digests of each file's pieces in their order, by the file's name."""
    found: dict[str, list[tuple[int, str]]] = {}
    for name, digest in files.items():
        whole, _, start = name.rpartition(_AT)
        of_pieces = whole in APPENDED and start.isdecimal()
        found.setdefault(whole if of_pieces else name, []).append((int(start) if of_pieces else 0, digest))
    return {name: [digest for _, digest in sorted(pieces)] for name, pieces in found.items()}


def _read(place: Place, digest: str) -> bytes | None:
    """What was kept under its digest; None where it is missing or something else."""
    try:
        content = place.read(FOLDER + digest)
    except Exception:  # noqa: BLE001 - each place has errors of its own; the store matters more than this file
        return None
    return content if hashlib.sha256(content).hexdigest() == digest else None
