"""Evidence from how Japanese is read: the same word in kanji and in kana."""

from __future__ import annotations

from evaluators.evidence.kind import Comparison, Finding, Kind
from evaluators.evidence.readings import reading
from evaluators.normalization import has_japanese

_LONGEST = 40


def find(c: Comparison) -> Finding:
    """1 when a Japanese reference is read the same as (a part of) a Japanese answer, however both are written."""
    return Finding({"read_alike": _read_alike(c.pair.reference, c.pair.answer, c.kept)})


def _read_alike(reference: str, answer: str, kept: str) -> float:
    if not (has_japanese(reference) and has_japanese(answer)) or len(reference) > _LONGEST:
        return 0.0
    read = reading(reference)
    return float(len(read) >= 3 and read in reading(kept))


KIND = Kind("readings", ("read_alike",), find)
