"""Texts → passages: a paragraph, or one to three sentences of it, cut where Japanese and English sentences end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from langchain_text_splitters import RecursiveCharacterTextSplitter

from app.errors import NarabeError
from app.retrieval.texts import Text
from evaluators.evidence.spans import sentences
from evaluators.normalization import usable

SEPARATORS = ["\n", "。", "！", "？", ". ", "! ", "? ", "、", "，", ", ", " ", ""]
"""Where to cut, best first. A sentence keeps its end."""
SIZE = {"ja": 120, "en": 240}
"""Longest passage in characters; English needs about twice as many for the same."""
WHOLE = 3
"""A row of a table is left whole up to this many times the size."""
SHORTEST = 12
"""What is shorter says nothing by itself."""
MAX_PASSAGES = 50_000
_JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_BLANK_LINES = re.compile(r"\n\s*\n")
SETTINGS = {"size": SIZE, "separators": SEPARATORS, "whole": WHOLE, "shortest": SHORTEST, "version": 2}
"""What decides how a text is cut, for the identity of a knowledge base."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage before anything was asked. `heading` says what its text is about, which a sentence alone may not."""

    source: str
    heading: str
    text: str

    @property
    def whole(self) -> str:
        """What is put into a prompt."""
        return self._headed(self.text)

    @property
    def keys(self) -> list[str]:
        """What is compared with a question: each sentence, followed by the whole, which says what it is about."""
        found = sentences(self.text)
        return [f"{self._headed(one)} {self.whole}" for one in found] if len(found) > 1 else [self.whole]

    def _headed(self, text: str) -> str:
        if not self.heading:
            return text
        return f"{self.heading}{'。' if _JAPANESE.search(self.heading) else ': '}{text}"


def pieces(texts: Sequence[Text]) -> list[Piece]:
    """The passages of texts, in order, each text once.

    Raises:
        NarabeError: there are none, or too many.
    """
    found: dict[tuple[str, str], Piece] = {}
    for text in texts:
        for part in _parts(text):
            found.setdefault((text.source, part), Piece(text.source, text.heading, part))
        if len(found) > MAX_PASSAGES:
            raise NarabeError(f"the files have more than {MAX_PASSAGES:,} passages → take fewer or smaller ones")
    if not found:
        raise NarabeError("the files hold no text → PDFs that were scanned need their text recognised first")
    return list(found.values())


def _parts(text: Text) -> list[str]:
    clean = usable(text.text).replace("\r\n", "\n")
    japanese = len(_JAPANESE.findall(clean[:20_000])) > 0.2 * len(clean[:20_000])
    size = SIZE["ja" if japanese else "en"]
    splitter = RecursiveCharacterTextSplitter(
        separators=SEPARATORS,
        keep_separator="end",
        chunk_size=size * (WHOLE if text.whole else 1),
        chunk_overlap=0,
    )
    # A paragraph is about one thing; what stands around it in another would only distract.
    found = [one for paragraph in _BLANK_LINES.split(clean) for one in splitter.split_text(paragraph)]
    return [part for one in found if len(part := " ".join(one.split())) >= SHORTEST]
