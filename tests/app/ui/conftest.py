"""What tests of the tabs share as fixtures."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.config import settings


@pytest.fixture
def offer(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], str]:
    """Makes a further model one that visitors may choose, as whoever runs the server does; returns its name."""

    def add(name: object) -> str:
        monkeypatch.setenv("NARABE_MODEL", str(name))
        settings.cache_clear()
        return str(name)

    return add
