"""While many verdicts wait for the disk, everything else is still served."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import httpx
import pytest
import sqlalchemy as sa

from app.records import Answer, Arm, Question, QuestionSet, Side
from evaluators.results import Judgement, Scores
from tests.conftest import ROOT
from tests.evaluators.hostile import text
from tests.security.conftest import Served

pytestmark = pytest.mark.slow

WRITERS = 60
STATUS = "/gradio_api/run/run_status"
AT_MOST = 3.0
"""Seconds that a page may take on a machine that is busy with tests; it took 17."""
ACKNOWLEDGED = 0.3
"""Seconds until a verdict is acknowledged, mostly; it took 39.5."""
WORST = ("demo", "ligature of eighteen", "katakana of two", "blanks", "digits", "English dates", "ga", "mo")
"""Families of text that took the judge longest."""


@contextmanager
def locked(app: Served) -> Iterator[None]:
    """The store's write lock, held until the block is left."""
    path = app.store._engine.url.database
    with sqlite3.connect(str(path), timeout=30, isolation_level=None) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")


@pytest.mark.timeout(90)
def test_the_page_is_served_while_sixty_verdicts_wait(app: Served) -> None:
    asked: list[Future[httpx.Response]] = []
    begun: list[sa.Connection] = []
    run = app.store.runs()[0].id

    @sa.event.listens_for(app.store._engine, "begin")
    def count(connection: sa.Connection) -> None:
        if connection.get_execution_options().get("write"):
            begun.append(connection)

    with app.client(limits=httpx.Limits(max_connections=200)) as client, ThreadPoolExecutor(WRITERS) as pool:
        client.get("/?lang=ja")
        with locked(app):
            for n in range(WRITERS):
                body = app.verdict(f"評価者{n}")
                asked.append(pool.submit(client.post, "/gradio_api/run/verdict", json=body))
            end = time.monotonic() + 10
            while time.monotonic() < end and not begun:
                time.sleep(0.05)
            time.sleep(1)  # every request has been sent
            took = {}
            for path in ("/ja", "/?lang=en", "/config", "/theme.css", STATUS):
                began = time.monotonic()
                answer = client.post(path, json={"data": [run]}) if path == STATUS else client.get(path)
                took[path] = time.monotonic() - began
                assert answer.status_code == 200, (path, answer.text)
            assert not any(one.done() for one in asked)
        said = [one.result(timeout=60) for one in asked]
    sa.event.remove(app.store._engine, "begin", count)
    assert [one.status_code for one in said] == [200] * WRITERS
    kept = {verdict.reviewer for verdict in app.store.graded([app.item])[0].verdicts}
    assert {f"評価者{n}" for n in range(WRITERS)} <= kept
    assert max(took.values()) < AT_MOST, took


@contextmanager
def worker(app: Served) -> Iterator[None]:
    """The worker process of the app's store."""
    home = str(Path(str(app.store._engine.url.database)).parent)
    command = [sys.executable, "-m", "app", "work"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, cwd=ROOT, env=os.environ | {"NARABE_HOME": home})
    try:
        yield
    finally:
        process.kill()
        process.communicate()


def hostile_answers(app: Served) -> list[int]:
    """Judged answers of 100,000 characters to one question, which another reference has judged again; the items."""
    question = Question("1", "open_qa", {"ja": Side("日本の首都はどこですか？", ("東京",))})
    arms = [Arm(model=f"モデル{n}") for n in range(len(WORST))]
    run = app.store.create_run(QuestionSet("最悪.xlsx", "a" * 64, (question,)), arms, ["ja"])
    items = [one.item.id for one in app.store.graded_run(run.id)]
    said = {item: text(family, 100_000) for item, family in zip(items, WORST, strict=True)}
    app.store.save_answers({item: Answer(answer, answer, "ja") for item, answer in said.items()})
    wrong = Judgement("incorrect", 0.1, True, "different", "違います")
    app.store.save_grades(dict.fromkeys(items, Scores()), dict.fromkeys(items, wrong))
    app.store.set_state(run.id, "done")
    return items


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_a_verdict_is_acknowledged_while_another_accepts_the_worst_reference(app: Served) -> None:
    items = hostile_answers(app)

    def judged_again() -> int:
        return sum(one.rejudged > 0 for one in app.store.graded(items))

    took = []
    with worker(app), app.client() as other, app.client() as client, ThreadPoolExecutor(1) as pool:
        accepted = pool.submit(other.post, "/gradio_api/run/accept_reference", json={"data": [items[0], "太郎"]})
        end = time.monotonic() + 120
        while judged_again() < len(items) or not accepted.done():
            assert time.monotonic() < end, judged_again()
            began = time.monotonic()
            assert client.post("/gradio_api/run/verdict", json=app.verdict("花子")).status_code == 200
            took.append(time.monotonic() - began)
            time.sleep(0.05)
    assert accepted.result().status_code == 200
    assert len(took) > 5
    assert median(took) < ACKNOWLEDGED, took
    assert max(took) < AT_MOST, took
