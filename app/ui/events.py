"""How the events of the page are listened to, and what tells that a tab was opened."""

from __future__ import annotations

from typing import Any, cast

import gradio as gr

from app.ui.page import Page

QUIET: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
"""For events that only redraw."""
SETS: dict[str, Any] = {"concurrency_limit": None, "show_progress": "hidden", "api_visibility": "private"}
"""For events that set a state which others follow: only queued events tell the browser that a state changed."""
SLOW: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""For events whose outcome takes a while and that nobody waits for."""


def opening(page: Page) -> gr.Tab:
    """The tab that is being laid out; its `select` comes however it is opened, that of `page.tabs` only by a click."""
    return cast(gr.Tab, page.tabs.children[-1])
