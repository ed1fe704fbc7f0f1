"""Checks of what a text says: characters that nobody sees, and texts in the other language."""

from __future__ import annotations

import re

from app.questions.scripts import has_japanese, has_letters
from app.records import Language

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0\ufff0-\uffff\ud800-\udfff]"
)
"""Controls, zero-width and directional marks, fillers, replacement characters; not what joins emoji."""
_WORD = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
_JAPANESE_CHARACTER = re.compile(r"[\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f]")
_LATIN_CHARACTER = re.compile(r"[A-Za-zÀ-ɏ]")
_SENTENCE = 3
"""So many Latin words are no name or abbreviation, such as Japanese has too."""


def invisible(text: str) -> str:
    r"""The characters of a text that cannot be seen, by code point, each once; empty when there are none.

    >>> invisible("東\u200b京")
    'U+200B'
    """
    return ", ".join(dict.fromkeys(f"U+{ord(character):04X}" for character in _INVISIBLE.findall(text)))


def in_other_language(text: str, language: Language) -> bool:
    """Whether a text in a column of `language` is in the other one, as far as its script tells."""
    if language == "ja":
        return not has_japanese(text) and len(_WORD.findall(text)) >= _SENTENCE
    return len(_JAPANESE_CHARACTER.findall(text)) > len(_LATIN_CHARACTER.findall(text))


def swapped(japanese: str, english: str) -> bool:
    """Whether two texts stand in each other's column."""
    return has_letters(japanese) and not has_japanese(japanese) and has_japanese(english)
