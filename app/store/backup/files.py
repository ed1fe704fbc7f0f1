"""The small files of a home that cannot be made again: prompts, knowledge bases, passages, remembered columns."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.atomic import write_whole
from app.store.backup.places import Place

KEPT = ("prompts", "knowledge", "passages", "columns.json", "users.json")
"""What is kept of a home, beside the store. Run workbooks and converted models are made again."""
FOLDER = "files/"


@dataclass
class Files:
    """The files of `home` as they were last written into the place; each content is written once, by its digest."""

    home: Path
    _known: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    """By name: size in bytes, time of change in nanoseconds, digest."""

    def keep(self, to: Place) -> Mapping[str, str]:
        """Write what is new; the digest of each file that there is now."""
        now: dict[str, tuple[int, int, str]] = {}
        for path in self._listed():
            name = path.relative_to(self.home).as_posix()
            try:
                facts = path.stat()
                known = self._known.get(name)
                if known is None or known[:2] != (facts.st_size, facts.st_mtime_ns):
                    content = path.read_bytes()
                    known = (facts.st_size, facts.st_mtime_ns, hashlib.sha256(content).hexdigest())
                    to.write(FOLDER + known[2], content)
            except FileNotFoundError:  # it was deleted meanwhile
                continue
            now[name] = known
        self._known = now
        return {name: one[2] for name, one in now.items()}

    def changed(self) -> bool:
        """Whether there is something that `keep` would write, or no longer name."""
        try:
            now = {one.relative_to(self.home).as_posix(): one.stat() for one in self._listed()}
        except FileNotFoundError:
            return True
        facts = {name: (one.st_size, one.st_mtime_ns) for name, one in now.items()}
        return facts != {name: one[:2] for name, one in self._known.items()}

    def _listed(self) -> list[Path]:
        found: list[Path] = []
        for name in KEPT:
            path = self.home / name
            found += [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
        return [path for path in found if not path.name.endswith(".part")]


def bring_back(place: Place, files: Mapping[str, str], home: Path) -> list[str]:
    """Write the files into `home`, where none stands under the name; the names of those that are damaged or missing."""
    missing = []
    for name, digest in files.items():
        path = home / name
        if path.exists() or not path.resolve().is_relative_to(home.resolve()):
            continue
        try:
            content = place.read(FOLDER + digest)
        except Exception:  # noqa: BLE001 - each place has errors of its own; the store matters more than this file
            content = b""
        if hashlib.sha256(content).hexdigest() != digest:
            missing.append(name)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, lambda part, content=content: part.write_bytes(content))  # type: ignore[misc]
    return missing
