"""What tests of the tabs share: a page without a browser, and the text of rendered HTML."""

from __future__ import annotations

import html
import re
from functools import cache

import gradio as gr

from app.records import Language
from app.store import Store
from app.ui.labels import Labels
from app.ui.page import Page


@cache
def components() -> tuple[gr.Tabs, gr.State, gr.State, gr.State]:
    """The components that a page has; handlers do not touch them."""
    with gr.Blocks(analytics_enabled=False):
        return gr.Tabs(), gr.State(""), gr.State(None), gr.State(None)


def page(store: Store, language: Language = "en") -> Page:
    """A page of the app that nothing is drawn on."""
    return Page(Labels(language), store, *components())


def click(value: str) -> gr.EventData:
    """The event `pick` with this value."""
    return gr.EventData(None, {"value": value})


def words(markup: str) -> str:
    """What a reader sees of the markup, its white space evened out."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())
