"""The real app on a free port over a store of its own, and a real browser; neither needs a model."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from app.config import settings
from app.runs.worker import keep_judgements
from app.store import Store
from app.ui.blocks import build, launch
from app.ui.runs import OPEN

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60_000
"""Milliseconds: on a crowded machine a click that reads a file takes long; a page that does not follow still fails."""
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever needs the browser is slow, and is tried a second time: a crowded machine is no fault of the page."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.flaky(reruns=1))


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def press(page: Page, key: str) -> None:
    """Presses a key on the review screen once the answers stand there, as a reviewer would."""
    page.wait_for_function("() => !document.querySelector('.rv-side[aria-busy]')")
    page.keyboard.press(key)


@contextmanager
def serving(home: Path, *arguments: object, **environment: str) -> Iterator[str]:
    """A real `python -m app serve` with its worker, over this home; its address."""
    port = free_port()
    command = [sys.executable, "-m", "app", "serve", "--port", str(port), *map(str, arguments)]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"NARABE_HOME": str(home)} | environment)
    url = f"http://127.0.0.1:{port}/"
    end = time.monotonic() + 120
    try:
        while True:
            try:
                urlopen(url, timeout=5).close()
                break
            except (URLError, ConnectionError, TimeoutError):
                assert process.poll() is None and time.monotonic() < end, "the app did not start"
                time.sleep(0.2)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)


@dataclass(frozen=True)
class Served:
    """A running app: its address and its store."""

    url: str
    store: Store


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The app, for all tests of this folder; each test fills a run of its own, which opens first."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('browser') / 'narabe.sqlite3'}")
    app = build(store)
    port = free_port()
    launch(app, "127.0.0.1", port, block=False)
    stopping = threading.Event()
    threading.Thread(target=keep_judgements, args=(store, stopping), daemon=True).start()
    yield Served(f"http://127.0.0.1:{port}/", store)
    stopping.set()
    app.close(verbose=False)


@pytest.fixture
def guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Store]]:
    """The app with two logins."""
    monkeypatch.setenv("NARABE_AUTH", "taro:se:cret, 花子:hidden")
    settings.cache_clear()
    store = Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")
    app = build(store)
    port = free_port()
    launch(app, "127.0.0.1", port, block=False)
    yield f"http://127.0.0.1:{port}/", store
    app.close(verbose=False)


@pytest.fixture(autouse=True)
def ended(request: pytest.FixtureRequest) -> Iterator[None]:
    """No run of one test is open in the next: an open one is what the page shows, and what a new run goes on with."""
    yield
    if "served" in request.fixturenames:
        store: Store = request.getfixturevalue("served").store
        for run in store.runs():
            if run.state in OPEN:
                store.request_cancel(run.id)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without one the tests are skipped, or fail where NARABE_REQUIRE_BROWSER=1."""
    if CHROMIUM is None:
        if os.environ.get("NARABE_REQUIRE_BROWSER") == "1":
            pytest.fail("no chromium is installed")
        pytest.skip("no chromium is installed")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes visitors: a browser of their own each, with a name (unless empty) that it remembers."""
    opened: list[BrowserContext] = []

    def make(name: str = "hanako", *, width: int = 1400, height: int = 900, locale: str = "en-US") -> BrowserContext:
        context = browser.new_context(viewport={"width": width, "height": height}, locale=locale)
        context.set_default_timeout(PATIENCE)
        if name:
            context.add_init_script(f"localStorage.setItem('narabe.reviewer', {name!r})")
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def review(served: Served, visitor: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Opens the review screen and waits for its first question."""

    def open_review(name: str = "hanako", *, language: str = "en", **options: object) -> Page:
        page = visitor(name, **options).new_page()
        page.goto(f"{served.url}?lang={language}#review")
        page.locator(".rv-q").first.wait_for()
        return page

    return open_review
