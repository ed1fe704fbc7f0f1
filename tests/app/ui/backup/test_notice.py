"""Until when everything is kept, as the page asks for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app.store.backup import Kept
from app.ui.backup.notice import PATH, route
from app.ui.labels import Labels


class Stub:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def state(self) -> Kept:
        return self._kept


@pytest.mark.parametrize(
    ("kept", "state"),
    [
        (Kept(5.0), "kept"),
        (Kept(), "kept"),
        (Kept(5.0, behind=True), "behind"),
        (Kept(behind=True, why="OSError"), "none"),
        (Kept(5.0, behind=True, elsewhere=True), "elsewhere"),
    ],
)
def test_each_state_has_its_words(kept: Kept, state: str) -> None:
    said = TestClient(Starlette(routes=[route(Stub(kept))])).get(PATH)  # type: ignore[arg-type]
    assert said.json() == {"time": kept.time, "state": state}
    assert {Labels("ja").group("backup")[state], Labels("en").group("backup")[state]} - {""}
    assert replace(kept).why not in said.text or not kept.why
