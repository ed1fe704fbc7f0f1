"""The copy of a loaded file in which every doubtful cell is marked, kept for a day behind its button."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

import gradio as gr

from app.config import settings
from app.errors import NarabeError
from app.questions import read_foreign, user_memory
from app.records import digest
from app.ui.events import SLOW
from app.ui.loaded import Loaded
from app.ui.page import Page

KEPT = 24 * 3600.0
"""Seconds after which a copy is deleted."""
MOST = 50
"""Copies that are kept; the oldest go first."""


def layout(page: Page) -> gr.DownloadButton:
    """The button, hidden until there is a copy."""
    return gr.DownloadButton(page.labels("questions.checked"), visible=False, size="md", elem_id="nb-checked")


def wire(page: Page, button: gr.DownloadButton) -> None:
    """The copy follows what was loaded; nobody waits for it."""
    page.questions.change(page.bind(prepare), page.questions, button, **SLOW)


def prepare(page: Page, loaded: Loaded | None) -> Any:
    """The copy behind its button; none where nothing is doubtful, or nothing could be read."""
    found = loaded.reading if loaded else None
    if loaded is None or loaded.path is None or found is None or not found.headers or not found.problems:
        return gr.update(visible=False, value=None)
    path = place(loaded, page.labels.language)
    try:
        read_foreign(
            loaded.path,
            loaded.columns,
            loaded.sheet,
            user_memory(frozen=True),  # what was forgotten meanwhile stays so
            encoding=loaded.encoding,
            split=loaded.split,
            join=loaded.join,
            header_row=loaded.header_row,
            annotated=path,
            language=page.labels.language,
        )
    except NarabeError:
        return gr.update(visible=False, value=None)
    return gr.update(visible=path.exists(), value=str(path) if path.exists() else None)


def place(loaded: Loaded, language: str) -> Path:
    """Where the copy stands: a folder of its own for what was found in a file; old ones are cleared away."""
    root = settings().workbooks / "checked"
    root.mkdir(parents=True, exist_ok=True)
    newest_first = sorted(root.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)
    for place_in_age, old in enumerate(newest_first, start=1):
        if place_in_age >= MOST or time.time() - old.stat().st_mtime > KEPT:
            shutil.rmtree(old, ignore_errors=True)
    folder = root / digest([loaded.name, language, [str(one) for one in loaded.problems], time.time_ns()])[:16]
    folder.mkdir(exist_ok=True)
    return folder / f"{Path(loaded.name).stem[:80]}-checked.xlsx"
