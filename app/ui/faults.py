"""What goes wrong in an event becomes a message in the page's language; what nobody expected is logged as well."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from types import SimpleNamespace
from typing import Any

import gradio as gr
from gradio import queueing, route_utils, routes

from app.errors import NarabeError
from app.ui.labels import Labels
from app.ui.messages import message
from app.ui.render import render

LOG = logging.getLogger(__name__)
TITLE = "fault.title"
SHOWN = 10.0
"""Seconds for which a message stays."""


def shown(labels: Labels, error: Exception, title: str = TITLE) -> gr.Error:
    """The error as Gradio shows it; `title`: the key of its heading."""
    text = message(labels, error) if isinstance(error, NarabeError) else labels(_kind(error))
    return gr.Error(text, title=labels(title), duration=SHOWN, print_exception=False)


def locked(error: Exception) -> bool:
    """Whether another program kept the database for itself for too long; SQLite says so in words."""
    return "database is locked" in str(error)


def _kind(error: Exception) -> str:
    return "fault.locked" if locked(error) else "fault.unexpected"


def failure(labels: Labels, title: str, error: NarabeError) -> str:
    """A banner that says why something was not done; `title`: the key of what was not."""
    return render("banner", labels, kind="no", title=labels(title), text=message(labels, error))


def guarded(labels: Labels, handler: Callable[..., Any]) -> Callable[..., Any]:
    """`handler` without a fault that the page says nothing about."""

    @wraps(handler)
    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return handler(*args, **kwargs)
        except gr.Error:
            raise
        except NarabeError as error:
            raise shown(labels, error) from error
        except Exception as error:
            LOG.exception("%s failed", getattr(handler, "__name__", "an event"))
            raise shown(labels, error) from error

    return call


def log_what_gradio_prints() -> None:
    """What fails around an event (input that no component takes) goes to the log, and through its filters.

    Gradio prints it on standard error by itself, with what was sent in it as it is.
    """
    printing = SimpleNamespace(print_exc=lambda: LOG.exception("an event could not be carried out"))
    for module in (queueing, route_utils, routes):
        module.traceback = printing  # type: ignore[attr-defined]


def guard(app: gr.Blocks, labels: Labels, known: frozenset[int]) -> None:
    """Guards every event of `app` that is not among the `known` ones, by id."""
    for number, event in app.default_config.fns.items():
        if number not in known and event.fn is not None:
            event.fn = guarded(labels, event.fn)
