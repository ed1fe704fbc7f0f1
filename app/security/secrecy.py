"""A secret is taken out of a text before anything else is done to it: whole, in part, or in another spelling."""

from __future__ import annotations

import base64
import html
import json
from functools import lru_cache
from urllib.parse import quote, quote_plus

PART = 8
"""A run of this many characters of a secret gives too much of it away."""
SHORTEST = 4
"""Anything shorter is no secret; taking it out would only spoil the text."""
HIDDEN = "…"


def redacted(text: str, secret: str) -> str:
    """`text` without the secret and without any `PART` characters of it in a row, as it is or encoded.

    Encoded: for URLs, JSON, HTML and Python, in hexadecimal, and in base 64 wherever it stands in what was encoded.
    Linear in the text.
    """
    if len(secret) < SHORTEST:
        return text
    spellings = _spellings(secret)
    for spelling in spellings:
        text = text.replace(spelling, HIDDEN)
    parts = _parts(spellings)
    covered = [at for at in range(len(text) - PART + 1) if text[at : at + PART] in parts]
    if not covered:
        return text
    kept: list[str] = []
    end = 0
    for at in covered:
        if at >= end:
            kept += [text[end:at], HIDDEN]
        end = at + PART
    return "".join([*kept, text[end:]])


@lru_cache(maxsize=8)
def _spellings(secret: str) -> tuple[str, ...]:
    raw = secret.encode("utf-8", "replace")
    found = {secret, quote(secret, safe=""), quote(secret), quote_plus(secret), html.escape(secret), repr(secret)[1:-1]}
    found |= {json.dumps(secret)[1:-1], raw.hex(), raw.hex().upper()}
    for before in range(3):  # base 64 looks different at each of three places; the edges depend on the neighbours
        encoded = base64.b64encode(b"\0" * before + raw).decode().rstrip("=")
        inner = encoded[(before * 8 + 5) // 6 : len(encoded) - (1 if (before + len(raw)) % 3 else 0)]
        found |= {inner, inner.replace("+", "-").replace("/", "_")}
    return tuple(sorted((one for one in found if len(one) >= SHORTEST), key=len, reverse=True))


@lru_cache(maxsize=8)
def _parts(spellings: tuple[str, ...]) -> frozenset[str]:
    return frozenset(one[at : at + PART] for one in spellings for at in range(len(one) - PART + 1))
