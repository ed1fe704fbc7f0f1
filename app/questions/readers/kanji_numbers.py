"""Numbers in kanji, as Excel's [DBNum1], [DBNum2] and [DBNum3] show them in Japanese."""

from __future__ import annotations

from typing import NamedTuple


class _Numerals(NamedTuple):
    """Digits from zero, the units of ten, hundred and thousand, those of each further four digits, and whether one ten
    is written with its one.
    """

    digits: str
    small: tuple[str, str, str, str]
    large: tuple[str, ...]
    ones: bool


_PLAIN = _Numerals("〇一二三四五六七八九", ("", "十", "百", "千"), ("", "万", "億", "兆", "京"), ones=False)
_FORMAL = _Numerals("〇壱弐参四伍六七八九", ("", "拾", "百", "阡"), ("", "萬", "億", "兆", "京"), ones=True)
_WIDE = "０１２３４５６７８９"
LARGEST = 10**16


def spoken(number: int, kind: str) -> str | None:
    """A whole number with its units (千二百三十四) as kind 1 or 2 shows it; None for what is beyond these.

    >>> spoken(2045, "1"), spoken(21, "2")
    ('二千四十五', '弐拾壱')
    """
    if kind not in ("1", "2") or abs(number) >= LARGEST:
        return None
    numerals = _PLAIN if kind == "1" else _FORMAL
    if number == 0:
        return numerals.digits[0]
    parts: list[str] = []
    rest, place = abs(number), 0
    while rest:
        rest, group = divmod(rest, 10_000)
        if group:
            parts.append(_group(group, numerals) + numerals.large[place])
        place += 1
    return ("-" if number < 0 else "") + "".join(reversed(parts))


def _group(number: int, numerals: _Numerals) -> str:
    text = ""
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            written = digit > 1 or place == 0 or numerals.ones
            text += (numerals.digits[digit] if written else "") + numerals.small[place]
    return text


def spelled(text: str, kind: str) -> str:
    """The digits of a text, each as kind 1, 2 or 3 writes it (二〇二六).

    >>> spelled("2026-1", "1"), spelled("7", "3")
    ('二〇二六-一', '７')
    """
    digits = {"1": _PLAIN.digits, "2": _FORMAL.digits, "3": _WIDE}[kind]
    return text.translate(str.maketrans("0123456789", digits))
