"""Bulk work behind the page: the worker process, which executes queued runs and keeps judgements and workbooks.

It is a child process of lower priority, so that reviewers do not feel it. All it knows and does is in the store: a run
is claimed with a lease, answers are journalled as they complete, and a cancel is a flag that it reads.
"""

from __future__ import annotations

import errno
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app import pipeline
from app.errors import NarabeError
from app.records import Run
from app.runs import references, zerogpu
from app.runs.cluster import chosen_engine
from app.runs.turns import Turn
from app.runs.workbooks import keep_workbooks
from app.security.logs import RUN
from app.store import ClaimLost, Store, worker_name

log = logging.getLogger(__name__)

POLL = 0.5
"""Seconds between looks whether anything was written to the store."""
LOOK_ANYWAY = 5.0
"""Seconds after which an idle worker looks for abandoned runs although nothing was written: leases end by time."""
SIGN_OF_LIFE = 1.0
"""Seconds between signs of life of a running run; a cancel is seen at the next one."""
LONGEST_PAUSE = 30.0
"""Seconds at most before what went wrong is tried again."""
GRACE = 3.0
"""Seconds that a worker has for an orderly end."""
STOPPED = "the server was stopped → resume the run"
NO_MEMORY = "the memory did not suffice → end other programs or choose a smaller model, then resume the run"


def work(
    store: Store, run_id: str | None = None, stopping: threading.Event | None = None, seconds: float | None = None
) -> Run | None:
    """Claim a run (the next one queued, or the one named), execute it, and return it in its new state.

    None: there was nothing to claim. Failures are kept with the run, as a message for the user; once `stopping` is
    set, the run is paused. After `seconds`, where they are given, it is queued again.
    """
    claim = store.claim(worker_name(), run_id, leaving=zerogpu.executed_elsewhere)
    if claim is None:
        return None
    held = store.held_by(claim)
    RUN.set(claim.run_id)
    run = store.run(claim.run_id)
    turn = Turn(held, run, seconds)
    with _signs_of_life(held, stopping or threading.Event(), turn) as why_stop:
        try:
            engine = None if run.trial else chosen_engine()  # a cluster takes longer to start than a trial
            pipeline.execute(held, run, keep_going=lambda: not why_stop(), stage=_stage(held), engine=engine)
            _finish(held, why_stop(), turn.why)
        except ClaimLost:
            log.info("run %s is no longer this worker's", claim.run_id)
        except Exception as error:  # noqa: BLE001 - the run keeps whatever went wrong, and the worker goes on
            _fail(held, claim.run_id, error)
        finally:
            RUN.set("")
    return store.run(claim.run_id)


def _finish(held: Store, stopped: str, why: str) -> None:
    """Leave a run as it was asked to be left."""
    if stopped == "lost":
        return
    if stopped == "stopping":
        held.finish("paused", STOPPED)
    elif stopped == "turn":
        held.finish("done")  # queued again, where something has no answer yet
    elif stopped == "spent":
        held.finish("paused", why)
    elif stopped == "cancelled":
        held.finish("cancelled")
    else:
        held.finish("paused" if stopped == "paused" else "done")


def _fail(held: Store, run_id: str, error: Exception) -> None:
    """Keep the reason with the run. A full disk or memory only pauses it: room made, it can go on."""
    full = getattr(error, "errno", None) == errno.ENOSPC or "disk is full" in str(error)
    try:
        if full:
            held.finish("paused", "the disk is full → make room, then resume the run")
        elif isinstance(error, MemoryError) or "can't allocate memory" in str(error):
            held.finish("paused", NO_MEMORY)
        elif isinstance(error, NarabeError | OSError):
            held.finish("failed", str(error))
        else:
            held.finish("failed", f"{type(error).__name__}: {error}")
            log.error("run %s failed", run_id, exc_info=error)
    except ClaimLost:
        log.warning("run %s failed for a worker that no longer has it: %s", run_id, error)


@contextmanager
def _signs_of_life(held: Store, stopping: threading.Event, turn: Turn) -> Iterator[Callable[[], str]]:
    """Renew the claim in the background; what is yielded tells why to stop, or nothing."""
    ended = threading.Event()
    asked = ""

    def renew() -> None:
        nonlocal asked
        while not asked and not ended.wait(SIGN_OF_LIFE):
            try:
                if stopping.is_set():  # at once: what the run is busy with may take longer than the process has
                    held.finish("paused", STOPPED)
                    asked = "lost"
                else:
                    asked = held.renew() or turn.over()
            except ClaimLost:
                asked = "lost"
            except Exception as error:  # noqa: BLE001 - a locked database or a full disk may pass before the lease does
                log.warning("no sign of life could be given (%s); another try follows", error)

    thread = threading.Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield lambda: asked or ("stopping" if stopping.is_set() else "")
    finally:
        ended.set()
        thread.join()


def _stage(held: Store) -> Callable[[str, float], None]:
    shown = ("", -1.0)

    def show(stage: str, progress: float) -> None:
        nonlocal shown
        if stage != shown[0] or progress - shown[1] >= 0.01:
            shown = (stage, progress)
            held.set_stage(stage, progress)

    return show


def work_forever(store: Store, folder: Path, *, resume: bool = False) -> None:
    """The worker process, until it is told to stop or its parent is gone (its pipe closes).

    It executes runs as they are queued, lets judgements follow the references, and keeps the run workbooks in `folder`.
    Runs whose worker died are paused, for somebody to resume; with `resume` they are queued again at once.
    """
    stopping = threading.Event()
    # from a thread: a handler interrupts this one, which may hold the event's lock just then
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=stopping.set).start())
    for task in (
        lambda: _stop_with_parent(stopping),
        lambda: _exit_in_time(stopping),
        lambda: keep_workbooks(store, folder, stopping),
        lambda: keep_judgements(store, stopping),
    ):
        threading.Thread(target=task, daemon=True).start()
    keep_working(store, stopping, resume=resume)
    os._exit(0)  # everything is on disk; an orderly end of torch takes longer than whoever stops the server waits


def keep_working(store: Store, stopping: threading.Event, *, resume: bool = False) -> None:
    """Until `stopping`: execute runs as they are queued. It looks when something was written to the store."""

    def look() -> None:
        for run_id in store.pause_abandoned():
            if resume:
                store.set_state(run_id, "queued")
        while not stopping.is_set() and work(store, stopping=stopping) is not None:
            pass

    _when_changed(store, stopping, look, "runs", anyway=LOOK_ANYWAY)


def keep_judgements(store: Store, stopping: threading.Event) -> None:
    """Until `stopping`: judge anew whatever a change of references asks for, also while a run is executed."""
    _when_changed(store, stopping, lambda: references.judge_anew(store), "judgements")


def _when_changed(
    store: Store, stopping: threading.Event, look: Callable[[], object], what: str, anyway: float = float("inf")
) -> None:
    """Call `look` whenever something was written to the store, and `anyway` seconds after the last time."""
    watch, pause, failed, last = store.watch(), POLL, False, -float("inf")
    while not stopping.is_set():
        try:
            if watch.changed() or failed or time.monotonic() - last > anyway:
                look()
                last = time.monotonic()
            failed, pause = False, POLL
        except Exception as error:  # noqa: BLE001 - a locked database or a full disk passes; the worker stays
            log.warning("the %s could not be looked at (%s); another try follows", what, error)
            failed, pause = True, min(2 * pause, LONGEST_PAUSE)
        stopping.wait(pause)


def _stop_with_parent(stopping: threading.Event) -> None:
    while os.read(sys.stdin.fileno(), 1):  # not sys.stdin.read: its lock would stand in the way of an orderly exit
        pass
    stopping.set()


def _exit_in_time(stopping: threading.Event) -> None:
    """A model that cannot be interrupted does not keep the process; its run is paused by whoever looks next."""
    stopping.wait()
    time.sleep(GRACE)
    os._exit(0)
