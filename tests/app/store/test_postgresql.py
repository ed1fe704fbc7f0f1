"""The store in PostgreSQL, with the driver of requirements-postgresql.txt and a server of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store import Store
from app.verdicts import Verdict
from tests.browser.answers import fill
from tests.security.conftest import free_port

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A server that runs as an ordinary user, as it insists on."""
    if not PROGRAMS:
        if os.environ.get("NARABE_REQUIRE_BROWSER"):
            pytest.fail("no PostgreSQL here")
        pytest.skip("no PostgreSQL here")
    if os.getuid() == 0 and "postgres" not in {one.pw_name for one in pwd.getpwall()}:
        pytest.skip("PostgreSQL does not run as root, and there is no user for it")
    user = "postgres" if os.getuid() == 0 else None
    binaries, folder, port = PROGRAMS[-1].parent, Path(tempfile.mkdtemp(prefix="narabe-pg-")), free_port()
    if user:
        shutil.chown(folder, user)

    def command(*arguments: object) -> None:
        subprocess.run([str(one) for one in arguments], check=True, user=user, cwd="/", stdout=subprocess.DEVNULL)

    command(binaries / "initdb", "-D", folder / "data", "-U", "narabe", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
    command(binaries / "pg_ctl", "-D", folder / "data", "-o", options, "-l", folder / "log", "-w", "start")
    try:
        yield f"postgresql+pg8000://narabe@127.0.0.1:{port}/postgres"
    finally:
        command(binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.slow
def test_runs_and_verdicts_are_kept_there(url: str) -> None:
    store = Store(url)
    run = fill(store)
    item = store.graded_run(run.id)[0].item.id
    watch = store.watch()
    watch.changed()
    store.add_verdict(Verdict(item, "correct", True, "髙橋さんの𠮷", "花子", True))
    assert watch.changed()
    again = Store(url)  # the migrations are done already
    assert [one.comment for one in again.verdicts(run.id) if one.reviewer == "花子"][-1] == "髙橋さんの𠮷"
    assert again.owner(run.id) == "" and again.claim("worker") is None
