"""A run on the command line: worked on here, or followed where another process has it, under one progress bar."""

from __future__ import annotations

import threading
import time

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from app.records import Run
from app.runs.worker import work
from app.security.terminal import readable
from app.store import Store

LOOK_EVERY = 0.5
"""Seconds between looks at the run's progress."""


def follow(store: Store, run: Run) -> Run:
    """Show the run's progress until it ends; Ctrl-C cancels it (its answers are kept). Returns it as it ended."""
    worker = threading.Thread(target=_work, args=(store, run.id), daemon=True)
    worker.start()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, TextColumn("{task.fields[figures]}"), console=Console(stderr=True)) as bar:
        bar.console.print(_outlook(store, run), highlight=False)
        task = bar.add_task(escape(readable(run.name)), total=run.total, figures="")
        while True:
            try:
                worker.join(LOOK_EVERY)
                progress = store.progress(run.id, latest=0)
                now = progress.run
                bar.update(
                    task,
                    completed=now.answered + now.errors,
                    description=escape(readable(f"{now.stage or now.state} {now.name}")),
                    figures=_figures(
                        progress.per_second, progress.tokens_per_second, progress.seconds_left, now.errors
                    ),
                )
                if not worker.is_alive() and now.state not in ("queued", "running"):
                    return now
            except KeyboardInterrupt:
                store.request_cancel(run.id)


def _outlook(store: Store, run: Run) -> str:
    """What there is to do, and how long it takes by the speed of earlier answers."""
    left = run.total - run.answered
    known = store.estimate(run.arms, left // len(run.arms)) if left else None
    if known is None:
        return f"{left} answers to go" if left else "every answer is there already"
    minutes, seconds = divmod(max(1, round(known.seconds)), 60)
    time_ = f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
    most = "at most " if known.at_most else "about "
    return f"{left} answers to go, {most}{time_} once the model is loaded (from {known.answers} earlier answers here)"


def _work(store: Store, run_id: str) -> None:
    """Execute the run here as soon as no other process has it; leave it where another one has brought it to its end."""
    store.pause_abandoned()
    while work(store, run_id) is None:
        if store.run(run_id).state in ("done", "cancelled", "failed"):
            return
        time.sleep(LOOK_EVERY)
        store.pause_abandoned()


def _figures(per_second: float, tokens_per_second: float, seconds_left: float | None, errors: int) -> str:
    left = f"{seconds_left:.0f} s left" if seconds_left is not None else ""
    failed = f"{errors} errors" if errors else ""
    rate = f"{per_second:.1f} questions/s, {tokens_per_second:.0f} tokens/s" if per_second else ""
    return " · ".join(part for part in (rate, left, failed) if part)
