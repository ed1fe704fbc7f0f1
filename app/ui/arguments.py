"""Whether what an event was sent fits what its handler takes: asked only once the handler has failed."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import gradio as gr
from pydantic import TypeAdapter, ValidationError

PLAIN = (str, int, float, bool, NoneType)
"""What JSON has, apart from lists and objects of these."""
SHAPES = (LookupError, TypeError, ValueError, AttributeError)
"""How code fails on an event's data that has another shape than the page sends."""


def misfit(handler: Callable[..., Any], arguments: Sequence[Any], error: Exception) -> bool:
    """Whether the request is to blame for `error`: an argument of another type, or an event's data of another shape."""
    try:
        hints = get_type_hints(inspect.unwrap(handler))
        names = list(inspect.signature(handler).parameters)
    except (NameError, TypeError, ValueError):
        return False
    given = dict(zip(names, arguments, strict=False))
    if any(isinstance(value, gr.EventData) for value in given.values()) and isinstance(error, SHAPES):
        return True
    return any(not _fits(value, hints[name]) for name, value in given.items() if _plain(hints.get(name)))


def _plain(hint: Any) -> bool:
    """Whether a value of this type is something that JSON says."""
    origin = get_origin(hint)
    if origin is Literal:
        return True
    if origin in (list, dict, Sequence, Mapping, Union, UnionType):
        return all(map(_plain, get_args(hint)))
    return hint in PLAIN


def _fits(value: Any, hint: Any) -> bool:
    try:
        TypeAdapter(hint).validate_python(value)
    except ValidationError:
        return False
    return True
