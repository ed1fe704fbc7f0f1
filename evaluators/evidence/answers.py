"""Whether one reply holds several answers: listed in it, or following one another."""

from __future__ import annotations

import re
from functools import lru_cache

from evaluators.evidence.choices import options
from evaluators.evidence.names import compare_names
from evaluators.evidence.numbers import compare_numbers
from evaluators.evidence.polarity import negations, stated_polarity
from evaluators.evidence.readings import reading
from evaluators.evidence.terms import compare_terms
from evaluators.lexicon import ENGLISH_FUNCTION_WORDS
from evaluators.matching import contains, tokens
from evaluators.normalization import clean, has_japanese, normalize

_READ = 1_000
_LONGEST_EN, _LONGEST_JA = 48, 22
_NUMBERED = re.compile(r"(?:^|(?<=\s))(?:\(?\d{1,2}[.)](?!\d)|[A-Hア-オ](?:[.．](?=\s)|[)）:])|[-•・*])\s*(?=\S)")
_SEPARATOR = re.compile(
    r"[,，;](?!\d{3}(?!\d))\s*(?:and\s|or\s)?|、|\s/\s|\n+|\s(?:and|or)\s|(?:または|もしくは|それとも|及び|および)"
)
_STATEMENT = re.compile(
    r"(?:[^\s]\s+){9}|[。.!?](?=.)|\b(?:is|are|was|were|because|has|have|which|who|that)\b|"
    r"[はが].{2,}(?:です|ます|である|だ|ません|でした|ました|る|た|い)$|(?:から|ため|ので)(?:です)?$"
)
_PIECES = re.compile(r"[、,，。;\n]|(?<!\d)[.．]|[・/](?=[^\s])")
_DOT = re.compile(r"(?<![\u30a1-\u30fa\u30fc])・|・(?![\u30a1-\u30fa])")
"""A dot that separates; one between katakana words joins a name."""
_HIRAGANA = re.compile(r"^[\u3041-\u3096ァ-ヶー]*$")


@lru_cache(maxsize=16384)
def listed(text: str) -> tuple[str, ...]:
    """The distinct items of an answer that is a list; the answer alone when it is none.

    Examples:
        >>> listed("1. Mars 2. Venus"), listed("犬、猫、犬"), listed("It is red, as far as I know.")
        (('Mars', 'Venus'), ('犬', '猫'), ('It is red, as far as I know',))
    """
    text = clean(text[:_READ]).strip().rstrip(".。")
    text = _NUMBERED.sub("", text, count=1) if len(_NUMBERED.findall(text)) == 1 else text
    parts = [part for part in _NUMBERED.split(text) if part.strip()]
    if len(parts) < 2:
        parts = [text] if _STATEMENT.search(text) and "\n" not in text else _SEPARATOR.split(text)
    if len(parts) == 1:
        parts = _DOT.split(text)
    items = [part.strip(" \t\n,.、。;") for part in parts]
    items = [item for item in items if item]
    limit = _LONGEST_JA if has_japanese(text) else _LONGEST_EN
    if len(items) < 2 or (max(map(len, items)) > limit and "\n" not in text):
        return (text,)
    return tuple({normalize(item): item for item in items}.values())


_EITHER = re.compile(
    r"^(?:(?:it|that|this|the answer) (?:is|was) |答えは、?)?(?:either )?(?P<a>[^.,;。、\n]{1,40}?)"
    r"(?:,? or (?:it is )?|(?:か|または|あるいは|もしくは)、?)(?P<b>[^.,;。、\n]{1,40}?)"
    r"(?:のどちらか|のいずれか|か)?(?:です|だ|でしょう|だと思います|と思います|かもしれません)?[.。]?$",
    re.I,
)
_THING_JA = re.compile(r"[\u4e00-\u9fff々\u30a1-\u30fa\u30fcA-Za-z0-9]$")


@lru_cache(maxsize=8192)
def either(text: str) -> tuple[str, ...]:
    """The two answers between which a short reply does not decide; empty for all else.

    Examples:
        >>> either("It is Nairobi or Mombasa."), either("信濃川か利根川です。"), either("It is Nairobi.")
        (('Nairobi', 'Mombasa'), ('信濃川', '利根川'), ())
    """
    found = _EITHER.match(text.strip()) if len(text) <= 2 * _LONGEST_EN else None
    if found is None or (has_japanese(text) and not (_THING_JA.search(found["a"]) and _THING_JA.search(found["b"]))):
        return ()
    return found["a"].strip(), found["b"].strip()


@lru_cache(maxsize=16384)
def meets(question: str, text: str, references: tuple[str, ...]) -> bool:
    """Whether a short text is what one of the references says: in words, number, name, reading or glossary."""
    return any(_meets(question, text, reference) for reference in references)


def _meets(question: str, text: str, reference: str) -> bool:
    said, expected = normalize(text), normalize(reference)
    if not said or not expected:
        return False
    number = compare_numbers(question, reference, text)
    if number.expected:
        return number.matched >= 0.99
    if contains(said, expected) or (len(said) > 1 and contains(expected, said) and 3 * len(said) >= len(expected)):
        return True
    told = stated_polarity(reference), stated_polarity(text)
    if all(told):
        return told[0] == told[1]
    if compare_terms(question, reference, text).matched >= 1 or compare_names(reference, text).recall > 0.85:
        return True
    return has_japanese(text) and has_japanese(reference) and reading(text) == reading(reference)


@lru_cache(maxsize=16384)
def content(text: str) -> frozenset[str]:
    """The words of a text that carry content, normalised; runs of hiragana left out unless there is nothing else."""
    found = [t for t in tokens(normalize(text)) if t not in ENGLISH_FUNCTION_WORDS]
    firm = [t for t in found if not ("ァ" <= t[0] <= "ヶ" and _HIRAGANA.match(t) and t not in _katakana(text))]
    return frozenset(firm or found)


def _katakana(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[\u30a1-\u30fa][\u30a1-\u30fa\u30fc]*", clean(text)))


def same_answer(question: str, first: str, second: str, references: tuple[str, ...]) -> bool:
    """Whether two answers of one reply say the same: one's words are among the other's, or a reference meets both."""
    if (negations(first) + negations(second)) % 2:
        return False
    a, b = content(first), content(second)
    if a and b and (a <= b or b <= a):
        return True
    return meets(question, first, references) and meets(question, second, references)


@lru_cache(maxsize=8192)
def named_options(question: str, text: str) -> tuple[int, int]:
    """How many of a question's options a text names, and how many there are."""
    offered = options(question)
    return sum(names_it(text, option) for option in offered), len(offered)


def names_it(text: str, option: str) -> bool:
    """Whether a text names an option, in one of the pieces between its punctuation marks."""
    if has_japanese(text) != has_japanese(option):
        return compare_terms("", option, text[:_READ]).matched >= 1
    wanted = normalize(option)
    return any(contains(normalize(piece), wanted) for piece in _PIECES.split(text[:_READ]) if piece.strip())
