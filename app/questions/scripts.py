"""What the script of a text tells: whether it is in Japanese, in another language, or in none, as a number is."""

from __future__ import annotations

import re

from app.records import Language

_JAPANESE = re.compile(r"[\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f]")
_LETTER = re.compile(r"[^\W\d_]")
_RUN = re.compile(r"[A-Za-z0-9]+")
_SHORT, _LONGEST = 2, 10
"""Letters of a sign or a unit (A, km), and of a code (NaCl, ISO9001)."""


def has_japanese(text: str) -> bool:
    """Whether the text holds a kana or kanji."""
    return bool(_JAPANESE.search(text))


def has_letters(text: str) -> bool:
    """Whether the text holds a letter of any script."""
    return bool(_LETTER.search(text))


def in_no_language(text: str) -> bool:
    """Whether a text is the same in every language: a number with its unit, TRUE or FALSE, a letter, a code.

    >>> [in_no_language(text) for text in ("60 km/h", "TRUE", "H2O", "No", "東京")]
    [True, True, True, False, False]
    """
    bare = text.strip()
    if not bare or has_japanese(bare):
        return False
    counted = any(character.isdigit() for character in bare)
    return bare.lower() in ("true", "false") or all(_is_code(run, counted=counted) for run in _RUN.findall(bare))


def _is_code(run: str, *, counted: bool) -> bool:
    if len(run) <= _SHORT:
        return counted or run.isupper() or run.isdigit()
    coded = sum(character.isupper() for character in run) > 1 or any(character.isdigit() for character in run)
    return run.isdigit() or (len(run) <= _LONGEST and coded)


def belongs_to(text: str, language: Language) -> bool:
    """Whether a text can be in a language, as far as its script tells."""
    return in_no_language(text) or has_japanese(text) == (language == "ja")
