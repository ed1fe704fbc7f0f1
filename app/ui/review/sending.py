"""Values as a reply can carry them."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def sendable(value: Any) -> Any:
    """The same value with each lone surrogate, which no reply can carry, as `?`."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {key: sendable(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [sendable(part) for part in value]
    return value


def stamp(time: datetime | None) -> str:
    """A moment as ISO 8601, which the browser turns into the reader's own time; empty for none."""
    return time.isoformat() if time else ""
