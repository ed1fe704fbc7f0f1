"""Asynchronous work from ordinary code: it runs in a thread with its own loop, and gives its items as they come."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TypeAlias, TypeVar

T = TypeVar("T")
Put: TypeAlias = Callable[[T], None]

LOOK_EVERY = 0.05
"""Seconds between looks whether to stop, while nothing comes."""
PATIENCE = 5.0
"""Seconds that cancelled work is given to close its connections."""


def results(work: Callable[[Put[T]], Awaitable[None]], cancelled: Callable[[], bool]) -> Iterator[T]:
    """What `work` puts, until it ends or `cancelled()` is true; the work itself is cancelled then, wherever it waits.

    An error of the work is raised here, after what it had put before.
    """
    items: SimpleQueue[T] = SimpleQueue()
    loop = asyncio.new_event_loop()

    async def done() -> None:
        await work(items.put)

    task = loop.create_task(done())
    thread = Thread(target=_run, args=(loop, task), daemon=True)
    thread.start()
    try:
        while thread.is_alive() and not cancelled():
            with suppress(Empty):
                yield items.get(timeout=LOOK_EVERY)
        while not items.empty():
            yield items.get()
    finally:
        with suppress(RuntimeError):  # the loop may be closed already
            loop.call_soon_threadsafe(task.cancel)
        thread.join(PATIENCE)
    if not cancelled() and task.done() and not task.cancelled() and (error := task.exception()) is not None:
        raise error


def _run(loop: asyncio.AbstractEventLoop, task: asyncio.Task[None]) -> None:
    asyncio.set_event_loop(loop)
    with suppress(asyncio.CancelledError, Exception):  # kept in the task, for whoever takes the results
        loop.run_until_complete(task)
    loop.close()
