"""Run workbooks kept up to date with the store, so that nobody waits for one and none is forgotten."""

from __future__ import annotations

import json
import logging
import threading
import time
from pathlib import Path

from filelock import FileLock

from app import pipeline
from app.atomic import write_text_whole
from app.errors import NarabeError
from app.records import Language
from app.store import Content, Store
from app.workbook import Choices

log = logging.getLogger(__name__)

KEEP_EVERY = 2.0
"""Seconds between looks for workbooks that lag behind their run."""
LONGEST_PAUSE = 60.0
"""Seconds at most from one look to the next."""
SHARE = 0.1
"""How much of its time that thread writes, so that a workbook that takes seconds is not written again and again while
reviewers grade. Whoever asks for one before gets it as it is then (`workbook_file`)."""
MARK = ".{name}.holds.json"
"""The file beside a workbook that says what is in it."""


def keep_workbooks(store: Store, folder: Path, stop: threading.Event) -> None:
    """Until `stop`: write again each run workbook that lags behind its run; meant for a background thread.

    It looks when something was written to the store, after a pause that grows with what writing takes. What cannot be
    written is tried again later, ever more rarely.
    """
    watch, pause = store.watch(), KEEP_EVERY
    failed = False
    while not stop.wait(pause):
        began = time.monotonic()
        try:
            if watch.changed() or failed:
                failed = not _write_those_behind(store, folder)
        except Exception as error:  # noqa: BLE001 - whatever it was (a locked database), the next look may succeed
            log.warning("the workbooks could not be looked at (%s); another try follows", error)
            failed = True
        rest = (time.monotonic() - began) * (1 / SHARE - 1)
        pause = min(2 * pause if failed else max(KEEP_EVERY, rest), LONGEST_PAUSE)


def _write_those_behind(store: Store, folder: Path) -> bool:
    """Whether all of them could be written."""
    written = True
    for content in store.contents():
        try:
            if not is_current(content, folder):
                workbook_file(store, content.run_id, folder)
        except Exception as error:  # noqa: BLE001 - a full disk has many names; the other runs' workbooks come next
            log.warning("the workbook of run %s could not be written (%s)", content.run_id, error)
            written = False
    return written


def workbook_path(content: Content, folder: Path, language: Language = "en") -> Path:
    """Where a run's workbook is kept; the Japanese one stands beside the other, and is written when asked for."""
    return folder / content.run_id / f"{Path(content.name).stem}-{'採点' if language == 'ja' else 'graded'}.xlsx"


def is_current(content: Content, folder: Path, language: Language = "en") -> bool:
    """Whether a run's workbook is as it was written, and holds all that the store knows of the run."""
    path = workbook_path(content, folder, language)
    try:
        holds = json.loads(_mark(path).read_text(encoding="utf-8"))
        return bool(holds == _holds(content, path))
    except (OSError, ValueError):
        return False


def workbook_file(store: Store, run_id: str, folder: Path, language: Language = "en") -> Path:
    """A run's workbook, written anew if it lags behind; by one thread or process at a time.

    Otherwise one that began earlier could put its older content in place of what another has just written.

    Raises:
        NarabeError: it cannot be written.
    """
    path = workbook_path(store.content(run_id), folder, language)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.parent / ".lock"):
            content = store.content(run_id)  # before the export: what comes while it is written is not in it
            if not is_current(content, folder, language):
                pipeline.export(store, run_id, path, Choices(language=language))
                write_text_whole(_mark(path), json.dumps(_holds(content, path)))
    except OSError as error:
        raise NarabeError(f"{path}: cannot be written ({error.strerror}) → choose another NARABE_HOME") from error
    return path


def _mark(path: Path) -> Path:
    return path.with_name(MARK.format(name=path.stem))


def _holds(content: Content, path: Path) -> list[object]:
    """What is in the file, and how the file looked when it was written."""
    state = path.stat()
    return [content.mark, state.st_size, state.st_mtime_ns]
