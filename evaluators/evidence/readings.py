"""How Japanese is read aloud, and which of its words are proper names (MeCab with UniDic, through fugashi)."""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from typing import Any

from evaluators.normalization import kana, nfkc, usable

_KANJI = re.compile(r"[\u4e00-\u9fff々]")
_CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞"})
_EMPTY = frozenset({"数詞", "非自立可能", "助数詞"})
_LIMIT = 600
_LONGEST_NAME = 12
_lock = threading.Lock()


@lru_cache(maxsize=1)
def _tagger() -> Any:
    from fugashi import Tagger

    return Tagger()


@lru_cache(maxsize=16384)
def words(text: str) -> tuple[tuple[str, str, bool], ...]:
    """The words of a Japanese text: as written, their reading in katakana, and whether they are proper names."""
    with _lock:
        return tuple(
            (token.surface, kana(token.feature.kana or token.surface), token.feature.pos2 == "固有名詞")
            for token in _tagger()(nfkc(usable(text[:_LIMIT]))[:_LIMIT])
        )


@lru_cache(maxsize=16384)
def content_words(text: str) -> tuple[str, ...]:
    """The nouns, verbs, adjectives and adverbs of a Japanese text as written, each once, names of numbers left out."""
    with _lock:
        found = [
            t.surface
            for t in _tagger()(nfkc(usable(text[:_LIMIT]))[:_LIMIT])
            if t.feature.pos1 in _CONTENT and t.feature.pos2 not in _EMPTY
        ]
    return tuple(dict.fromkeys(w for w in found if not w.isdecimal()))


@lru_cache(maxsize=16384)
def reading(text: str) -> str:
    """A Japanese text in katakana as it is read, without spaces and punctuation."""
    if not _KANJI.search(text):
        return re.sub(r"[^\w]", "", kana(nfkc(usable(text[:_LIMIT]))[:_LIMIT]))
    return re.sub(r"[^\w]", "", "".join(read for _, read, _ in words(text)))


def proper_names(text: str) -> list[tuple[str, str]]:
    """The proper names written with kanji in a Japanese text, each with its reading in katakana."""
    if not _KANJI.search(text):
        return []
    return [(surface, read) for surface, read, proper in words(text) if proper and _KANJI.search(surface)]


@lru_cache(maxsize=8192)
def whole_name(text: str) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """The family and the given name that a text in kanji is, each with its reading in katakana; None for all else.

    Examples:
        >>> whole_name("黒澤明"), whole_name("黒澤監督")
        ((('黒澤', 'クロサワ'), ('明', 'アキラ')), None)
    """
    if len(text) > _LONGEST_NAME or not _KANJI.search(text):
        return None
    with _lock:
        found = list(_tagger()(nfkc(usable(text))))
    if len(found) != 2 or [token.feature.pos4 for token in found] != ["姓", "名"]:
        return None
    family, given = ((token.surface, kana(token.feature.kana or token.surface)) for token in found)
    return family, given
