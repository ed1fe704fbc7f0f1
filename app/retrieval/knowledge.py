"""A knowledge base: its passages as they were when a run was planned, and those nearest to a question."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path

from langchain_core.documents import Document

from app.atomic import write_text_whole
from app.config import settings
from app.errors import NarabeError
from app.records import NO_RETRIEVAL, Arm, Passage, digest
from app.retrieval import splitting
from app.retrieval.foreign import folder_texts
from app.retrieval.splitting import Piece, pieces
from app.retrieval.texts import Source, read_folder
from app.retrieval.vectors import KeptEmbeddings, Searchable, vector_store
from evaluators import load_encoder
from evaluators.encoders.loading import EMBEDDED, Encoder

FLOOR = 0.4
"""Similarity to the question from which on a passage counts as found by the embedded encoder (benchmarks/retrieval.md).

Other encoders have scales of their own: for them a floor has to be set, or every question gets passages.
"""
MAX_CONTEXT = 1_500
"""Characters of passages in one prompt, so that they never crowd out the question."""
VERSION = 2
"""Rises when the same files would give other passages to a question."""


@dataclass(frozen=True)
class Knowledge:
    """The passages of a knowledge base, ready to be searched.

    Attributes:
        encoder: turns questions into vectors.
        store: the keys of the passages (see `Piece.keys`); each document knows the passage that it stands in.
        most: how many keys a passage has at most.
    """

    encoder: Encoder
    store: Searchable
    most: int

    def search(self, questions: Sequence[str]) -> list[tuple[Passage, ...]]:
        """For each question its passages, best first; none where nothing is similar enough."""
        return [self._nearest(vector.tolist()) for vector in self.encoder.encode(questions)] if questions else []

    def _nearest(self, vector: list[float]) -> tuple[Passage, ...]:
        wanted = settings().passages
        # The best passages are among so many keys, even if each comes with all of its keys first.
        found = self.store.similarity_search_with_score_by_vector(vector, k=(wanted - 1) * self.most + 1)
        near: dict[str, Passage] = {}
        for document, score in found:
            if score >= floor():
                text, source = document.metadata["passage"], document.metadata["source"]
                near.setdefault(text, Passage(text, source, round(float(score), 4)))
        passages: list[Passage] = []
        room = MAX_CONTEXT
        for passage in list(near.values())[:wanted]:
            room -= len(passage.text)
            if room < 0 and passages:
                break
            passages.append(passage)
        return tuple(passages)


def context(passages: Sequence[Passage]) -> str:
    """Passages as they stand in a prompt: on one line, because a line without text ends many prompts' examples."""
    return " ".join(passage.text for passage in passages)


def floor() -> float:
    """The similarity that the settings ask for."""
    chosen = settings().passage_floor
    if chosen is not None:
        return chosen
    return FLOOR if settings().encoder == EMBEDDED else -1.0


def gather(folder: Path) -> str:
    """Keep the passages of a folder as they are now; what identifies them, and how they are found.

    The folder may change or go afterwards.

    Raises:
        NarabeError: nothing to read, files that cannot be read (all are named), or more than may be.
    """
    sources = read_folder(folder)
    content = _content(sources)
    path = _index(content) / "pieces.json"
    if not path.exists():
        found = pieces(folder_texts(folder))
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text_whole(path, json.dumps([asdict(piece) for piece in found], ensure_ascii=False))
    how = [VERSION, settings().encoder, settings().passages, floor()]
    return f"{content}-{digest(how)[:8]}"


def _content(sources: Sequence[Source]) -> str:
    listed = [[source.name, hashlib.sha256(source.data).hexdigest()] for source in sources]
    return digest([VERSION, splitting.SETTINGS, listed])[:24]


def _index(content: str) -> Path:
    return settings().passage_index / content


def planned(arm: Arm) -> Arm:
    """The arm with what identifies its passages, so that changed files are another arm; its folder's full path.

    Raises:
        NarabeError: see `gather`.
    """
    if arm.retrieval == NO_RETRIEVAL:
        return arm
    try:
        folder = Path(arm.retrieval).expanduser().resolve()
    except (OSError, RuntimeError) as error:  # links in a circle, no home
        raise NarabeError(f"{arm.retrieval}: cannot be followed ({error}) → name a folder") from error
    return replace(arm, retrieval=str(folder), knowledge=gather(folder))


def open_knowledge(arm: Arm) -> Knowledge | None:
    """The knowledge base of a planned arm; None without retrieval.

    Raises:
        NarabeError: its passages are gone from the state folder.
        SettingsError: the settings name a vector store whose packages are missing.
    """
    if not arm.knowledge:
        return None
    return _open(_index(arm.knowledge.partition("-")[0]), settings().encoder, arm.retrieval_name)


@lru_cache(maxsize=4)
def _open(index: Path, encoder_name: str, name: str) -> Knowledge:
    try:
        found = [Piece(**one) for one in json.loads((index / "pieces.json").read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError) as error:
        raise NarabeError(f"the passages of {name} are gone from {index} → start a new run") from error
    encoder = load_encoder(encoder_name)
    documents = [
        Document(key, metadata={"source": one.source, "passage": one.whole}) for one in found for key in one.keys
    ]
    kept = index / f"{re.sub(r'[^A-Za-z0-9.-]+', '-', encoder_name)[:40]}-{digest(encoder_name)[:8]}.npy"
    store = vector_store(settings().vector_store, documents, KeptEmbeddings(encoder, kept))
    return Knowledge(encoder, store, max(len(one.keys) for one in found))
