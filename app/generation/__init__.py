"""Answer models by name: the embedded one, any checkpoint, or whatever a server offers.

A further kind of model is one module with a `load(name, progress)` and one line in `KINDS`.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import cast

from app.config import let_threads_wait, settings
from app.errors import SettingsError
from app.generation.base import NO_SERVER, AnswerModel, Completion, ModelInfo, Stage
from app.generation.resident import SHELF
from app.records import digest

let_threads_wait()  # before torch is first imported

__all__ = [
    "AnswerModel",
    "Completion",
    "ModelInfo",
    "Stage",
    "available_models",
    "check_name",
    "load_model",
    "revision",
]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of model: the names it answers to, the module that loads it, which ones to list, and their revisions."""

    pattern: str
    module: str
    listed: Callable[[], Sequence[ModelInfo]] = tuple
    revision: Callable[[str], str] = lambda name: ""
    server: bool = False
    """Whether it needs the server that the settings name."""


EMBEDDED = ModelInfo("embedded", "Gemma 3 270M", "comes along; runs on any CPU (Gemma terms of use)")
LISTED_FOR = 30.0
"""Seconds for which a server's list of models is believed."""


def _of_endpoint() -> Sequence[ModelInfo]:
    """What the server in the settings offers, if they name one. Its client takes a second to import."""
    return _look(settings().endpoint_url, int(time.monotonic() / LISTED_FOR)) if settings().endpoint_url else ()


def _of_folder(name: str) -> str:
    try:
        files = [(path.name, path.stat()) for path in sorted(Path(name).iterdir()) if path.is_file()]
    except (OSError, ValueError):
        return ""
    return digest([[file, found.st_size, found.st_mtime_ns] for file, found in files])[:16]


def _of_file(name: str) -> str:
    try:
        found = Path(name).expanduser().stat()
    except (OSError, ValueError, RuntimeError):
        return ""
    return digest([Path(name).name, found.st_size, found.st_mtime_ns])[:16]


@lru_cache(maxsize=1)
def _look(url: str, period: int) -> Sequence[ModelInfo]:
    return tuple(import_module("app.generation.endpoint.model").listed())


KINDS = (
    Kind("embedded", "app.generation.embedded.model", lambda: (EMBEDDED,)),
    Kind("endpoint:.+", "app.generation.endpoint.model", _of_endpoint, server=True),
    Kind("gguf:.+", "app.generation.endpoint.gguf", revision=lambda name: _of_file(name.partition(":")[2])),
    Kind("vllm:.+", "app.generation.endpoint.vllm", revision=lambda name: _of_folder(name.partition(":")[2])),
    Kind(".+", "app.generation.local.checkpoints", revision=_of_folder),
)


def load_model(name: str, *, progress: Stage | None = None) -> AnswerModel:
    """The model called `name`, loaded once in this process and kept until another needs its memory.

    Args:
        name: `embedded`, `endpoint:NAME`, `gguf:FILE`, `vllm:NAME`, a folder or a hub name; the last two with
            `@revision` where one is wanted.
        progress: told the stage (`converting` or `loading`) and how far it is (0..1).

    Raises:
        ModelError: it cannot be loaded; the message says what to do.
    """
    module = _kind(name).module
    return SHELF.get(
        f"{name} {revision(name)}", lambda: cast(AnswerModel, import_module(module).load(name, progress or _silent))
    )


def check_name(name: str) -> None:
    """Refuse a model that cannot be had with these settings, before anything is asked of it.

    Raises:
        SettingsError: one of a server's models without a server.
    """
    if _kind(name).server and not settings().endpoint_url:
        raise SettingsError(*reversed(NO_SERVER))


def revision(name: str) -> str:
    """What identifies the weights of a model that is a folder or a file: names, sizes and times, as they are now.

    Empty for models that are neither: their names say which they are, as far as it can be said.
    """
    return _kind(name).revision(name)


def _kind(name: str) -> Kind:
    return next(kind for kind in KINDS if re.fullmatch(kind.pattern, name, re.DOTALL))


def available_models() -> list[ModelInfo]:
    """The models to offer first; any folder or hub name may be given instead."""
    found = [info for kind in KINDS for info in kind.listed()]
    preferred = settings().model
    if all(info.name != preferred for info in found):
        found.insert(0, ModelInfo(preferred, preferred, "chosen in the settings"))
    return found


def _silent(what: str, fraction: float) -> None:
    """Report nothing."""
