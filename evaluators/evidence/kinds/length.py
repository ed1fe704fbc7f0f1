"""Evidence from length: long answers say more than the reference does."""

from __future__ import annotations

import math

from evaluators.evidence.kind import Comparison, Finding, Kind
from evaluators.normalization import has_japanese

_PER_CHARACTER = 2.2
"""How many Latin letters say as much as a Japanese character."""


def find(c: Comparison) -> Finding:
    """The logarithm of the lengths, a seventh of it: about 0..1."""
    return Finding({"answer_length": _length(c.pair.answer), "reference_length": _length(c.pair.reference)})


def _length(text: str) -> float:
    return math.log1p(len(text) * (_PER_CHARACTER if has_japanese(text) else 1)) / 7


KIND = Kind("length", ("answer_length", "reference_length"), find)
