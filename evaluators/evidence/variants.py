"""The forms in which one reference may be given: with and without what it adds in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable

from evaluators.normalization import nfkc, usable

_BRACKETS = re.compile(r"\s*[(\[（［]([^()\[\]（）［］]*)[)\]）］]\s*")
_ACCEPT = re.compile(r"^\s*(?:accept|also|or|aka|a\.k\.a\.|または|別名|別解)[\s:：]*", re.I)
_ALTERNATIVES = re.compile(r"\s*(?:[／/]|\bor\b|または|もしくは)\s*")


def variants(references: Iterable[str]) -> list[str]:
    """References with their forms, each once, sorted: the order in which they were given does not matter.

    “Tailor (sartorius muscle)” may be said as “Tailor”; “William (accept Duke of Cambridge)” also as what it accepts.
    """
    found: set[str] = set()
    for reference in references:
        text = usable(reference).strip()
        if not text:
            continue
        found.add(text)
        bare = _BRACKETS.sub(" ", nfkc(text)).strip()
        if bare and bare != nfkc(text):
            found.add(bare)
            found.update(_ACCEPT.sub("", inner) for inner in _BRACKETS.findall(nfkc(text)) if _ACCEPT.match(inner))
        parts = _ALTERNATIVES.split(text)
        if len(parts) == 2 and all(2 <= len(part) <= 40 and not part[-1].isdigit() for part in parts):
            found.update(parts)
    return sorted(found)
