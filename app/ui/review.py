"""The review screen."""

from __future__ import annotations

import gradio as gr

from app.ui.page import Page


def build(page: Page) -> None:
    """Lays the tab out and wires it."""
    gr.Textbox(label=page.labels("tab.review"))
