"""Whose store a home holds: a random name, so that two stores in one place are told apart."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

from app.atomic import write_text_whole

FILE = "kept.json"


def mark(home: Path) -> str:
    """The name of the store of this home; a new one where it has none yet."""
    path = home / FILE
    try:
        return str(json.loads(path.read_text("utf-8"))["store"])
    except (OSError, ValueError, KeyError):
        name = secrets.token_hex(8)
        put(home, name)
        return name


def put(home: Path, name: str) -> None:
    """From now on, the home holds the store of this name."""
    home.mkdir(parents=True, exist_ok=True)
    write_text_whole(home / FILE, json.dumps({"store": name}))
