"""What Windows lacks (priorities, limits, locks of POSIX, folders that can be opened) is not needed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.atomic import write_text_whole
from app.bounded.child import bound
from app.cli import serving
from app.runs import worker
from app.store._claims import process_is_gone, worker_name
from tests.conftest import ROOT

WITHOUT = """
import os, runpy, sys
sys.modules.update(dict.fromkeys(("fcntl", "resource", "pwd", "grp")))
for name in ("nice", "fork", "sysconf"):
    delattr(os, name)
sys.argv[1:] = [{arguments}]
runpy.run_module("app", run_name="__main__")
"""


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders cannot be opened, there are no priorities and no limits."""
    really_open = os.open

    def opened(path: str, flags: int, *given: int, **named: int) -> int:
        if Path(path).is_dir():
            raise PermissionError(13, "Permission denied")
        return really_open(path, flags, *given, **named)

    monkeypatch.setattr(os, "open", opened)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delattr(os, "nice")
    monkeypatch.setitem(sys.modules, "resource", None)


def test_a_file_is_written_whole(windows: None, tmp_path: Path) -> None:
    for content in ("東京", "京都"):
        write_text_whole(tmp_path / "答え.txt", content)
        assert (tmp_path / "答え.txt").read_text(encoding="utf-8") == content
    assert len(list(tmp_path.glob("*答え*"))) == 1, "no part is left"


def test_the_worker_starts(windows: None, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Path] = []
    monkeypatch.setattr(serving, "set_up", lambda *_: None)
    monkeypatch.setattr(worker, "work_forever", lambda _, folder, **__: started.append(folder))
    serving.work()
    assert started == [home / "workbooks"]


def test_a_child_has_no_bounds_and_a_worker_is_not_asked_for_by_signal(windows: None) -> None:
    bound(1, 1)
    assert not process_is_gone(worker_name().replace(f":{os.getpid()}:", ":999999999:"))


@pytest.mark.slow
def test_a_file_is_checked_by_a_program_without_posix(home: Path) -> None:
    sample = ROOT / "samples" / "verify100.xlsx"
    code = WITHOUT.format(arguments=f'"check", {str(sample)!r}')
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "100" in done.stdout
