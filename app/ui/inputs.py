"""Choices whose value a handler checks: Gradio's own check knows neither the page's language nor what was added since.

It compares with the choices that the page was built with, so a script could name no prompt that was kept later.
"""

from __future__ import annotations

from typing import Any, TypeVar

import gradio as gr

Choice = TypeVar("Choice", gr.Dropdown, gr.CheckboxGroup)


def as_sent(choice: Choice) -> Choice:
    """The component, whose events get what was sent."""
    component: Any = choice
    component.preprocess = _same
    return choice


def _same(payload: Any) -> Any:
    return payload
