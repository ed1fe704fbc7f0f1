"""Sentence encoders: the embedded one, and any other that sentence-transformers loads by name."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from evaluators.hub import only_here
from evaluators.normalization import usable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors: TypeAlias = NDArray[np.float32]

EMBEDDED = "embedded"
MAX_CHARACTERS = 600
"""A text is encoded up to here: what follows hardly moves a sentence embedding and would cost time and memory."""
_BATCH = 4096
_REMEMBERED = 8192


class Encoder(Protocol):
    """Turns texts into unit vectors; `name` identifies it in records and calibrations."""

    @property
    def name(self) -> str:
        """What identifies the encoder in records and calibrations."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (n, dimensions), of texts in order."""
        ...


class RememberingEncoder:
    """An encoder that encodes each distinct text once, remembers recent ones, and may be called from any thread."""

    def __init__(self, name: str, encode: Callable[[list[str]], Vectors]) -> None:
        self.name = name
        self._encode = encode
        self._known: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (n, dimensions); an empty sequence gives shape (0, 0)."""
        cut = [usable(text)[:MAX_CHARACTERS] for text in texts]
        if not cut:
            return np.zeros((0, 0), np.float32)
        with self._lock:
            found = {text: self._known[text] for text in set(cut) if text in self._known}
            missing = [text for text in dict.fromkeys(cut) if text not in found]
            for start in range(0, len(missing), _BATCH):
                batch = missing[start : start + _BATCH]
                found.update(zip(batch, _unit(self._encode(batch)), strict=True))
            self._remember(found)
        return np.stack([found[text] for text in cut])

    def forget(self) -> None:
        """Drops the remembered vectors."""
        with self._lock:
            self._known.clear()

    def _remember(self, vectors: dict[str, Vectors]) -> None:
        self._known.update(vectors)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), np.float32)


def load_encoder(name: str = EMBEDDED) -> RememberingEncoder:
    """An encoder by name, loaded once per process.

    Args:
        name: `embedded` (Universal Sentence Encoder Multilingual v3), or a folder or hub name of a model that
            sentence-transformers loads. Models of the E5 family get the prefix they were trained with, others the
            prompt that they name for queries or similarity, if any.

    Raises:
        ValueError: the model cannot be loaded; the message says which and why.

    Examples:
        >>> load_encoder().encode(["東京", "Tokyo"]).shape
        (2, 512)
    """
    return _by_name(name)


@lru_cache(maxsize=4)
def _by_name(name: str) -> RememberingEncoder:
    if name == EMBEDDED:
        return RememberingEncoder(EMBEDDED, _embedded_model())
    return from_sentence_transformer(_load(name), name)


def from_sentence_transformer(model: SentenceTransformer, name: str) -> RememberingEncoder:
    """A sentence-transformers model as an encoder, with the prefix or prompt that it expects."""
    prompt = _prompt(model, name)

    def encode(texts: list[str]) -> Vectors:
        return np.asarray(model.encode(texts, prompt=prompt, show_progress_bar=False), np.float32)

    return RememberingEncoder(name, encode)


def sentence_transformer(name: str = EMBEDDED) -> SentenceTransformer:
    """A model as sentence-transformers knows it, for use with that library; `embedded` becomes its only module.

    Raises:
        ValueError: the model cannot be loaded.

    Examples:
        >>> sentence_transformer().encode(["東京"]).shape
        (1, 512)
    """
    if name != EMBEDDED:
        return _load(name)
    from sentence_transformers import SentenceTransformer

    from evaluators.encoders.embedded_module import EmbeddedModule

    return SentenceTransformer(modules=[EmbeddedModule(_embedded_model())], device="cpu")


def resolve_encoder(encoder: Any = None) -> Encoder:
    """The encoder meant by an argument: None (embedded), a name, an encoder, or a SentenceTransformer."""
    if encoder is None or isinstance(encoder, str):
        return load_encoder(encoder or EMBEDDED)
    if isinstance(encoder, RememberingEncoder):
        return encoder
    if hasattr(encoder, "prompts"):
        return from_sentence_transformer(encoder, "custom")
    return encoder  # type: ignore[no-any-return]


def _load(name: str) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(name, local_files_only=only_here(name))
    except (OSError, ValueError, RuntimeError, ImportError, KeyError) as error:
        raise ValueError(f"The encoder “{name}” cannot be loaded: {error}") from error


@lru_cache(maxsize=1)
def _embedded_model() -> Callable[[list[str]], Vectors]:
    from evaluators.encoders.embedded_encoder import EmbeddedEncoder

    return EmbeddedEncoder().encode


def _prompt(model: SentenceTransformer, name: str) -> str | None:
    prompts = getattr(model, "prompts", None) or {}
    for key in ("similarity", "STS", "query", "passage"):
        if prompts.get(key):
            return str(prompts[key])
    base = name.rstrip("/").rsplit("/", 1)[-1].lower()
    if "e5" in base.replace("_", "-").split("-") and "instruct" not in base:
        return "query: "
    return None
