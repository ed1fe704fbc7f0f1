"""The forms in which one reference may be given: with and without what it adds in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable

from evaluators.normalization import nfkc, shortened

_BRACKETS = re.compile(r"[(\[（［]([^()\[\]（）［］]*)[)\]）］]")
_ACCEPT = re.compile(r"^\s*(?:accept|also|or|aka|a\.k\.a\.|または|別名|別解)[\s:：]*", re.I)
ALTERNATIVES = re.compile(r"[／/]|\bor\b|または|もしくは")
"""What joins the alternatives of a reference."""


def variants(references: Iterable[str]) -> list[str]:
    """References with their forms, each once, sorted: the order in which they were given does not matter.

    “Tailor (sartorius muscle)” may be said as “Tailor”; “William (accept Duke of Cambridge)” also as what it accepts.
    """
    found: set[str] = set()
    for reference in references:
        text = shortened(reference).strip()
        if not text:
            continue
        found.add(text)
        plain = nfkc(text)
        outside, inside = _BRACKETS.split(plain)[::2], _BRACKETS.split(plain)[1::2]
        bare = " ".join(part.strip() for part in outside).strip()
        if bare and inside:
            found.add(bare)
            found.update(_ACCEPT.sub("", inner) for inner in inside if _ACCEPT.match(inner))
        parts = [part.strip() for part in ALTERNATIVES.split(text, maxsplit=2)]
        if len(parts) == 2 and all(2 <= len(part) <= 40 and not part[-1].isdigit() for part in parts):
            found.update(parts)
    return sorted(found)
