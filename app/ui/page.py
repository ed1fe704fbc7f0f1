"""What every tab of a page is given: the page's language, and the store behind it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import gradio as gr

from app.config import settings
from app.security.callers import address
from app.store import Store
from app.ui.labels import Labels


def visitor(request: gr.Request | None) -> str:
    """Who asks, as far as the server can tell: the login, else the address; empty for nobody."""
    if request is None or request.request is None:
        return ""
    if request.username:
        return str(request.username)
    host = request.client.host if request.client else ""
    return address(request.headers, host, space=bool(settings().space_id))


P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Page:
    """One language's page. `tabs` has the ids questions, run, review and results; `run` holds the current run's id.

    Set `run` from any handler (as an output) and the other tabs follow; `questions` holds what the visitor loaded
    (`app.ui.loaded.Loaded`, or None) in the same way.
    """

    labels: Labels
    store: Store
    tabs: gr.Tabs
    run: gr.State
    questions: gr.State
    form: gr.State
    """What a reload, or a run that is copied, puts into the form of the Run tab (see `app.ui.run.refilling`)."""
    workbook: Path | None = None
    """The workbook that the app was started with."""

    def bind(self, handler: Callable[Concatenate[Page, P], R]) -> Callable[P, R]:
        """`handler` with this page as its first argument, in a form whose annotations Gradio can still read."""

        @wraps(handler)
        def bound(*args: P.args, **kwargs: P.kwargs) -> R:
            return handler(self, *args, **kwargs)

        signature = inspect.signature(handler)
        rest = list(signature.parameters.values())[1:]
        described: Any = bound
        described.__signature__ = signature.replace(parameters=rest)
        return bound


@cache
def asset(name: str) -> str:
    """The text of a template, style sheet or script that stands beside this file."""
    return (Path(__file__).parent / name).read_text("utf-8")
