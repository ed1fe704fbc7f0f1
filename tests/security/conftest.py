"""The real app on a free port, and requests to it as a browser or a script would send them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.config import settings
from app.records import Answer, Arm, Question, QuestionSet, Side
from app.security.passwords import hash_password
from app.store import Store
from app.ui.blocks import build, launch

NAME = "narabe.example.com"


@dataclass(frozen=True)
class Served:
    """A running app: its address, its store, and an answer that can be judged."""

    url: str
    store: Store
    item: int
    app: Any

    @property
    def home(self) -> Path:
        """The folder of its store."""
        return Path(str(self.store._engine.url.database)).parent

    @property
    def routes(self) -> list[Any]:
        """The server's own list of its addresses."""
        return list(self.app.app.routes)

    @property
    def events(self) -> dict[int, Any]:
        """The app's own list of its events, by number."""
        return dict(self.app.default_config.fns)

    def client(self, **options: object) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=60, **options)  # type: ignore[arg-type]

    def verdict(self, reviewer: str = "mallory") -> dict[str, object]:
        """The body of a request to the endpoint that keeps a verdict."""
        return {"data": [self.item, "incorrect", reviewer, True, "他サイトから"]}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answered(store: Store) -> int:
    """A run with one answered item in the store; the item's id."""
    side = Side(text="日本の首都はどこですか？", references=("東京",))
    questions = QuestionSet("番人.xlsx", "0" * 64, (Question("1", "open_qa", {"ja": side}),))
    run = store.create_run(questions, [Arm()], ["ja"])
    item = store.graded_run(run.id)[0].item.id
    store.save_answers({item: Answer("東京です。", "東京です。", "ja")})
    return item


@contextmanager
def serving(folder: Path, **environment: str) -> Iterator[Served]:
    """The app, with settings given by name."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        settings.cache_clear()
        store = Store(f"sqlite:///{folder / 'narabe.sqlite3'}")
        app, port = build(store), free_port()
        launch(app, "127.0.0.1", port, block=False)
    settings.cache_clear()
    try:
        yield Served(f"http://127.0.0.1:{port}", store, answered(store), app)
    finally:
        app.close(verbose=False)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The app under a name of its own, without a login."""
    with serving(tmp_path_factory.mktemp("open"), NARABE_HOSTS=NAME) as running:
        yield running


@pytest.fixture(scope="session")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The app with logins, one of them hashed."""
    logins = f"taro:se:cret, {hashed('花子', 'ひみつ,x')}, gate:{'g' * 12}"
    with serving(tmp_path_factory.mktemp("guarded"), NARABE_AUTH=logins, NARABE_LOGIN_DELAY="30") as running:
        yield running


def hashed(user: str, password: str) -> str:
    """The line of `narabe users hash`."""
    return f"{user}:{hash_password(password)}"
