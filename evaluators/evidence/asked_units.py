"""The unit that a question asks for: sixty minutes are no answer to how many seconds an hour has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from evaluators.evidence.quantities import Quantity, quantities

TOLERANCE = 0.006
"""Relative difference up to which two converted or rounded values count as the same."""
_PER_SECOND = re.compile(r"秒速|毎秒|1秒間?に|\b(?:per|a|each) second\b")
_PER_HOUR = re.compile(r"時速|毎時|1時間に|\b(?:per|an|each) hour\b")
_ONE = re.compile(r"\ban?\s+(?=[a-z])", re.I)


def as_asked(quantity: Quantity, question: str) -> Quantity:
    """A length as the speed that the question asks for (秒速何キロ)."""
    if quantity.dimension not in {"length", "kilo"}:
        return quantity
    share = 1.0 if _PER_SECOND.search(question) else 3600.0 if _PER_HOUR.search(question) else 0.0
    if not share:
        return quantity
    size = 1000.0 if quantity.dimension == "kilo" else 1.0
    return replace(quantity, dimension="speed", value=quantity.value * size / share)


def converts(question: str, wanted: Iterable[Quantity]) -> bool:
    """Whether a question already says what is wanted, in another unit."""
    given = quantities(_ONE.sub("1 ", question))
    return any(
        q.dimension and q.dimension == g.dimension and close(q.value, g.value) and not same_unit(q, g)
        for q in wanted
        for g in given
    )


def same_unit(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities are given in the same unit."""
    return a.dimension == b.dimension and equal(a.value * b.raw, b.value * a.raw)


def equal(a: float, b: float) -> bool:
    """Whether two values are the same."""
    return abs(a - b) < 1e-9 * abs(a) + 1e-12


def close(a: float, b: float) -> bool:
    """Whether two converted or rounded values may be the same; whole numbers below 2,500 only if they are."""
    if a.is_integer() and b.is_integer() and max(abs(a), abs(b)) < 2500:
        return a == b
    return abs(a - b) <= TOLERANCE * max(abs(a), abs(b)) + 1e-9
