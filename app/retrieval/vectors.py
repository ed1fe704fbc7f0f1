"""Passages' vectors: computed once, kept as a file, and searched by a LangChain vector store."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, Protocol, cast

import numpy as np
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import InMemoryVectorStore

from app.atomic import write_whole
from app.errors import SettingsError
from evaluators.encoders.loading import Encoder, Vectors

MISSING = "NARABE_VECTOR_STORE=faiss needs further packages → pip install langchain-community faiss-cpu, or unset it"


class Searchable(Protocol):
    """What is asked of a LangChain vector store."""

    def similarity_search_with_score_by_vector(self, embedding: list[float], k: int) -> list[tuple[Document, float]]:
        """The `k` nearest documents with their scores, best first."""
        ...


class KeptEmbeddings(Embeddings):
    """The sentence encoder as LangChain knows encoders. The vectors of documents are kept in `path` and read again.

    Args:
        encoder: gives unit vectors.
        path: belongs to these documents in this order and to this encoder alone.
    """

    def __init__(self, encoder: Encoder, path: Path) -> None:
        self.encoder, self.path = encoder, path

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Unit vectors of documents."""
        kept = self._kept(len(texts))
        if kept is None:
            kept = self.encoder.encode(texts)
            self._keep(kept)
        return cast("list[list[float]]", list(kept))  # rows of an array: the stores take them as they are

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of a question."""
        return cast("list[float]", self.encoder.encode([text])[0])

    def _kept(self, count: int) -> Vectors | None:
        try:
            vectors = np.load(self.path, allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return None
        return vectors if vectors.ndim == 2 and len(vectors) == count else None

    def _keep(self, vectors: Vectors) -> None:
        def write(part: Path) -> None:
            with part.open("wb") as stream:
                np.save(stream, vectors, allow_pickle=False)

        write_whole(self.path, write)


def vector_store(kind: Literal["memory", "faiss"], documents: Sequence[Document], embeddings: Embeddings) -> Searchable:
    """A store of the documents whose scores are cosine similarities.

    Raises:
        SettingsError: the packages of the kind that the settings name are missing.
    """
    if kind == "memory":
        return cast("Searchable", InMemoryVectorStore.from_documents(list(documents), embeddings))
    try:
        from langchain_community.vectorstores import FAISS
        from langchain_community.vectorstores.utils import DistanceStrategy

        by_product: Any = DistanceStrategy.MAX_INNER_PRODUCT  # of unit vectors: the cosine
        return cast("Searchable", FAISS.from_documents(list(documents), embeddings, distance_strategy=by_product))
    except ImportError as error:
        raise SettingsError(MISSING) from error
