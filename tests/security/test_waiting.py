"""While many verdicts wait for the disk, everything else is still served."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import pytest
import sqlalchemy as sa

from tests.security.conftest import Served

WRITERS = 60
STATUS = "/gradio_api/run/run_status"
AT_MOST = 3.0
"""Seconds that a page may take on a machine that is busy with tests; it took 17."""


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
