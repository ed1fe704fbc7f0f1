"""Where a text begins to repeat itself: by sentences and lines, or by any stretch of characters."""

from __future__ import annotations

import re
from itertools import pairwise

_UNIT_END = re.compile(r"[。！？!?\n]+|\.(?=\s)")
_TAIL = 4_000
"""Characters at the end among which a repeated stretch is looked for."""
_LONGEST = 400
"""Characters of a stretch that repeats."""
_TIMES, _LEAST = 4, 20
"""How often a stretch must come, and over how many characters, to be a loop."""
_ITEM_TIMES = 3
_BETWEEN = re.compile(r"[,、，]\s*")


def without_loop(text: str) -> str:
    """The text up to where it only says again what it has said, or goes round in a circle; numbers stay whole."""
    return _without_repeated_items(_without_stretch(_without_repeated_units(text)))


def _without_repeated_units(text: str) -> str:
    """Without the sentences or lines at the end that all stood before; the last of them may be cut off."""
    places = [0, *(match.end() for match in _UNIT_END.finditer(text)), len(text)]
    units = [(start, end, text[start:end].strip()) for start, end in pairwise(places)]
    units = [unit for unit in units if unit[2]]
    seen: set[str] = set()
    last_new = 0
    for i, (_, _, unit) in enumerate(units):
        if unit.rstrip(".。") in seen:
            continue
        cut_off = i == len(units) - 1 and i - last_new >= 1 and any(known.startswith(unit) for known in seen)
        if not cut_off:
            last_new = i
        seen.add(unit.rstrip(".。"))
    if not units or last_new == len(units) - 1:
        cut = _cut_off_repeat(units)
        return text if cut is None else text[:cut]
    return text[: units[last_new][1]].rstrip()


def _cut_off_repeat(units: list[tuple[int, int, str]]) -> int | None:
    """Where the last unit starts, if it is the one before it, cut off after at least half."""
    if len(units) < 2 or len(units[-1][2]) < 8:
        return None
    before, last = units[-2][2], units[-1][2]
    return units[-1][0] if before.startswith(last) and 2 * len(last) >= len(before) else None


def _without_stretch(text: str) -> str:
    """Without the repetitions of the stretch that the text ends with again and again."""
    if text[-5:] not in text[-_TAIL:-1]:  # the end of a stretch that comes four times comes before, too
        return text
    tail = text[-_TAIL:][::-1]
    border = [0] * len(tail)
    best = (0, 0)
    for i in range(1, len(tail)):
        k = border[i - 1]
        while k and tail[i] != tail[k]:
            k = border[k - 1]
        border[i] = k + (tail[i] == tail[k])
        length, period = i + 1, i + 1 - border[i]
        if period <= _LONGEST and length >= max(_LEAST, _TIMES * period):
            best = (length, period)
    length, period = best
    if not length or tail[:period].isdecimal():
        return text
    start = len(text) - length
    while start > 0 and text[start - 1] == text[start - 1 + period]:
        start -= 1
    return text[: start + period].rstrip()


def _without_repeated_items(text: str) -> str:
    """Without the items of a list at the end that all stood before, if there are several of them."""
    items = _BETWEEN.split(text)
    if len(items) < 2 * _ITEM_TIMES:
        return text
    seen: set[str] = set()
    last_new = 0
    for i, item in enumerate(items):
        key = item.strip(" 。.").lower()
        if key and key not in seen and not (i == len(items) - 1 and any(known.startswith(key) for known in seen)):
            last_new = i
        seen.add(key)
    if len(items) - 1 - last_new < _ITEM_TIMES:
        return text
    ends = [match.start() for match in _BETWEEN.finditer(text)]
    return text[: ends[last_new]]
