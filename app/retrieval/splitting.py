"""Texts → sentences that are compared with a question, each with the one before it for the prompt.

A sentence alone is found best; but what it speaks of often stands in the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from langchain_text_splitters import RecursiveCharacterTextSplitter

from app.errors import NarabeError
from app.retrieval.reading import Text
from evaluators.normalization import usable

SEPARATORS = ["\n\n", "\n", "。", "！", "？", ". ", "! ", "? ", "、", "，", ", ", " ", ""]
"""Where to cut, best first. A sentence keeps its end."""
SIZE = {"ja": 120, "en": 240}
"""Longest sentence in characters, longer ones are cut; English needs about twice as many for the same."""
WHOLE = 3
"""A row of a table is left whole up to this many times the size."""
SHORTEST = 12
"""What is shorter says nothing by itself."""
MAX_PASSAGES = 50_000
_JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\s*[-*•・]\s)")
_SENTENCE = re.compile(r"(?<=[。！？])(?![」』）])|(?<=[.!?])\s+(?=[A-Z“\"])")
SETTINGS = {"size": SIZE, "separators": SEPARATORS, "whole": WHOLE, "shortest": SHORTEST, "version": 2}
"""What decides how a text is cut, for the identity of a knowledge base."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage before anything was asked.

    Attributes:
        heading: says what its text is about, which a sentence alone may not.
        text: what is compared with a question, after its heading.
        before: the sentence before it, which stands in a prompt too; may be empty.
    """

    source: str
    heading: str
    text: str
    before: str = ""

    @property
    def key(self) -> str:
        """What is compared with a question."""
        return self._headed(self.text)

    @property
    def whole(self) -> str:
        """What is put into a prompt."""
        space = "" if not self.before or self.before.endswith(("。", "！", "？")) else " "
        return self._headed(f"{self.before}{space}{self.text}")

    def _headed(self, text: str) -> str:
        if not self.heading:
            return text
        return f"{self.heading}{'。' if _JAPANESE.search(self.heading) else ': '}{text}"


def pieces(texts: Sequence[Text]) -> list[Piece]:
    """The passages of texts, in order, each sentence of a file once.

    Raises:
        NarabeError: there are none, or too many.
    """
    found: dict[tuple[str, str], Piece] = {}
    for text in texts:
        for paragraph in [text.text] if text.whole else _PARAGRAPH.split(text.text.replace("\r\n", "\n")):
            before = ""
            for part in _parts(paragraph, text.whole):
                found.setdefault((text.source, part), Piece(text.source, text.heading, part, before))
                before = part
        if len(found) > MAX_PASSAGES:
            raise NarabeError(f"the files have more than {MAX_PASSAGES:,} passages → take fewer or smaller ones")
    if not found:
        raise NarabeError("the files hold no text → PDFs that were scanned need their text recognised first")
    return list(found.values())


def _parts(paragraph: str, row: bool) -> list[str]:
    """The sentences of a paragraph; a row of a table in one, unless it is very long."""
    clean = " ".join(usable(paragraph).split())
    japanese = len(_JAPANESE.findall(clean[:20_000])) > 0.2 * len(clean[:20_000])
    splitter = RecursiveCharacterTextSplitter(
        separators=SEPARATORS,
        keep_separator="end",
        chunk_size=SIZE["ja" if japanese else "en"] * (WHOLE if row else 1),
        chunk_overlap=0,
    )
    sentences = [clean] if row else _sentences(clean)
    cut = [part.strip() for sentence in sentences for part in splitter.split_text(sentence)]
    return [part for part in cut if len(part) >= SHORTEST]


def _sentences(text: str) -> list[str]:
    """Where a text is cut; what is too short to be one (“Mr.”) goes with what follows."""
    found: list[str] = []
    open_end = False
    for part in filter(None, _SENTENCE.split(text)):
        if open_end:
            space = "" if found[-1].endswith(("。", "！", "？")) else " "
            found[-1] += space + part
        else:
            found.append(part)
        open_end = len(found[-1]) < SHORTEST
    return found
