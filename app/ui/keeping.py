"""What a window has loaded outlives a reload: its file is kept for some days, under a secret name.

The browser remembers the name; nothing that it sends is ever used as a path.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from dataclasses import replace
from pathlib import Path

from app.config import settings
from app.errors import NarabeError
from app.ui.loaded import KEPT_SAMPLE, SAMPLE, Loaded, load
from app.ui.page import Page

KEPT = 7 * 24 * 3600.0
"""Seconds after which a file is deleted."""
MOST = 100
"""Files that are kept; the oldest go first."""
_RUN = "run-"
_SECRET = re.compile(r"[0-9a-f]{32}")
_FACTS = "read.json"


def keep(loaded: Loaded | None) -> str:
    """Keeps what was loaded; the name under which `restore` finds it, empty where it could not be kept."""
    if loaded is None or loaded.path is None or loaded.path == SAMPLE:
        return loaded.kept if loaded else ""
    folder = _root() / loaded.kept
    if folder.exists():
        return loaded.kept
    folder.mkdir()
    try:
        shutil.copyfile(loaded.path, folder / loaded.path.name)
    except OSError:  # the file is gone, or the disk full: it is not kept, and can be used all the same
        shutil.rmtree(folder, ignore_errors=True)
        return ""
    columns = dict(loaded.columns) if loaded.columns is not None else None
    facts = {
        "file": loaded.path.name,
        "columns": columns,
        "sheet": loaded.sheet,
        "encoding": loaded.encoding,
        "split": list(loaded.split) if loaded.split is not None else None,
        "join": loaded.join,
    }
    (folder / _FACTS).write_text(json.dumps(facts), "utf-8")
    return loaded.kept


def of_run(page: Page, run_id: str) -> Loaded:
    """The questions of an earlier run, with the references that were added to them."""
    questions = page.store.question_set(page.store.run(run_id).id)
    return Loaded(questions.name, questions, (), kept=f"{_RUN}{run_id}")


def restore(page: Page, name: str) -> Loaded | None:
    """What was kept under this name; None where it is not there any more."""
    if name == KEPT_SAMPLE:
        return load(SAMPLE)
    if name.startswith(_RUN):
        try:
            return of_run(page, name.removeprefix(_RUN))
        except NarabeError:
            return None
    folder = _root() / name if _SECRET.fullmatch(name) else None
    if folder is None or not (folder / _FACTS).is_file():
        return None
    facts = json.loads((folder / _FACTS).read_text("utf-8"))
    return replace(load(folder / facts.pop("file"), **facts), kept=name)


def _root() -> Path:
    """The folder of the files, once the old ones are gone."""
    root = settings().home / "loaded"
    root.mkdir(parents=True, exist_ok=True)
    newest_first = sorted(root.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)
    for place, old in enumerate(newest_first, start=1):
        if place >= MOST or time.time() - old.stat().st_mtime > KEPT:
            shutil.rmtree(old, ignore_errors=True)
    return root
