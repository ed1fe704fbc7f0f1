"""What machines ask: whether the server works, and figures."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app.config import Settings
from app.store import Store
from app.ui import status
from app.ui.status import Status, routes
from tests.browser.answers import fill


def asking(store: Store, settings: Settings, alive: bool = True) -> TestClient:
    about = Status(settings, store, SimpleNamespace(alive=alive))  # type: ignore[arg-type]
    return TestClient(Starlette(routes=routes(about)))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")


def test_a_server_that_works(store: Store) -> None:
    said = asking(store, Settings()).get("/healthz")
    assert said.status_code == 200
    assert said.json() == {"store": True, "worker": True, "disk": True, "model": True}


def test_each_part_that_does_not_work_is_named(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(settings: Settings, alive: bool = True) -> list[str]:
        said = asking(store, settings, alive).get("/healthz")
        assert said.status_code == 503
        return [part for part, works in said.json().items() if not works]

    assert failing(Settings(), alive=False) == ["worker"]
    assert failing(Settings(model="endpoint:x")) == ["model"]
    assert failing(Settings(model=str(tmp_path / "消えた"))) == ["model"]
    assert failing(Settings(home=tmp_path / "no-home")) == ["disk"]
    monkeypatch.setattr(status, "ROOM", 10**18)
    assert failing(Settings()) == ["disk"]
    monkeypatch.setattr(status, "ROOM", 0)
    monkeypatch.setattr(store, "owner", lambda _: 1 / 0)
    assert failing(Settings()) == ["store"]


def test_figures_are_for_who_has_the_token(store: Store) -> None:
    run = fill(store)
    client = asking(store, Settings(metrics_token="token-1"))  # type: ignore[arg-type]
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer x"}).status_code == 404
    text = client.get("/metrics", headers={"Authorization": "Bearer token-1"}).text
    assert f"narabe_answers {float(run.answered or store.run(run.id).answered)}" in text
    assert 'narabe_healthy{part="worker"} 1.0' in text and "narabe_runs" in text
    assert asking(store, Settings()).get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
