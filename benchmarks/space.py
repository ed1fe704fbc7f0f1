"""A Space's life, replayed: started fresh, used, killed, its disk wiped, started again.

    python benchmarks/space.py [--python .venv/bin/python] [--user 1000]

`python`: of an environment that holds requirements.txt and nothing else, as a Space makes it. Starts what the front
matter names (`space.py`) with a Space's own variables and the store kept in a folder; measures until the example's
graded answers can be read, gives a verdict, waits until it is kept, kills everything (SIGKILL), deletes the disk,
and starts again. With `--user`, as that user, from a copy that the user cannot write to, as in a container. Exit
code 1: something was missing, or late.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # in place of this folder, whose statistics.py would hide the standard library's
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import argparse
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

ROOT = Path(__file__).parents[1]
URL = "http://127.0.0.1:7860"
AT_MOST = 60.0
"""Seconds from the start to graded answers."""
PARTS = ("app", "evaluators", "samples", "space.py", "requirements.txt", "README.md")


@contextmanager
def started(python: str, where: Path, disk: Path, kept: Path, user: int | None) -> Iterator[subprocess.Popen[bytes]]:
    """`python space.py` with a Space's variables; killed with all its children at the end, without a word."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(disk),
        "NARABE_HOME": str(disk / "narabe"),
        "NARABE_BACKUP": str(kept),
        "SPACE_ID": "owner/narabe",
        "SPACE_HOST": "owner-narabe.hf.space",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    given: dict[str, Any] = {} if user is None else {"user": user, "group": user, "extra_groups": []}
    process = subprocess.Popen(  # whoever gives `user` is root
        [python, "space.py"], cwd=where, env=environment, start_new_session=True, **given
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def call(endpoint: str, *data: object) -> Any:
    """What an endpoint of the app returns."""
    answer = httpx.post(f"{URL}/gradio_api/run/{endpoint}", json={"data": list(data)}, timeout=60)
    return answer.raise_for_status().json()["data"][0]


def graded(process: subprocess.Popen[bytes]) -> tuple[float, dict[str, Any]]:
    """Seconds until the page is there and an answer with its judgement can be read; that answer."""
    began = time.monotonic()
    while time.monotonic() - began < 5 * AT_MOST:
        assert process.poll() is None, "the app ended"
        try:
            httpx.get(f"{URL}/ja", timeout=5).raise_for_status()
            items = call("list_items", call("list_runs")[0]["id"], "客", 0, 500)["items"]
            return time.monotonic() - began, next(one for one in items if one["judgement"])
        except (httpx.HTTPError, LookupError, StopIteration):
            time.sleep(0.2)
    raise SystemExit("there are no graded answers")


def kept_since(when: float) -> float:
    """Seconds until everything up to `when` (since 1970) is kept."""
    while True:
        state = httpx.get(f"{URL}/backup", timeout=10).json()
        if state["time"] >= when:
            return time.time() - when
        time.sleep(0.2)


def copied(folder: Path) -> Path:
    """What the Dockerfile copies, in a place that its user may read and not write to."""
    where = folder / "app"
    where.mkdir()
    for name in PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, where / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, where / name)
    return where


def replay(python: str, user: int | None) -> bool:
    """The whole replay, printed; whether everything was there in time."""
    with tempfile.TemporaryDirectory(prefix="narabe-space-") as folder:
        base = Path(folder)
        base.chmod(0o755)
        where, disk, kept = copied(base), base / "disk", base / "kept"
        for one in (disk, kept):
            one.mkdir()
            if user is not None:
                os.chown(one, user, user)
        with started(python, where, disk, kept, user) as process:
            first, answer = graded(process)
            print(f"fresh start: graded answers after {first:.1f} s")
            call("verdict", answer["item"], "correct", "客", True, "昨日の評価")
            print(f"a verdict kept elsewhere after {kept_since(time.time()):.1f} s")
            if user is not None:
                assert user_of(process.pid) == user
        shutil.rmtree(disk)
        disk.mkdir()
        if user is not None:
            os.chown(disk, user, user)
        with started(python, where, disk, kept, user) as process:
            again, _ = graded(process)
            items = call("list_items", call("list_runs")[0]["id"], "客", 0, 500)["items"]
            found = [one for one in items if one["item"] == answer["item"] and one["verdict"]]
            print(f"killed, disk wiped, started again: graded answers after {again:.1f} s")
            print(f"yesterday's verdict is {'there' if found else 'MISSING'}")
        left = [path for path in where.rglob("*") if path.suffix in (".pyc", ".sqlite3", ".lock")]
    return max(first, again) < AT_MOST and bool(found) and not left


def user_of(pid: int) -> int:
    """As whom a process runs."""
    return Path(f"/proc/{pid}").stat().st_uid


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--user", type=int, default=None, help="the user's number; needs root")
    chosen = parser.parse_args()
    sys.exit(0 if replay(chosen.python, chosen.user) else 1)


if __name__ == "__main__":
    main()
