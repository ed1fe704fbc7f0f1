"""What differs between two answers, word by word; in Japanese, run by run of one script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeAlias

Part: TypeAlias = tuple[str, bool]
"""A stretch of text, and whether the other text lacks it."""

_TOKEN = re.compile(
    r"[^\W\d_\u3040-\u30ff\u3400-\u9fff]+(?:['’\-][^\W\d_\u3040-\u30ff\u3400-\u9fff]+)*"
    r"|\d+(?:[.,]\d+)*|[\u3041-\u309f]+|[\u30a0-\u30ff]+|[\u3400-\u9fff々]+|\s+|.",
    re.DOTALL,
)
LONGEST = 2000
"""Tokens beyond which texts are compared as wholes: matching takes time by the square."""


def differences(first: str, second: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Both texts in parts; the parts of each, joined, are the text again."""
    one, two = _TOKEN.findall(first), _TOKEN.findall(second)
    if max(len(one), len(two)) > LONGEST:
        same = first == second
        return _parts([(first, not same)]), _parts([(second, not same)])
    ours: list[Part] = []
    theirs: list[Part] = []
    for what, start, end, other_start, other_end in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        ours.append(("".join(one[start:end]), what != "equal"))
        theirs.append(("".join(two[other_start:other_end]), what != "equal"))
    return _parts(ours), _parts(theirs)


def _parts(found: Sequence[Part]) -> tuple[Part, ...]:
    return tuple(_filled(found))


def _filled(found: Sequence[Part]) -> Iterator[Part]:
    for text, changed in found:
        if text:
            yield text, changed and not text.isspace()
