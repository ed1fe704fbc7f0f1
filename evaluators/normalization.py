"""Named normalisation steps for Japanese and English: each a pure function, so that output can say what was applied."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, TypeAlias

from evaluators.kanji import japanese_kanji

TextLanguage: TypeAlias = Literal["ja", "en"]
Step: TypeAlias = Callable[[str], str]

JAPANESE = "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Characters of Japanese writing, as the inside of a regular expression's character class."""

MAX_TEXT = 4000
"""How many characters of a text are read for evidence."""
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_YEAR_NOTE = re.compile(r"(?<!\d)([12]\d{3})[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}")
_POWER = re.compile(r"10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)")
_MANY_MARKS = re.compile(r"[^\w\s!-~]{31}")
_BLANKS = re.compile(r"(\s{8})\s+")
_UNUSABLE = re.compile(
    r"[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe0f]"
)
_DASHES = re.compile(r"[\u2010-\u2015\u2212\uff0d]")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"'})
_LONG_VOWEL = re.compile(r"(?<=[\u3041-\u3096\u30a1-\u30fa])[-\u2010-\u2015\u2212~〜～]+(?![0-9])")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d)")
_SYMBOLS = re.compile(r"[^\w\s$%°€£¥.\u3099\u309a-]|_")
_NO_SIGN = re.compile(r"(?<!\d)\.|\.(?!\d)|(?<!\s)(?<!^)-|-(?!\d)")
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_POSSESSIVE = re.compile(r"(?<=\w)'s\b")
_BETWEEN_JAPANESE = re.compile(rf"(?<=[{JAPANESE}])\s+(?=[{JAPANESE}])")
_POLITE = re.compile(
    r"(?:だ|です|でした|であります|である|になります|となります|でございます|だと思います|と思います|と考えられます)"
    r"(?:ね|よ|よね)?$"
)
_LEAD_JA = re.compile(r"^(?:答え|回答|正解|解答|正答)(?:は|:)\s*[、,]?\s*")
_LEAD_EN = re.compile(r"^(?:the\s+)?(?:correct\s+)?answer(?:\s+is|\s*:)\s*", re.IGNORECASE)


def usable(text: str) -> str:
    """Without control, zero-width and direction characters, and without lone surrogates."""
    return _UNUSABLE.sub("", text)


def shortened(text: str, limit: int = MAX_TEXT) -> str:
    """A usable text of at most `limit` characters, in compatibility form too: of a longer one its head and its tail.

    Three quarters are the head. White space goes on for eight characters at most. Everything that reads a text for
    evidence reads it in this form, so that no text takes long.
    """
    text = _BLANKS.sub(r"\1", usable(text))
    text = _head_and_tail(text, limit)
    plain = text if text.isascii() else nfkc(text)
    return text if len(plain) <= limit else _head_and_tail(plain, limit)


def _head_and_tail(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    tail = limit // 4
    return f"{text[: limit - tail - 1]} {text[-tail:]}"


def opening(text: str, length: int) -> str:
    """The first characters of a text, as `clean` leaves them."""
    return clean(text[:length])[:length]


def closing(text: str, length: int) -> str:
    """The last characters of a text, as `clean` leaves them."""
    return clean(text[-length:])[-length:]


def nfkc(text: str) -> str:
    """Compatibility forms unified: full-width letters and digits, half-width kana, ligatures (Unicode NFKC)."""
    return unicodedata.normalize("NFKC", _stream_safe(text) if _MANY_MARKS.search(text) else text)


def _stream_safe(text: str) -> str:
    """At most 30 combining marks in a row (Unicode Annex 15): more are no writing, and sorting them takes long."""
    marks = "".join(c for c in set(text) if unicodedata.combining(c))
    return re.sub(f"([{marks}]{{30}})[{marks}]+", r"\1", text) if marks else text


def superscripts(text: str) -> str:
    """Without a footnote's mark on a year (1968¹), and with powers of ten as 10^9: plain digits would join them."""
    text = _YEAR_NOTE.sub(r"\1", text)
    return _POWER.sub(lambda m: f"10^{m[1].translate(_RAISED)}", text)


def case(text: str) -> str:
    """Case folded."""
    return text.casefold()


def quotes(text: str) -> str:
    """Typographic quotes and dashes as plain ones."""
    return _DASHES.sub("-", text.translate(_QUOTES))


def diacritics(text: str) -> str:
    """Latin letters without accents (Peleș → Peles); kana keep their voicing marks."""
    if text.isascii():
        return text
    out = []
    for character in text:
        base = unicodedata.normalize("NFD", character)
        out.append(base[0] if len(base) > 1 and base[0].isascii() else character)
    return "".join(out)


def kana(text: str) -> str:
    """Hiragana as katakana, with one kind of long-vowel mark."""
    text = _LONG_VOWEL.sub("ー", text)
    return "".join(chr(ord(c) + 0x60) if "\u3041" <= c <= "\u3096" else c for c in text)


def possessives(text: str) -> str:
    """English without the possessive 's."""
    return _POSSESSIVE.sub("", text)


def punctuation(text: str) -> str:
    """Punctuation and symbols as spaces; marks that carry a number's meaning stay (-1, 0.5, $, %, °)."""
    text = _THOUSANDS.sub("", text)
    return _NO_SIGN.sub(" ", _SYMBOLS.sub(" ", text))


def articles(text: str) -> str:
    """English without a, an, the."""
    return _ARTICLES.sub(" ", text)


def lead(text: str) -> str:
    """Without an opening such as “The answer is” or 「答えは」."""
    return _LEAD_JA.sub("", _LEAD_EN.sub("", text))


def polite(text: str) -> str:
    """Japanese without a sentence-final copula or polite ending (です, でした, と思います …)."""
    return _POLITE.sub("", text.rstrip(" 。.!?"))


def spaces(text: str) -> str:
    """Runs of white space as one space; none between Japanese characters."""
    return _BETWEEN_JAPANESE.sub("", " ".join(text.split()))


STEPS: Mapping[TextLanguage, tuple[tuple[str, Step], ...]] = MappingProxyType(
    {
        "ja": (
            ("usable", usable),
            ("nfkc", nfkc),
            ("case", case),
            ("quotes", quotes),
            ("lead", lead),
            ("polite", polite),
            ("kanji", japanese_kanji),
            ("kana", kana),
            ("diacritics", diacritics),
            ("punctuation", punctuation),
            ("spaces", spaces),
        ),
        "en": (
            ("usable", usable),
            ("nfkc", nfkc),
            ("case", case),
            ("quotes", quotes),
            ("diacritics", diacritics),
            ("lead", lead),
            ("possessives", possessives),
            ("punctuation", punctuation),
            ("articles", articles),
            ("spaces", spaces),
        ),
    }
)
"""The steps of each language by name, in the order they are applied."""


def has_japanese(text: str) -> bool:
    """Whether any character of Japanese writing occurs."""
    return _ANY_JAPANESE.search(text) is not None


_ANY_JAPANESE = re.compile(f"[{JAPANESE}]")


@lru_cache(maxsize=16384)
def clean(text: str) -> str:
    """A text without unusable characters, in compatibility form, with plain quotes and dashes."""
    return quotes(nfkc(superscripts(usable(text))))


@lru_cache(maxsize=16384)
def normalize(text: str, language: TextLanguage | None = None) -> str:
    """A text in the form in which texts are compared.

    Args:
        text: any text.
        language: whose steps to apply; None: Japanese when the text holds Japanese characters, else English.
    """
    for _, step in STEPS[language or ("ja" if has_japanese(text) else "en")]:
        text = step(text)
    return text


def applied_steps(text: str, language: TextLanguage | None = None) -> tuple[str, ...]:
    """The names of the steps that change `text`, in order."""
    names = []
    for name, step in STEPS[language or ("ja" if has_japanese(text) else "en")]:
        changed = step(text)
        if changed != text:
            names.append(name)
        text = changed
    return tuple(names)
