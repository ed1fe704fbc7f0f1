"""Yes and no said as a statement: the question's own words affirmed, denied, or turned into their opposite."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from evaluators.evidence.answers import content
from evaluators.evidence.opposites import compare_roles, firm, poles
from evaluators.evidence.polarity import denials, without_instruction
from evaluators.evidence.readings import proper_names
from evaluators.evidence.terms import terms
from evaluators.lexicon import ENGLISH_FUNCTION_WORDS
from evaluators.normalization import clean, has_japanese

_ASKED_AS_NEGATION = re.compile(
    r"^\W*(?:isn't|aren't|wasn't|weren't|don't|doesn't|didn't|can't|won't|hasn't|haven't)\b|"
    r"(?:ません|ない(?:の|ん)?(?:です|でしょう)?|ではありません)か[。?？]?\s*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a statement says to a question for yes or no.

    Attributes:
        polarity: 1 when it affirms what is asked, -1 when it denies it.
        restates: how much of the question it says again (0..1): how sure the polarity is.
    """

    polarity: int
    restates: float


@lru_cache(maxsize=16384)
def stated(question: str, text: str) -> Statement:
    """Reads a statement as yes or no: negations and opposites that the question does not have turn it round.

    Examples:
        >>> stated("Is the shop open on Mondays?", "The shop is closed on Mondays.").polarity
        -1
        >>> stated("Is it impossible to swim there?", "It is not possible to swim there.").polarity
        1
        >>> stated("予約は必要ですか。", "予約は不要です。").polarity
        -1
    """
    asked, said = without_instruction(question), clean(text)[:300]
    asked, said = _FREE.sub(" free 無料 ", clean(asked)), _FREE.sub(" free 無料 ", said)
    theirs, own = poles(firm(asked)), poles(firm(said))
    turned = any(own.get(line, side) != side for line, side in theirs.items())
    flips = denials(said) + _denials_asked(asked) + turned + _lacking(said) - _lacking(asked)
    compared = compare_roles(asked, said)
    if compared.comparison and compared.same and not denials(asked):
        return Statement(compared.same, 1.0)
    if not flips and names_instead(asked, said):
        return Statement(-1, _RESTATED)
    taken_up = _RESTATED if poles(asked).keys() & poles(said).keys() else 0.0
    return Statement(-1 if flips % 2 else 1, max(taken_up, _restated(question, text)))


_FREE = re.compile(
    r"\b(?:(?:no|without|free of) charge|at no cost|costs? nothing)\b|(?:料金|お金)は?(?:かかり|必要あり)ません", re.I
)
"""A denial that is the side of an opposite."""
_RESTATED = 0.5
"""How much a text restates a question whose side of an opposite, or the other one, it takes."""


_PROPER = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z]{2,}|[\u30a1-\u30fa][\u30a1-\u30fa\u30fc]+")


def names_instead(asked: str, said: str) -> bool:
    """Whether a statement keeps one proper name of a question and has another in the last one's place.

    Examples:
        >>> names_instead("Is the Nile in Asia?", "The Nile is in Africa.")
        True
        >>> names_instead("Is the Nile in Africa?", "The Nile is in Africa, in Egypt.")
        False
    """
    if has_japanese(asked) != has_japanese(said) or len(said) > _ONE_STATEMENT:
        return False
    expected, own = _proper(asked), _proper(said)
    lower = asked.lower()
    if len(expected) < 2 or expected[-1].lower() in said.lower():
        return False
    return any(name.lower() not in lower for name in own) and bool({*expected} & {*own})


_ONE_STATEMENT = 100


def _proper(text: str) -> list[str]:
    """The proper names of a text in order: capitalised English words, katakana, and names in kanji."""
    found = {m[0] for m in _PROPER.finditer(text) if m[0].lower() not in ENGLISH_FUNCTION_WORDS}
    return sorted(found | {written for written, _ in proper_names(text)}, key=text.find)


_LACKING = re.compile(
    r"\b(?!regardless|unless|nevertheless|nonetheless|countless|priceless|needless)[a-z]{2,}less\b|"
    r"(?:なし|無し|抜き)(?=で|に|の)|(?:では|じゃ)なく(?!て|な)",
    re.I,
)


def _lacking(text: str) -> int:
    """How many words deny something without being counted as negations: flightless, 予約なしで, 魚ではなく."""
    return len(_LACKING.findall(text))


def _denials_asked(question: str) -> int:
    """The negations of a question that are part of what is asked (Isn't …? and ～ませんか ask for the plain fact)."""
    return denials(_ASKED_AS_NEGATION.sub(" ", question))


def _restated(question: str, text: str) -> float:
    if has_japanese(question) != has_japanese(text):
        asked, said = terms(question), terms(text)
        return len(asked & said) / len(asked) if asked else 0.0
    asked_words = content(question) - {"はい", "いいえ", "yes", "no", "答", "ハイ", "イイエ", "answer"}
    if not asked_words:
        return 0.0
    own = content(text)
    heads = {word[:5] for word in own}
    return sum(word in own or (len(word) > 4 and word[:5] in heads) for word in asked_words) / len(asked_words)
