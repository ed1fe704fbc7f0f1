"""Bulk work behind the page: one worker process that executes queued runs, and the run workbooks kept up to date.

The worker is a child process of lower priority, so that reviewers do not feel it. All it knows and does is in the
store: a run is claimed with a lease, answers are journalled as they complete, and a cancel is a flag that it reads.
"""

from __future__ import annotations

import errno
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

from app import pipeline
from app.config import environment, let_threads_wait
from app.errors import NarabeError
from app.records import Run
from app.runs import references
from app.store import Store, claims

log = logging.getLogger(__name__)

POLL = 0.5
"""Seconds between looks for queued runs."""
SIGN_OF_LIFE = 1.0
"""Seconds between signs of life of a running run; a cancel is seen at the next one."""
LONGEST_PAUSE = 30.0
"""Seconds at most before a worker that keeps dying is started again."""
KEEP_EVERY = 2.0
"""Seconds between looks for workbooks that lag behind their run."""


def work(store: Store, run_id: str | None = None) -> Run | None:
    """Claim a run (the next one queued, or the one named), execute it, and return it in its new state.

    None: there was nothing to claim. Failures are kept with the run, as a message for the user.
    """
    worker = claims.worker_name()
    run = claims.claim(store, worker, run_id)
    if run is None:
        return None
    with _signs_of_life(store, run.id, worker) as asked_to_stop:
        try:
            pipeline.execute(store, run, keep_going=lambda: not asked_to_stop(), stage=_stage(store, run.id))
            _end(store, run.id, asked_to_stop())
        except Exception as error:  # noqa: BLE001 - the run keeps whatever went wrong, and the worker goes on
            _fail(store, run.id, error)
    return store.run(run.id)


def _end(store: Store, run_id: str, stopped: str) -> None:
    """Leave a run as it was asked to be left; one that was given more items meanwhile is queued again."""
    if stopped == "lost":
        return
    if stopped in ("cancelled", "paused"):
        store.set_state(run_id, "cancelled" if stopped == "cancelled" else "paused")
        return
    store.set_state(run_id, "done")
    run = store.run(run_id)
    if run.answered + run.errors < run.total:
        store.set_state(run_id, "queued")


def _fail(store: Store, run_id: str, error: Exception) -> None:
    """Keep the reason with the run. A full disk only pauses it: room made, it can go on."""
    full = getattr(error, "errno", None) == errno.ENOSPC or "disk is full" in str(error)
    if full:
        store.set_state(run_id, "paused", "the disk is full → make room, then resume the run")
    elif isinstance(error, NarabeError | OSError):
        store.set_state(run_id, "failed", str(error))
    else:
        store.set_state(run_id, "failed", f"{type(error).__name__}: {error}")
        log.error("run %s failed", run_id, exc_info=error)


@contextmanager
def _signs_of_life(store: Store, run_id: str, worker: str) -> Iterator[Callable[[], str]]:
    """Renew the claim in the background; what is yielded tells why to stop, or nothing."""
    ended = threading.Event()
    asked = ""

    def renew() -> None:
        nonlocal asked
        while not asked and not ended.wait(SIGN_OF_LIFE):
            asked = claims.renew(store, run_id, worker)

    thread = threading.Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield lambda: asked
    finally:
        ended.set()
        thread.join()


def _stage(store: Store, run_id: str) -> Callable[[str, float], None]:
    shown = ("", -1.0)

    def show(stage: str, progress: float) -> None:
        nonlocal shown
        if stage != shown[0] or progress - shown[1] >= 0.01:
            shown = (stage, progress)
            store.set_stage(run_id, stage, progress)

    return show


def work_forever(store: Store, folder: Path, *, resume: bool = False) -> None:
    """The worker process: execute runs as they are queued, until the parent is gone (its pipe closes).

    Runs whose worker died are paused, for somebody to resume; with `resume` they are queued again at once. The run
    workbooks in `folder` are kept here too, so that writing a large one does not hold up the page.
    """
    threading.Thread(target=_exit_with_parent, daemon=True).start()
    threading.Thread(target=keep_workbooks, args=(store, folder, threading.Event()), daemon=True).start()
    references.judge_anew(store)
    idle = threading.Event()
    while True:
        for run_id in claims.pause_abandoned(store):
            if resume:
                store.set_state(run_id, "queued")
        if work(store) is None:
            idle.wait(POLL)


def _exit_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 1):  # not sys.stdin.read: its lock would stand in the way of an orderly exit
        pass
    os._exit(0)


class Worker:
    """The worker process as its parent sees it: started once, started again should it die, gone with the parent."""

    def __init__(self, *, resume: bool = False) -> None:
        self._command = [sys.executable, "-m", "app", "work", *(["--resume"] if resume else [])]
        self._stop = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._supervise, daemon=True)

    def start(self) -> None:
        """Start the process, and watch it. Its threads wait without spinning, whichever library starts them first."""
        let_threads_wait()
        self._thread.start()

    def stop(self) -> None:
        """End the process; what it had journalled stays, and its run can be resumed."""
        self._stop.set()
        if self._process:
            self._process.terminate()
        self._thread.join(timeout=5)

    def _supervise(self) -> None:
        root = Path(__file__).parents[2]
        pause = POLL
        while not self._stop.is_set():
            born = time.monotonic()
            try:
                self._process = subprocess.Popen(  # noqa: S603
                    self._command, stdin=subprocess.PIPE, cwd=root, env=environment()
                )
                self._process.wait()
            except OSError:
                log.exception("the worker process could not be started; another try follows")
            pause = POLL if time.monotonic() - born > LONGEST_PAUSE else min(2 * pause, LONGEST_PAUSE)
            self._stop.wait(pause)


def keep_workbooks(store: Store, folder: Path, stop: threading.Event) -> None:
    """Until `stop`: write again each run workbook that lags behind its run; meant for a background thread."""
    while not stop.wait(KEEP_EVERY):
        for run in store.runs():
            try:
                if run.state != "running" and not is_current(store, run, folder):
                    workbook_file(store, run.id, folder)
            except (NarabeError, OSError):
                log.exception("the workbook of run %s could not be written", run.id)


def workbook_path(run: Run, folder: Path) -> Path:
    """Where a run's workbook is kept."""
    return folder / run.id / f"{Path(run.name).stem}-graded.xlsx"


def is_current(store: Store, run: Run, folder: Path) -> bool:
    """Whether a run's workbook holds all that the store knows of it."""
    path = workbook_path(run, folder)
    return path.exists() and path.stat().st_mtime >= store.changed(run.id).timestamp()


def workbook_file(store: Store, run_id: str, folder: Path) -> Path:
    """A run's workbook, written anew if it lags behind; by one thread or process at a time.

    Otherwise one that began earlier could put its older content in place of what another has just written.
    """
    run = store.run(run_id)
    path = workbook_path(run, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.parent / ".lock"):
        if not is_current(store, run, folder):
            began = time.time()
            pipeline.export(store, run_id, path)
            os.utime(path, (began, began))  # a verdict given while it was written is not in it, and must count as newer
    return path
