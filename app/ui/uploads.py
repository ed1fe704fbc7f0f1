"""What visitors upload is kept for a bounded time, and bounded in size: on disk, and in each session."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import gradio as gr

FILE_TYPES = (
    *(".xlsx", ".xlsm", ".xls", ".ods"),
    *(".csv", ".tsv", ".txt", ".json", ".jsonl", ".parquet", ".eval"),
)
KEPT = 6 * 3600
"""Seconds that an uploaded file, and what a session loaded from it, is kept."""
SESSIONS = 2_000
"""Sessions whose state is kept; the one that was used least recently is forgotten first."""
MOST_BYTES = 400 * 1024**2
"""Of all uploaded files together; beyond, the oldest are deleted."""
EVERY = 20.0
"""Seconds between looks."""
CLEARING = (600, KEPT)
"""How often Gradio looks for files that are too old, and how old that is, in seconds."""


@contextlib.asynccontextmanager
async def lifespan(server: Any) -> AsyncIterator[None]:
    """While the server runs, uploads are kept within their size."""
    task = asyncio.create_task(_tidy_for_ever(server))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _tidy_for_ever(server: Any) -> None:
    while True:
        await asyncio.sleep(EVERY)
        await asyncio.to_thread(tidy, server.get_blocks())


def tidy(app: gr.Blocks, most: int = MOST_BYTES) -> None:
    """Delete the oldest uploads of `app`, as long as all of them together have more than `most` bytes."""
    newest_first = sorted(_sizes(app), reverse=True)
    total = 0
    for _, size, name in newest_first:
        total += size
        if total > most:
            Path(name).unlink(missing_ok=True)
            app.upload_file_set.discard(name)


def _sizes(app: gr.Blocks) -> list[tuple[float, int, str]]:
    """When each upload that is still there was written, its size in bytes, and its path."""
    found = []
    for name in list(app.upload_file_set):
        with contextlib.suppress(OSError):
            facts = Path(name).stat()
            found.append((facts.st_mtime, facts.st_size, name))
    return found
