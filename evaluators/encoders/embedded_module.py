"""The embedded encoder as a sentence-transformers module (apart, because that library takes seconds to import)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers.base.modules import InputModule

_DIMENSIONS = 512


class EmbeddedModule(InputModule):
    """Universal Sentence Encoder Multilingual v3 for `SentenceTransformer(modules=[EmbeddedModule(encode)])`."""

    def __init__(self, encode: Callable[[list[str]], NDArray[np.float32]]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._encode = encode

    def preprocess(self, inputs: Any, prompt: str | None = None, **_: Any) -> dict[str, Any]:
        """Encodes at once: the model reads text, so there are no token tensors to pass on."""
        vectors = self._encode([f"{prompt or ''}{text}" for text in inputs])
        return {"sentence_embedding": torch.from_numpy(np.asarray(vectors, np.float32))}

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The features unchanged: `preprocess` has made the embeddings."""
        return features

    def get_embedding_dimension(self) -> int:
        """The length of a vector."""
        return _DIMENSIONS

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Saves nothing: the weights live in their own package."""
