"""What goes wrong in an event becomes a message in the page's language; what nobody expected is logged as well."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from functools import wraps
from traceback import walk_tb
from types import SimpleNamespace
from typing import Any

import gradio as gr
from gradio import queueing, route_utils, routes

from app.errors import NarabeError
from app.security.requests import blame_request, brief
from app.ui.arguments import misfit
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
            blame_request()
            raise
        except NarabeError as error:
            blame_request()
            raise shown(labels, error) from error
        except Exception as error:
            name = getattr(handler, "__name__", "an event")
            if misfit(handler, args, error):
                blame_request()
                LOG.warning("%s was sent what it cannot take: %s", name, brief(error))
                raise gr.Error(
                    labels("fault.request"), title=labels(TITLE), duration=SHOWN, print_exception=False
                ) from error
            LOG.exception("%s failed", name)
            raise shown(labels, error) from error

    return call


def log_what_gradio_prints() -> None:
    """What fails around an event (input that no component takes) goes to the log, and through its filters.

    Gradio prints it on standard error by itself, with what was sent in it as it is.
    """
    printing = SimpleNamespace(print_exc=_log_around)
    for module in (queueing, route_utils, routes):
        module.traceback = printing  # type: ignore[attr-defined]


def _log_around() -> None:
    """Logs what is being handled: before a handler it is the request's fault, and one line; after it, the app's."""
    error = sys.exc_info()[1]
    if error is None or _after_handler(error):
        LOG.exception("an event could not be carried out")
    else:
        blame_request()
        LOG.warning("an event could not be carried out: %s", brief(error))


def _after_handler(error: BaseException) -> bool:
    """Whether a component did not take what its handler returned."""
    return any(frame.f_code.co_name == "postprocess_data" for frame, _ in walk_tb(error.__traceback__))


def guard(app: gr.Blocks, labels: Labels, known: frozenset[int]) -> None:
    """Guards every event of `app` that is not among the `known` ones, by id."""
    for number, event in app.default_config.fns.items():
        if number not in known and event.fn is not None:
            event.fn = guarded(labels, event.fn)
