"""How columns were named before: a layout (its header row) → what its columns mean, in one small file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from app.atomic import write_text_whole
from app.questions.headers import folded
from app.questions.table import Row
from app.records import digest

KEPT = 500
"""Layouts remembered; the oldest are forgotten."""


class ColumnMemory:
    """What was named, kept in the JSON file `path`. A file that cannot be read is as good as none."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def recall(self, header: Row) -> dict[str, str] | None:
        """What the columns of this header row were named as; None for a layout that nobody named."""
        found = self._load().get(layout_key(header))
        return dict(found) if found else None

    def remember(self, header: Row, columns: Mapping[str, str]) -> None:
        """Keep what was named for this header row; nothing named forgets it. The file is replaced whole."""
        known = self._load()
        known.pop(layout_key(header), None)
        if columns:
            known[layout_key(header)] = dict(columns)
        newest = dict(list(known.items())[-KEPT:])
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_text_whole(self.path, json.dumps(newest, ensure_ascii=False, indent=1))

    def _load(self) -> dict[str, dict[str, str]]:
        try:
            known = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        found = known.items() if isinstance(known, dict) else ()
        return {str(key): _texts(value) for key, value in found if isinstance(value, dict)}


def user_memory() -> ColumnMemory:
    """What this installation's users named."""
    from app.config import settings  # slow to import, and no part of reading a file

    return ColumnMemory(settings().home / "columns.json")


def layout_key(header: Row) -> str:
    """What identifies a layout: its column names in order, whatever their width, case and spaces."""
    names = [folded(cell.text) for cell in header.cells]
    while names and not names[-1]:
        names.pop()
    return digest(names)


def _texts(value: Mapping[object, object]) -> dict[str, str]:
    return {str(name): str(means) for name, means in value.items()}
