"""The real server with its worker, killed while reviewers give verdicts over HTTP; started again on the same home.

python -m tests.app.killed_server FOLDER [MOMENTS]     # prints in JSON what was acknowledged and found
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil

from app.store import Store
from tests.browser.answers import fill

ROOT = Path(__file__).parents[2]
REVIEWERS = ("花子", "太郎", "Ken", "Zoë")
PATIENCE = 180.0
"""Seconds until a server answers, however crowded the machine is."""


def killed(home: Path, moments: int) -> dict[str, object]:
    """Reviewers give verdicts as fast as they are acknowledged; the server or all of it is killed, `moments` times."""
    store = Store(f"sqlite:///{home / 'narabe.sqlite3'}")
    run = fill(store)
    items = [one.item.id for one in store.graded_run(run.id) if one.answer and one.answer.error is None]
    chance, acknowledged, refused, read = random.Random(17), list[str](), list[str](), set[str]()
    for moment in range(moments):
        with serving(home) as (url, server):
            if moment:
                read |= set(reviewed(url))
            team = [Reviewer(url, name, moment, items) for name in REVIEWERS]
            for one in team:
                one.first.wait(PATIENCE)
            time.sleep(chance.uniform(0.0, 1.0))
            kill(server, all_of_it=chance.random() < 0.5)
            for one in team:
                one.join(PATIENCE)
                acknowledged += one.acknowledged
                refused += one.refused
    found = Counter(one.comment for one in Store(f"sqlite:///{home / 'narabe.sqlite3'}").verdicts(run.id))
    with sqlite3.connect(home / "narabe.sqlite3") as db:
        (sound,) = db.execute("PRAGMA integrity_check").fetchone()
    return {
        "acknowledged": len(acknowledged),
        "lost": [one for one in acknowledged if not found[one]],
        "doubled": [one for one, count in found.items() if count > 1],
        "refused": refused,
        "read again": sorted(read),
        "sound": sound,
    }


@contextmanager
def serving(home: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """`python -m app serve` over a home, from its first answer on; its address and process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
    environment = os.environ | {"NARABE_HOME": str(home)}
    with (home / "serve.log").open("ab") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    url, end = f"http://127.0.0.1:{port}", time.monotonic() + PATIENCE
    try:
        while not answers(url):
            assert server.poll() is None and time.monotonic() < end, "the server did not start"
            time.sleep(0.1)
        yield url, server
    finally:
        kill(server, all_of_it=True)


def answers(url: str) -> bool:
    """Whether a page is served."""
    try:
        return httpx.get(f"{url}/ja", timeout=10).is_success
    except httpx.HTTPError:
        return False


def kill(server: subprocess.Popen[bytes], *, all_of_it: bool) -> None:
    """SIGKILL for the server, and for the processes that it started."""
    if server.poll() is not None:
        return
    started = psutil.Process(server.pid).children(recursive=True) if all_of_it else []
    os.kill(server.pid, signal.SIGKILL)
    for process in started:
        if process.is_running():
            process.kill()
    server.wait()


class Reviewer(threading.Thread):
    """Gives one verdict after the other until the server is gone; `first`: one was acknowledged."""

    def __init__(self, url: str, name: str, moment: int, items: list[int]) -> None:
        super().__init__(daemon=True)
        self._url, self._name, self._moment, self._items = url, name, moment, items
        self.first = threading.Event()
        self.acknowledged, self.refused = list[str](), list[str]()
        self.start()

    def run(self) -> None:
        number = 0
        with httpx.Client(base_url=self._url, timeout=60) as client:
            while True:
                comment = f"{self._name}・{self._moment}・{number}"
                sent = [self._items[number % len(self._items)], "correct", self._name, True, comment]
                try:
                    answer = client.post("/gradio_api/run/verdict", json={"data": sent})
                except httpx.HTTPError:
                    return
                if answer.is_success:
                    self.acknowledged.append(comment)
                else:
                    self.refused.append(f"{answer.status_code} {answer.text[:200]}")
                self.first.set()
                number += 1


def reviewed(url: str) -> Iterator[str]:
    """Who finds verdicts of their own in the run, asked over HTTP."""
    with httpx.Client(base_url=url, timeout=60) as client:

        def call(endpoint: str, *data: object) -> object:
            answer = client.post(f"/gradio_api/run/{endpoint}", json={"data": list(data)})
            return answer.raise_for_status().json()["data"][0]

        runs = call("list_runs")
        assert isinstance(runs, list)
        for name in REVIEWERS:
            for run in runs:
                items = call("list_items", run["id"], name, 0, 500)
                assert isinstance(items, dict)
                if any(one["verdict"] for one in items["items"]):
                    yield name


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    sys.stdout.write(json.dumps(killed(folder, int(sys.argv[2]) if len(sys.argv) > 2 else 20), ensure_ascii=False))
