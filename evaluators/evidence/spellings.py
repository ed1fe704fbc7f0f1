"""A word written otherwise: one and several of it, a Japanese word in Latin letters."""

from __future__ import annotations

import re
from functools import lru_cache

from evaluators.evidence.choices import options
from evaluators.evidence.phonetics import sounds
from evaluators.evidence.readings import reading
from evaluators.normalization import clean, diacritics, has_japanese

_WORDS = re.compile(r"[a-z]+(?: [a-z]+){0,3}")
_ARTICLE = re.compile(r"^(?:(?:an?|the|it is(?: an?| the)?|they are) )+")
_IES, _ES = re.compile(r"(?<=[a-z]{2})ies$"), re.compile(r"(?<=ch|sh)es$|(?<=[sxz])es$")
_NO_PLURAL = re.compile(r"(?:ss|us|is|as|os)$")
_ASKS_FORM = re.compile(
    r"\b(?:plural|singular|spell\w*|translat\w*|mean(?:s|ing)?|in (?:english|japanese)|who|whose|english word)\b|"
    r"複数|単数|英語|日本語で|和訳|英訳|意味|訳|つづり|綴り|誰|だれ",
    re.I,
)
_KANJI = re.compile(r"[\u4e00-\u9fff々\u3041-\u3096]{2,8}")
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]{2,}")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,}|[\u30a1-\u30fa\u30fc]{2,}")
_LATIN = re.compile(r"[A-Za-zÀ-ſ]{2,}(?:[ '’-][A-Za-zÀ-ſ]+){0,3}")
_SHORTEST, _LONGEST = 4, 40
_COPULA = re.compile(r"(?:です|だ)?[。.\s]*$")


@lru_cache(maxsize=8192)
def is_same_word(question: str, reference: str, answer: str) -> bool:
    """Whether a bare answer is the reference's word in another number, in Latin letters as it is read, or behind what
    the question names.

    Examples:
        >>> is_same_word("", "ohm", "Ohms."), is_same_word("", "三味線", "Shamisen"), is_same_word("", "ohm", "Ohio")
        (True, True, False)
    """
    if max(len(reference), len(answer)) > _LONGEST or _ASKS_FORM.search(question):
        return False
    if has_japanese(answer):
        return _with_the_asked(question, clean(reference), _COPULA.sub("", clean(answer)))
    if has_japanese(reference):
        return _is_reading(_COPULA.sub("", clean(reference)), diacritics(clean(answer)).strip(" ."))
    a, b = _plain(reference), _plain(answer)
    return bool(a and b) and a != b and _singular(a) == _singular(b)


def _with_the_asked(question: str, reference: str, answer: str) -> bool:
    """Whether a katakana word stands behind a name that the question has: メキシコペソ for the ペソ of メキシコ."""
    asked = answer.removesuffix(reference)
    named = asked != answer and bool(_KATAKANA.fullmatch(reference) and _NAME.fullmatch(asked)) and asked in question
    return named and not options(question)


def _plain(text: str) -> str:
    """A few words in lower case without articles; empty for other texts."""
    plain = _ARTICLE.sub("", clean(text).lower().strip(" .")).strip()
    return plain if _WORDS.fullmatch(plain) else ""


def _singular(plain: str) -> str:
    if _NO_PLURAL.search(plain):
        return plain
    plain = _IES.sub("y", plain)
    return _ES.sub("", plain) if _ES.search(plain) else plain.removesuffix("s")


def _is_reading(japanese: str, latin: str) -> bool:
    if not (_KANJI.fullmatch(japanese) and _LATIN.fullmatch(latin)):
        return False
    said, read = sounds(re.sub(r"[^A-Za-zÀ-ſ]", "", latin)), sounds(reading(japanese))
    return len(said) >= _SHORTEST and said == read
