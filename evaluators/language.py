"""The language of a short text, decided from its script and its function words."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from evaluators.lexicon import ENGLISH_FUNCTION_WORDS, FOREIGN_FUNCTION_WORDS, UNIT_SIGNS
from evaluators.normalization import JAPANESE, has_japanese, nfkc, usable
from evaluators.results import DetectedLanguage

_LIMIT = 4000
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]+(?:['’][A-Za-z]+)?")
_JAPANESE_RUN = re.compile(f"[{JAPANESE}]+")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_HIRAGANA = re.compile(r"[\u3041-\u3096]")
_CHINESE = re.compile("[们这说吗么对时东车马鸟鱼语书电见观听习让还您妳很]|是.{0,40}的|什么|什麼")
_JAPANESE_WORDING = re.compile("[はがをのにでもへ]|です|ます|した|する|ない")


def detect_language(text: str) -> DetectedLanguage:
    """The language of a text: `ja`, `en`, `mixed`, `other`, or `none` (nothing but numbers and signs).

    Latin names inside Japanese leave it Japanese, Japanese names inside an English sentence leave it English;
    `mixed` needs a phrase of its own in each.

    Examples:
        >>> texts = "本部はWashingtonです。", "He lived in 東京.", "1,234", "Où est le train pour Paris et Lyon ?"
        >>> [detect_language(text) for text in texts]
        ['ja', 'en', 'none', 'other']
    """
    text = nfkc(usable(text[:_LIMIT]))[:_LIMIT]
    share = japanese_share(text)
    if share is None:
        return _without_either(text)
    if share == 1.0:
        return "other" if _is_chinese(text) else "ja"
    if share == 0.0:
        return "other" if _is_foreign_latin(text) or _mostly_other_script(text) else "en"
    if share >= 0.75:
        return "ja"
    return "en" if share <= 0.15 else "mixed"


def japanese_share(text: str) -> float | None:
    """How much of a text's wording is Japanese rather than Latin (0..1), None when it is neither.

    A Japanese character counts as one, an English function word or a word of a Latin phrase of five or more words
    as three; fewer Latin words than that beside Japanese are taken for names and count nothing.
    """
    japanese = sum(len(run) for run in _JAPANESE_RUN.findall(text))
    words = _LATIN_WORD.findall(text)
    if not japanese:
        with_numbers = any(c.isdigit() for c in text)
        return None if not words or (with_numbers and all(w.lower() in UNIT_SIGNS for w in words)) else 0.0
    function_words = sum(w.lower() in ENGLISH_FUNCTION_WORDS for w in words)
    if not words or (function_words < 2 and len(words) < 5) or function_words == 0:
        return 1.0 if _HIRAGANA.search(text) or not function_words else 0.0
    return _wording_share(text, japanese, words)


def _wording_share(text: str, japanese: int, words: list[str]) -> float:
    """The share where both scripts hold several words; Japanese without grammar is mere names."""
    if not _JAPANESE_WORDING.search(text):
        return 0.0
    return japanese / (japanese + 3 * len(words))


def expected_language(question: str) -> Literal["ja", "en"] | None:
    """The language that a question is asked in; None when it cannot be said."""
    if _KANA.search(question):
        return "ja"
    detected = detect_language(question)
    if detected in {"ja", "mixed"}:
        return "ja"
    return "en" if detected == "en" else None


def language_fits(answer: str, language: Literal["ja", "en"] | None, references: tuple[str, ...] = ()) -> bool | None:
    """Whether an answer is in the language asked for; None when that cannot be said.

    It cannot be said of numbers alone, of an answer that holds a phrase in each language, of an abbreviation that
    both languages write alike (NASA), or of a word that a reference for the other script writes the same way.
    """
    detected = detect_language(answer)
    if language is None or detected in {"none", "mixed"}:
        return None
    if detected == language:
        return True
    if language == "ja" and detected == "en":
        bare = answer.strip(" .。!?")
        if len(bare) <= 6 and bare.isupper():
            return None
        if not any(has_japanese(r) for r in references) and any(
            bare.casefold() == r.strip().casefold() for r in references
        ):
            return None
    return False


def _without_either(text: str) -> DetectedLanguage:
    return "other" if any(c.isalpha() and not c.isascii() and not _is_sign(c) for c in text) else "none"


def _is_sign(character: str) -> bool:
    """Letters that are units or symbols rather than wording (℃, µ, full-width forms of ASCII, Ω)."""
    return unicodedata.normalize("NFKC", character).isascii() or character in "µμΩπ°℃℉"


def _is_chinese(text: str) -> bool:
    if _KANA.search(text):
        return False
    return _CHINESE.search(text) is not None


def _is_foreign_latin(text: str) -> bool:
    words = [w.lower() for w in _LATIN_WORD.findall(text)]
    foreign = sum(w in FOREIGN_FUNCTION_WORDS for w in words)
    english = sum(w in ENGLISH_FUNCTION_WORDS for w in words)
    return len(words) >= 4 and foreign >= 2 and foreign > english


def _mostly_other_script(text: str) -> bool:
    latin = sum(len(w) for w in _LATIN_WORD.findall(text))
    others = sum(c.isalpha() and not c.isascii() and not _is_sign(c) for c in _LATIN_WORD.sub("", text))
    return others > latin
