"""Quantities found in a text: a value and what it measures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite

from evaluators.evidence.dates import DATES, ERA_YEAR, MAX_FOUND, dates, era_years, take_times, years
from evaluators.evidence.numerals import plain_numbers
from evaluators.evidence.units import SYMBOLS, UNIT_PATTERN, unit_of

_NUMBER = re.compile(
    r"(?P<sign>(?<![\w.)])[-−])?(?:(?P<symbol>[$¥€£])\s*)?(?<![\d.])(?P<digits>\d+(?:\.\d+)?)(?:/(?P<bottom>\d+))?"
    + UNIT_PATTERN
)
_SPEED_BEFORE = re.compile(r"(秒速|時速)[^\d]{0,4}$|(1秒間?に|毎秒)[^\d]{0,4}$|(1時間に|毎時)[^\d]{0,4}$")
_CENTIGRADE_BEFORE = re.compile(r"(摂氏|華氏)\s*$")
_BEFORE_CHRIST = re.compile(r"(?:紀元前|bc\s*)(\d+)年?|(?<!\d)(\d++)\s*b\.?c\.?(?:e\.?)?(?![a-z])")
_ROUGH = re.compile(r"約|およそ|おおよそ|ほぼ|だいたい|about|around|roughly|approximately|nearly|almost|some |circa")
_ROUGH_AFTER = re.compile(
    r"\S{0,3}?(?:ほど|くらい|ぐらい|程度|前後|余り|あまり|弱|強(?!い))|\s*(?:or so|or thereabouts|\+)"
)
_BETWEEN = re.compile(r"(?:\s*(?:and|と|,))?\s*")
_HALF_AFTER = re.compile(r"\s*(?:半|and a half|and 1/2)(?!期|島|径|額|年)")
_ROMAN = re.compile(r"\b[A-Z][a-zà-ÿ]+\s+((?:X{0,3})(?:IX|IV|V?I{0,3}))\b(?!\.)")
_REGNAL = re.compile(r"(?<!\d)(\d++)世(?!紀|代|界|帯)")
_PLACES = (
    (re.compile(r"準優勝|\brunners?-up\b", re.I), 2.0),
    (re.compile(r"(?<!準)優勝|\bchampions?\b|\bwinner\b|\b(?:came|finished) top\b", re.I), 1.0),
)
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in the base unit of its dimension.

    `dimension` is empty for a bare number; `raw` is the number as written; `weak` marks numbers that often are no
    information (one, first), `rough` those said to be approximate; `start` and `end` say which
    quantities stand side by side.
    """

    value: float
    dimension: str
    raw: float
    weak: bool = False
    label: str = ""
    rough: bool = False
    start: int = -1
    end: int = -2


@lru_cache(maxsize=16384)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text in order; full dates and times of day are left to `dates`."""
    plain = plain_numbers(text)
    found = [Quantity(float(y), "year", float(y), label=str(y)) for y in era_years(plain)]
    found += _regnal(plain)
    found += [Quantity(v, "place", v, label=m[0]) for pattern, v in _PLACES if (m := pattern.search(plain))]
    found += [Quantity(float(d.year), "year", float(d.year), label=str(d)) for d in dates(text) if d.year]
    rest = ERA_YEAR.sub(" ; ", DATES.sub(" ; ", plain))
    lower = _REGNAL.sub(" ", take_times(rest, [])).lower()
    lower = _BEFORE_CHRIST.sub(lambda m: _before_christ(m, found), lower)
    found += [q for match in _NUMBER.finditer(lower) if (q := _quantity(lower, match))]
    return _join_parts(found)[:MAX_FOUND]


def _before_christ(match: re.Match[str], found: list[Quantity]) -> str:
    value = -float(match[1] or match[2])
    found.append(Quantity(value, "year", value, label=match[0].strip()))
    return " ; "


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    start = match.start("digits")
    if start and text[start - 1].isascii() and text[start - 1].isalpha():
        return None
    raw = float(match["digits"])
    if not isfinite(raw):
        return None
    label = match[0].strip()
    dimension, size = unit_of(match)
    if match["bottom"] and float(match["bottom"]):
        raw /= float(match["bottom"])
        dimension = dimension or "ratio"
    before = text[max(0, start - 8) : start]
    rough = bool(_ROUGH.search(text, max(0, start - 16), start) or _ROUGH_AFTER.match(text, match.end()))
    if match["symbol"]:
        dimension, size = SYMBOLS[match["symbol"]], 1.0
    elif temperature := _CENTIGRADE_BEFORE.search(before):
        dimension = "temperature:C" if temperature[1] == "摂氏" else "temperature:F"
    elif dimension in {"length", "kilo"} and (speed := _SPEED_BEFORE.search(before)):
        size = (1000.0 if dimension == "kilo" else size) / (3600 if speed[0][0] == "時" or speed[3] else 1)
        dimension = "speed"
    if dimension == "duration" and size > 3e7 and years(raw, text, match):
        dimension, size = "year", 1.0
    if dimension == "" and text.startswith("s", match.end()) and raw % 10 == 0:
        dimension = "decade"
    half = 0.5 if _HALF_AFTER.match(text, match.end()) and not match["bottom"] else 0.0
    value = (raw + half) * size * (-1 if match["sign"] else 1)
    weak = raw == 1 and dimension in {"", "ordinal", "place"}
    return Quantity(
        value,
        dimension,
        (raw + half) * (-1 if match["sign"] else 1),
        weak,
        label,
        rough,
        start,
        _end(text, match.end()),
    )


def _end(text: str, end: int) -> int:
    """Where a following part of the same quantity would start."""
    between = _BETWEEN.match(text, end)
    return between.end() if between else end


def _regnal(text: str) -> list[Quantity]:
    found = [Quantity(float(n), "regnal", float(n), label=f"{n}世") for n in _REGNAL.findall(text)]
    for numeral in _ROMAN.findall(text):
        if numeral and numeral != "I":
            value = float(_roman(numeral))
            found.append(Quantity(value, "regnal", value, label=numeral))
    return found


def _roman(numeral: str) -> int:
    values = [_ROMAN_VALUES[c] for c in numeral]
    return sum(-v if v < max(values[i + 1 :], default=0) else v for i, v in enumerate(values))


def _continues(last: Quantity, q: Quantity) -> bool:
    """Whether a quantity adds a smaller unit to the one before it (3 dollars 50 cents, 1 metre eighty)."""
    if last.raw <= 0 or not last.value or not last.raw.is_integer() or last.end != q.start:
        return False
    if q.dimension == last.dimension and q.dimension.startswith(("duration", "length", "money", "mass")):
        return 0 < q.value < last.value / last.raw
    return (
        q.dimension == ""
        and last.dimension.startswith(("length", "money"))
        and 10 <= q.value < 100
        and q.raw.is_integer()
    )


def _join_parts(found: list[Quantity]) -> tuple[Quantity, ...]:
    """Hours followed by minutes, metres by centimetres and the like as one quantity."""
    out: list[Quantity] = []
    for q in found:
        last = out[-1] if out else None
        if last and _continues(last, q):
            size = last.value / last.raw
            value = last.value + (q.value if q.dimension else q.value * size / 100)
            out[-1] = Quantity(value, last.dimension, value / size, label=f"{last.label} {q.label}")
        else:
            out.append(q)
    return tuple(out)
