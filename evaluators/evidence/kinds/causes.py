"""Evidence from questions for a reason: a thing alone is none, nor is what was asked about."""

from __future__ import annotations

import re

from evaluators.evidence.kind import Case, Comparison, Finding, Kind, Reason, Sentence
from evaluators.evidence.readings import content_words
from evaluators.evidence.spans import content_words as spoken_words
from evaluators.lexicon import words
from evaluators.normalization import has_japanese, normalize

_WHY = re.compile(r"なぜ|何故|どうして|なんで|(?:理由|原因)は|\bwhy\b|\bhow come\b|\bfor what reason\b", re.I)
_CLAUSE = re.compile(
    r"[るたいだすうくつぬむぐぶ](?:から|ため|ので)|(?:から|ため|ので)(?:です|だ)?[。\s]*$|(?:です|ます|ました|ません)[。\s]*$"
    r"|[がをに]|\b(?:because|since|due|to|is|are|was|were|has|have|had|by|\w{3,}(?:ed|ing|es|s))\b",
    re.I,
)
_LONGEST_JA, _LONGEST_EN = 12, 4
"""Characters, and words, of which a thing's name has no more."""
_STEM = 4
_ONE_REASON = 120
_EMPTY = words("why reas caus beca due 理由 原因 なぜ 何故 こと もの ため の よう")


def find(c: Comparison) -> Finding:
    """1 where a reason is asked for, and the answer is circular or a bare thing that a reference mentions."""
    pair = c.pair
    bare = (
        bool(_WHY.search(pair.question))
        and is_bare(pair.answer)
        and not is_bare(pair.reference)
        and len(normalize(pair.reference)) >= 2 * len(normalize(pair.answer))
    )
    circular = not bare and is_circular(pair.question, pair.reference, pair.answer)
    return Finding({"bare_reason": float(bare or circular)}, {"circular": "1"} if circular else {})


def is_circular(question: str, reference: str, answer: str) -> bool:
    """Whether a question for a reason is answered with what it asks about, in its own language.

    Examples:
        >>> is_circular("Why does ice float?", "It is less dense than water", "Because ice floats.")
        True
        >>> is_circular("なぜ氷は浮くのですか。", "密度が小さいから", "密度が水より小さいからです。")
        False
    """
    if not _WHY.search(question) or len(answer) > _ONE_REASON or has_japanese(question) != has_japanese(answer):
        return False
    known, own = _stems(question), _stems(answer)
    same = has_japanese(reference) == has_japanese(question)
    return bool(own) and own <= known and not (same and _stems(reference) <= known)


def _stems(text: str) -> set[str]:
    """The beginnings of a text's content words."""
    found = content_words(text) if has_japanese(text) else spoken_words(text)
    return {word.lower()[:_STEM] for word in found} - _EMPTY


def is_bare(text: str) -> bool:
    """Whether a text names a thing and says nothing of it.

    Examples:
        >>> is_bare("太陽"), is_bare("太陽が照らすから"), is_bare("The sun"), is_bare("Because the sun shines")
        (True, False, True, False)
    """
    text = text.strip().rstrip("。.")
    if not text or _CLAUSE.search(text):
        return False
    if has_japanese(text):
        return len(text) <= _LONGEST_JA and len(content_words(text)) <= 2
    return len(text.split()) <= _LONGEST_EN


def _named_only(case: Case) -> Sentence | None:
    if not case.values["bare_reason"]:
        return None
    if case.quotes.get("circular"):
        return Sentence("理由として質問の内容を繰り返しています", "gives what was asked about as its own reason")
    return Sentence("理由ではなく、物の名前だけです", "names a thing, where a reason is asked for")


KIND = Kind("causes", ("bare_reason",), find, reasons=(Reason(False, 430, _named_only),))
