"""A server that is killed and loses its disk: what was acknowledged long enough ago is there after the next start."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from app.store import Store
from tests.browser.answers import fill
from tests.security.conftest import free_port

ROOT = Path(__file__).parents[4]
SECONDS = 0.5
"""How often the server keeps its store here."""
STATED = SECONDS + 1.5
"""What was acknowledged longer ago than this is kept, whatever happens: the interval, and time to write."""


STARTED: list[subprocess.Popen[bytes]] = []


class Server:
    """The app in a process of its own, with a home that can be taken from it."""

    def __init__(self, home: Path, kept: Path) -> None:
        self.port = free_port()
        self._home = home
        environment = os.environ | {
            "NARABE_HOME": str(home),
            "NARABE_BACKUP": str(kept),
            "NARABE_BACKUP_SECONDS": str(SECONDS),
        }
        command = [sys.executable, "-m", "app", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment)
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=30)
        STARTED.append(self.process)
        end = time.monotonic() + 300
        while True:
            try:
                if self.client.get("/config").status_code == 200:
                    return
            except httpx.TransportError:
                pass
            assert self.process.poll() is None and time.monotonic() < end, "the server did not start"
            time.sleep(0.2)

    def verdict(self, item: int, comment: str) -> float:
        """Give a verdict; when it was acknowledged."""
        said = self.client.post("/gradio_api/run/verdict", json={"data": [item, "correct", "花子", True, comment]})
        assert said.status_code == 200, said.text
        return time.monotonic()

    def kill(self) -> float:
        """End it without warning; when that was."""
        worker, at = psutil.Process(self.process.pid).children(), time.monotonic()
        self.process.kill()
        self.process.wait(30)
        psutil.wait_procs(worker, 30)
        return at

    def ask_to_end(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "kept"
    folder.mkdir()
    yield folder
    while STARTED:
        STARTED.pop().kill()


def comments(home: Path) -> Counter[str]:
    store = Store(f"sqlite:///{home / 'narabe.sqlite3'}")
    return Counter(one.comment for run in store.runs() for one in store.verdicts(run.id) if one.comment[:1] == "第")


def wiped(home: Path) -> None:
    """The disk is gone, all but the converted model, which is shared."""
    (home / "models").unlink(missing_ok=True)
    shutil.rmtree(home)
    home.mkdir()


@pytest.mark.slow
def test_what_was_acknowledged_outlives_a_kill_and_a_wiped_disk(home: Path, kept: Path) -> None:
    run = fill(Store(f"sqlite:///{home / 'narabe.sqlite3'}"))
    item = Store(f"sqlite:///{home / 'narabe.sqlite3'}").graded_run(run.id)[0].item.id
    given: dict[str, float] = {}
    for round_ in range(3):
        server = Server(home, kept)
        end, before = time.monotonic() + STATED + 1.3 + 0.4 * round_, len(given)
        while time.monotonic() < end or len(given) < before + 10:
            comment = f"第{len(given)}"
            given[comment] = server.verdict(item, comment)
            time.sleep(0.05)
        killed = server.kill()
        wiped(home)
        server = Server(home, kept)
        found = comments(home)
        old_enough = {comment for comment, at in given.items() if at < killed - STATED}
        assert old_enough and not old_enough - set(found)
        assert set(found.values()) == {1}, "nothing is there twice"
        given = dict.fromkeys(found, 0.0)  # what came too late to be kept is gone, and stays gone
        last = f"第{len(given) + 1000 * (round_ + 1)}"
        server.verdict(item, last)
        assert server.ask_to_end() is not None
        wiped(home)
        given[last] = 0.0
    server = Server(home, kept)
    assert set(given) == set(comments(home)), "an orderly end keeps everything"
    server.kill()
