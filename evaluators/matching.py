"""Lexical comparison of an answer with a reference, after normalisation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from functools import lru_cache

from evaluators.normalization import JAPANESE, has_japanese, normalize

_TOKEN = re.compile(rf"[\u30a1-\u30fa\u30fc]+|[\u3041-\u3096]+|[{JAPANESE}]|[^\W_{JAPANESE}]+(?:\.\d+)?|[$%°€£¥]")


@lru_cache(maxsize=16384)
def tokens(text: str) -> tuple[str, ...]:
    """Words of a normalised text: Latin words and numbers, runs of kana, single kanji."""
    return tuple(_TOKEN.findall(text))


def characters(text: str) -> list[str]:
    """Characters of a normalised text, without spaces."""
    return [c for c in text if not c.isspace()]


def f1(predicted: Sequence[Hashable], expected: Sequence[Hashable]) -> float:
    """Harmonic mean of precision and recall of the shared items, counted with multiplicity (0..1).

    Rajpurkar et al., "SQuAD", 2016. Two empty sequences are equal: 1.
    """
    if not predicted or not expected:
        return float(not predicted and not expected)
    shared = sum((Counter(predicted) & Counter(expected)).values())
    return 2 * shared / (len(predicted) + len(expected))


def exact_match(answer: str, reference: str) -> float:
    """1 when both are the same after normalisation, else 0."""
    a, r = normalize(answer), normalize(reference)
    return float(bool(r) and a.replace(" ", "") == r.replace(" ", ""))


def containment(answer: str, reference: str) -> float:
    """1 when the reference occurs in the answer after normalisation, as whole words or numbers, else 0."""
    return float(contains(normalize(answer), normalize(reference)))


def contains(text: str, part: str) -> bool:
    """Whether normalised `part` occurs in normalised `text` and cuts through no Latin word or number."""
    if not part:
        return False
    if has_japanese(part):
        text, part = text.replace(" ", ""), part.replace(" ", "")
    return part in text and _marked(part) in _marked(text)


_RUNS = re.compile(
    r"[A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]+|\d+|[\u30a1-\u30fa\u30fc]+|.", re.DOTALL
)
"""What is not cut: a run of Latin letters, of digits or of katakana; any other character stands alone."""


def _marked(text: str) -> str:
    """A text with a mark at each of its ends and wherever it may be cut."""
    return "\0".join(["", *_RUNS.findall(text), ""])


def token_f1(answer: str, reference: str) -> float:
    """F1 of the words (0..1)."""
    return f1(tokens(normalize(answer)), tokens(normalize(reference)))


def character_f1(answer: str, reference: str) -> float:
    """F1 of the characters (0..1), the usual measure for Japanese, which is written without spaces."""
    return f1(characters(normalize(answer)), characters(normalize(reference)))
