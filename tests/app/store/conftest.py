"""The store's tests run on both databases, each test with one of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store import Store
from app.store import _tables as tables
from tests import postgresql

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)]


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server's first database."""
    with postgresql.server() as url:
        yield url


@pytest.fixture(scope="session")
def shared(server: str) -> Iterator[Store]:
    """A store there, which is emptied after each test: that is quicker than making another one."""
    with postgresql.database(server) as url:
        yield Store(url)


@pytest.fixture(params=BOTH)
def kind(request: pytest.FixtureRequest) -> str:
    """Which database a test runs on."""
    return str(request.param)


@pytest.fixture
def url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table."""
    if kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'narabe.sqlite3'}"
    else:
        with postgresql.database(request.getfixturevalue("server")) as url:
            yield url


@pytest.fixture
def store(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    if kind == "sqlite":
        yield Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")
    else:
        shared = request.getfixturevalue("shared")
        yield shared
        with shared._engine.begin() as db:
            names = ", ".join(table.name for table in tables.metadata.sorted_tables)
            db.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY")
