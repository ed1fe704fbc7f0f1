"""What was said about a layout (its header row) before: its columns, and how references are split, in one file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from app.atomic import write_text_whole
from app.questions.headers import folded
from app.questions.sheet_pairs import JOINS, Join
from app.questions.table import Cell, Row
from app.records import digest

KEPT = 500
"""Layouts remembered; the oldest are forgotten."""


class Remembered(NamedTuple):
    """What was said about a layout: what its columns mean, by what its references are split, its languages joined."""

    columns: Mapping[str, str] = {}
    split: tuple[str, ...] = ()
    join: Join | None = None


class ColumnMemory:
    """What was said, kept in the JSON file `path`. A file that cannot be read is as good as none.

    With `frozen` nothing is added to it: what reads a file a second time does not say anything anew.
    """

    def __init__(self, path: Path, *, frozen: bool = False) -> None:
        self.path = path
        self.frozen = frozen

    def recall(self, header: Row) -> Remembered | None:
        """What was said about the layout with this header row; None where nobody said anything."""
        found = self._load().get(layout_key(header))
        return found if found and any(found) else None

    def remember(
        self,
        header: Row,
        columns: Mapping[str, str] | None = None,
        split: Sequence[str] | None = None,
        join: Join | None = None,
    ) -> None:
        """Keep what was said about this header row; None leaves it as it was, nothing named forgets it.

        The file is replaced whole.
        """
        if self.frozen:
            return
        known = self._load()
        before = known.pop(layout_key(header), Remembered())
        now = Remembered(
            dict(columns) if columns is not None else before.columns,
            tuple(split) if split is not None else before.split,
            join or before.join,
        )
        if any(now):
            known[layout_key(header)] = now
        newest = {key: one._asdict() for key, one in list(known.items())[-KEPT:]}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_text_whole(self.path, json.dumps(newest, ensure_ascii=False, indent=1))

    def knows(self, names: Sequence[str]) -> bool:
        """Whether anything was said about the layout with these column names."""
        return self.recall(_row(names)) is not None

    def forget(self, names: Sequence[str]) -> None:
        """Forget all that was said about the layout with these column names. The file is replaced whole."""
        known = self._load()
        if known.pop(layout_key(_row(names)), None) is not None:
            write_text_whole(
                self.path, json.dumps({key: one._asdict() for key, one in known.items()}, ensure_ascii=False, indent=1)
            )

    def _load(self) -> dict[str, Remembered]:
        try:
            known = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        found = known.items() if isinstance(known, dict) else ()
        return {str(key): _remembered(value) for key, value in found if isinstance(value, dict)}


def user_memory(*, frozen: bool = False) -> ColumnMemory:
    """What this installation's users said; `frozen`: to be read only."""
    from app.config import settings  # slow to import, and no part of reading a file

    return ColumnMemory(settings().home / "columns.json", frozen=frozen)


def _row(names: Sequence[str]) -> Row:
    return Row(0, tuple(Cell(name, name) for name in names))


def layout_key(header: Row) -> str:
    """What identifies a layout: its column names in order, whatever their width, case and spaces."""
    names = [folded(cell.text) for cell in header.cells]
    while names and not names[-1]:
        names.pop()
    return digest(names)


def _remembered(value: Mapping[str, object]) -> Remembered:
    """What is kept of a layout; its columns alone where nothing else was known yet."""
    columns = value if all(isinstance(means, str) for means in value.values()) else value.get("columns")
    split = value.get("split")
    return Remembered(
        {str(name): str(means) for name, means in columns.items()} if isinstance(columns, dict) else {},
        tuple(str(one) for one in split) if isinstance(split, list) else (),
        next((one for one in JOINS if one == value.get("join")), None),
    )
