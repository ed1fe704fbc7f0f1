"""A tab is a room: it rests on the shell, and on no other room."""

from __future__ import annotations

import ast
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

from app.ui.render import TEMPLATES

UI = Path(__file__).parents[3] / "app" / "ui"
ROOMS = tuple(sorted(path.parent.name for path in UI.glob("*/tab.py")))
FILES = sorted(UI.rglob("*.py"))
GATHERS_ALL = ("blocks.py", "labels.py")
"""The page knows every room, and the labels know every room's words."""


def imported(path: Path) -> set[str]:
    """The rooms that a file names in its imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return {room for room in ROOMS if any(f"{name}.".startswith(f"app.ui.{room}.") for name in names)}


def test_the_four_tabs_are_rooms() -> None:
    assert ROOMS == ("questions", "results", "review", "run")


def test_a_room_imports_no_other_room_and_the_shell_none() -> None:
    for path in FILES:
        own = path.parent.name
        if own != "ui" or path.name not in GATHERS_ALL:
            assert imported(path) <= {own}, path


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_keeps_its_words_in_one_table(room: str) -> None:
    files = [path for path in (UI / room).glob("*.py") if "TEXTS: dict" in path.read_text("utf-8")]
    tables = {path.stem: import_module(f"app.ui.{room}.{path.stem}").TEXTS for path in files}
    assert all(part.items() <= tables["words"].items() for part in tables.values())


def test_no_two_rooms_have_a_template_of_the_same_name() -> None:
    names = Counter(path.name for folder in TEMPLATES for path in folder.glob("*.html"))
    assert [name for name, count in names.items() if count > 1] == []
