"""What a window had loaded and chosen comes back after a reload, and after a change of language."""

from __future__ import annotations

import time
from typing import Any

import gradio as gr

from app.ui import keeping, scripts
from app.ui.events import QUIET, SETS
from app.ui.loaded import Loaded
from app.ui.page import Page

EVENTS = ("restore",)
"""What the browser sends when the page is loaded anew."""


def build(page: Page) -> None:
    """A component without a look; its value tells the browser under which name the questions are kept."""
    keeper: Any = gr.HTML(js_on_load=scripts.loader("keeper.js", EVENTS), apply_default_css=False, elem_id="nb-keeper")
    page.questions.change(kept, page.questions, keeper, trigger_mode="multiple", **QUIET)
    if page.workbook is None:
        keeper.restore(page.bind(on_restore), None, [page.questions, page.form], **SETS)


def on_restore(page: Page, event: gr.EventData) -> tuple[Loaded | None, dict[str, Any]]:
    """What the window had loaded and chosen before."""
    loaded = keeping.restore(page, str(event._data.get("questions") or ""))
    sha256 = loaded.questions.sha256 if loaded and loaded.questions else ""
    return loaded, {"text": str(event._data.get("form") or ""), "sha256": sha256, "at": time.time()}


def kept(loaded: Loaded | None) -> dict[str, str]:
    """What is loaded is kept, and the browser told under which name.

    The questions are not set: that would take back what was loaded meanwhile.
    """
    return {"kept": keeping.keep(loaded)}
