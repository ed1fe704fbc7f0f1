"""Chinese characters in their Japanese form: simplified and traditional ones as they are written in Japan today."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

PAIRS = Path(__file__).with_name("kanji.txt")
"""Pairs of characters, separated by white space: a form not used in Japan today, and the one that is."""


@lru_cache(maxsize=1)
def japanese_forms() -> dict[int, str]:
    """Character → the one that stands for it in Japanese today, as `str.translate` takes it."""
    return {ord(pair[0]): pair[1] for pair in PAIRS.read_text(encoding="utf-8").split()}


def japanese_kanji(text: str) -> str:
    """A text with simplified and traditional Chinese characters in their Japanese form.

    Examples:
        >>> japanese_kanji("东京, 國會")
        '東京, 国会'
    """
    return text if text.isascii() else text.translate(japanese_forms())
