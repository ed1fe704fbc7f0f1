"""A PostgreSQL server of the tests' own: Debian's programs, on a socket in a folder of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
GIVEN = os.environ.get("NARABE_DATABASE_URL", "")
"""A server that is there already, by the URL of one of its databases; the user may create others."""
QUICK = ("fsync", "synchronous_commit", "full_page_writes")
"""What makes a server durable: tests outlive no power failure."""
NUMBERS = count()


@contextmanager
def server() -> Iterator[str]:
    """The URL of a server's first database: the one that is given, else a server that is started for the tests."""
    if GIVEN.startswith("postgresql"):
        yield GIVEN
        return
    if not PROGRAMS:
        if os.environ.get("NARABE_REQUIRE_BROWSER"):
            pytest.fail("no PostgreSQL here")
        pytest.skip("no PostgreSQL here")
    binaries, folder, user = PROGRAMS[-1].parent, Path(tempfile.mkdtemp(prefix="narabe-pg-")), _user()
    if user:
        shutil.chown(folder, user)

    def command(*arguments: object) -> None:
        subprocess.run([str(one) for one in arguments], check=True, user=user, cwd="/", stdout=subprocess.DEVNULL)

    options = " ".join([f"-k {folder} -c listen_addresses=''", *(f"-c {name}=off" for name in QUICK)])
    command(binaries / "initdb", "-D", folder / "data", "-U", "narabe", "-A", "trust", "-E", "UTF8", "--no-sync")
    command(binaries / "pg_ctl", "-D", folder / "data", "-o", options, "-l", folder / "log", "-w", "start")
    try:
        yield f"postgresql+psycopg://narabe@/postgres?host={folder}"
    finally:
        command(binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _user() -> str | None:
    """Who runs the server, which refuses to be run by root; None: whoever runs the tests."""
    if os.getuid() != 0:
        return None
    return next(name for name in ("postgres", "nobody") if name in {one.pw_name for one in pwd.getpwall()})


@contextmanager
def database(server: str) -> Iterator[str]:
    """The URL of an empty database, until it is dropped."""
    name = f"narabe_test_{os.getpid()}_{next(NUMBERS)}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as db:
        db.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        yield sa.make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as db:
            db.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
