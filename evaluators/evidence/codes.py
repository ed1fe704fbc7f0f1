"""Formulae, codes and symbols: H2O2 is not H2O, though it begins so."""

from __future__ import annotations

import re
from functools import lru_cache

from evaluators.normalization import clean

_TOKEN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]+(?:-(?=[A-Za-z]*\d)[A-Za-z0-9]+)*(?![A-Za-z0-9])")
_CODE = re.compile(r"(?=.*[A-Za-z])(?:.*\d.*|[A-Z]?[a-z]+[A-Z]\w*|[A-Z]{2,}[a-z]\w*)")
_NO_CODE = re.compile(
    r"\d+(?:st|nd|rd|th|s|km|kg|cm|mm|m|g|l|ml|am|pm|k|mph|ft|lb|oz|h|hr|hrs|min)|(?:Mc|Mac|De|Di|La|Le|Van)[A-Z][a-z]+",
    re.I,
)
"""Measures and names that look like codes: 5km, 21st, McDonald."""
_ASKS = re.compile(
    r"\b(?:formula|(?:chemical |element |stock |currency )?symbol|country code|area code|abbreviation)\b|"
    r"化学式|分子式|組成式|元素記号|記号|略号|略称",
    re.I,
)
_SYMBOL = re.compile(r"[A-Z][A-Za-z]{0,4}")
_READ = 300


def compare_codes(question: str, reference: str, answer: str) -> tuple[bool, bool]:
    """Whether an answer states the codes of a reference, and whether it states others in their place.

    A code is a word of letters and digits, or with a capital inside it; where a formula or a symbol is asked for, any
    short word that begins with a capital.

    Examples:
        >>> compare_codes("What is water?", "H2O", "It is H₂O."), compare_codes("水の化学式は？", "H2O", "H2O2です")
        ((True, False), (False, True))
    """
    asks = bool(_ASKS.search(question))
    known = codes(question, asks)
    expected, said = codes(reference, asks) - known, codes(answer, asks) - known
    same = bool(expected) and expected <= said
    return same, bool(expected) and bool(said) and not expected & said


@lru_cache(maxsize=16384)
def codes(text: str, symbols: bool = False) -> frozenset[str]:
    """The codes of a text, as they are written but for their small or raised digits.

    Args:
        text: the text.
        symbols: whether a short word that begins with a capital is one too.
    """
    found = _TOKEN.findall(clean(text[:_READ]))
    return frozenset(
        token.replace("-", "")
        for i, token in enumerate(found)
        if (_CODE.fullmatch(token) and not _NO_CODE.fullmatch(token))
        or (symbols and (i or len(found) == 1) and _SYMBOL.fullmatch(token))
    )
