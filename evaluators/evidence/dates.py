"""Dates and times of day, partial ones and Japanese eras included."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from evaluators.evidence.numerals import plain_numbers

_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_ERAS |= {"meiji": 1867, "taisho": 1911, "taishō": 1911, "showa": 1925, "shōwa": 1925, "heisei": 1988, "reiwa": 2018}
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH_NUMBER = {name: i for i, full in enumerate(_MONTHS, 1) for name in (full, full[:3])} | {"sept": 9}
_MONTH = rf"(?:{'|'.join(_MONTHS)}|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\.?"
_ERA = rf"(?:{'|'.join(_ERAS)})"
ERA_YEAR = re.compile(rf"({_ERA})\s*(\d{{1,2}}|元)(?:年|\b)", re.I)
_YEAR = r"(?:[12]\d{3}|\d{3})"
_PATTERNS = (
    rf"(?:(?P<era1>{_ERA})\s*)?(?P<y1>\d{{1,4}}|元)年(?:\s*\([^)]{{0,20}}\)\s*)?\s*+の?+\s*+(?P<m1>\d{{1,2}})"
    rf"月(?:\s*+の?+\s*+(?P<d1>\d{{1,2}})日)?",
    r"(?<!\d)(?P<m2>\d{1,2})月\s*+の?+\s*+(?P<d2>\d{1,2})日",
    rf"(?P<y3>{_YEAR})\s*[-/.]\s*(?P<m3>\d{{1,2}})\s*[-/.]\s*(?P<d3>\d{{1,2}})(?![\d/])",
    rf"\b(?P<n4>{_MONTH})\s+(?:the\s+)?(?P<d4>\d{{1,2}})(?!\d)(?:st|nd|rd|"
    rf"th)?(?:\s*,?\s*(?:of\s+)?(?P<y4>{_YEAR})(?!\d))?",
    rf"(?<!\d)(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:day\s+)?(?:of\s+)?(?P<n5>{_MONTH})"
    rf"\b(?:\s*,?\s*(?P<y5>{_YEAR})(?!\d))?",
    rf"\b(?P<n6>{_MONTH})\s*,?\s*(?:of\s+)?(?P<y6>{_YEAR})(?!\d)",
    r"(?<![\d/])(?P<m7>\d{1,2})/(?P<d7>\d{1,2})/(?P<y7>[12]\d{3})(?!\d)",
)
DATES = re.compile("|".join(_PATTERNS), re.I)
"""Dates that name a month, over text in plain digits."""
_MONTH_ALONE_EN = re.compile(rf"\b({'|'.join(_MONTHS)})\b", re.I)
_MONTH_ALONE_JA = re.compile(r"(?<![\d年])(\d{1,2})月(?![\d\s]*\d)")
_SLASH_DAY = re.compile(r"(?<![\d/.])(\d{1,2})/(\d{1,2})(?![\d/.])")
_NOON = ((re.compile(r"\bnoon\b|正午", re.I), 720), (re.compile(r"\bmidnight\b", re.I), 0))
_TIME = re.compile(
    r"(?:(?P<ja>午前|午後|朝の?|夜の?|夕方の?|深夜の?|昼の?|正午)\s*+)?(?<!\d)(?P<h>\d{1,2})(?::(?P<m>\d{2})(?!\d)|時(?!間|代|速|"
    r"期|点)(?:\s*(?P<mj>\d{1,2})分|(?P<half>半))?)?"
    r"\s*(?P<en>a\.?m\b\.?|p\.?m\b\.?|o'clock)?(?:\s*(?:in|of) the (?P<part>morning|afternoon|evening))?", re.I
)  # fmt: skip
MAX_FOUND = 60
"""So many dates, times and quantities of a text are looked at."""
_PAST = re.compile(
    r"\b(half|quarter|1/4|1/2|\d{1,2})(?: minutes)?\s+(past|to)\s+(\d{1,2})(?:\s*(a\.?m|p\.?m)"
    r")?(?:\s*in the (morning|afternoon|evening))?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Date:
    """A date, each part None when it is not said."""

    year: int | None
    month: int | None
    day: int | None

    def agrees(self, other: Date) -> bool | None:
        """Whether the parts that both name are the same; None when they share none."""
        pairs = [(a, b) for a, b in zip(self.parts, other.parts, strict=True) if a is not None and b is not None]
        return all(a == b for a, b in pairs) if pairs else None

    @property
    def parts(self) -> tuple[int | None, int | None, int | None]:
        """Year, month, day."""
        return (self.year, self.month, self.day)

    @property
    def known(self) -> int:
        """How many parts are said."""
        return sum(part is not None for part in self.parts)

    def __str__(self) -> str:
        return "-".join("?" if part is None else f"{part:02d}" for part in self.parts)


@lru_cache(maxsize=16384)
def dates(text: str) -> tuple[Date, ...]:
    """The dates of a text that name a month, in order."""
    plain = plain_numbers(text)
    found = [date for match in DATES.finditer(plain) if (date := _date(match))]
    rest = DATES.sub(" ; ", plain)
    found += [Date(None, int(m), None) for m in _MONTH_ALONE_JA.findall(rest) if 1 <= int(m) <= 12]
    found += [Date(None, _MONTH_NUMBER[m.lower()], None) for m in _MONTH_ALONE_EN.findall(rest) if m != "may"]
    return tuple(found[:MAX_FOUND])


def slash_dates(text: str) -> tuple[Date, ...]:
    """What may be month and day written with a slash (5/3), with the month first."""
    pairs = [(int(a), int(b)) for a, b in _SLASH_DAY.findall(plain_numbers(text))]
    return tuple(Date(None, m, d) for m, d in pairs[:MAX_FOUND] if 1 <= m <= 12 and 1 <= d <= 31)


def _date(match: re.Match[str]) -> Date | None:
    groups = {k[0] + k[-1]: v for k, v in match.groupdict().items() if v}
    parts: dict[str, str] = {k[0]: v for k, v in groups.items()}
    era = match["era1"]
    year = parts.get("y")
    number = None if year is None else 1 if year == "元" else int(year)
    if era and number is not None:
        number += _ERAS[era.lower()]
    month = _MONTH_NUMBER[parts["n"].lower().rstrip(".")] if "n" in parts else int(parts["m"])
    day = int(parts["d"]) if "d" in parts else None
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    return Date(number, month, day)


def era_years(plain: str) -> list[int]:
    """The western years of the era years in a text of plain digits (昭和39年 → 1964)."""
    return [_ERAS[era.lower()] + (1 if n == "元" else int(n)) for era, n in ERA_YEAR.findall(plain)]


def years(value: float, text: str, match: re.Match[str]) -> bool:
    """Whether a number of years counts from the calendar's beginning (1969年) rather than measuring a duration."""
    if not value.is_integer() or not 300 <= value <= 2200:
        return False
    return match["other"] == "年" and not text.startswith(("間", "前", "後", "以上", "ぶり"), match.end())


@lru_cache(maxsize=16384)
def times(text: str) -> tuple[tuple[int, bool], ...]:
    """The times of day of a text: minutes after midnight, and whether morning or afternoon was said (or 24 hours)."""
    found: list[tuple[int, bool]] = []
    take_times(plain_numbers(text), found)
    return tuple(found[:MAX_FOUND])


def take_times(plain: str, found: list[tuple[int, bool]]) -> str:
    """Adds the times of day to `found`; returns the text of plain digits without them."""

    def past(m: re.Match[str]) -> str:
        if m[2].lower() == "to" and not (m[4] or m[5]) and m[1].isdigit():
            return m[0]
        part = {"half": 30, "1/2": 30, "quarter": 15, "1/4": 15}.get(m[1].lower()) or int(m[1])
        minutes = int(m[3]) % 24 * 60 + (part if m[2].lower() == "past" else -part)
        found.append(_half_day(minutes, (m[4] or m[5] or "").lower()))
        return " "

    def clock(m: re.Match[str]) -> str:
        if not (m["m"] or m["ja"] or "時" in m[0] or m["en"] or m["part"]) or int(m["h"]) > 24:
            return m[0]
        minutes = int(m["h"]) * 60 + int(m["m"] or m["mj"] or (30 if m["half"] else 0))
        found.append(_half_day(minutes, (m["ja"] or m["en"] or m["part"] or "").lower()))
        return " "

    for pattern, minutes in _NOON:
        if pattern.search(plain):
            found.append((minutes, True))
    return _TIME.sub(clock, _PAST.sub(past, plain))


def _half_day(minutes: int, part: str) -> tuple[int, bool]:
    if part[:1] in {"p", "a", "m", "e"} or part[:2] in {"午後", "午前"} or part[:1] in {"夜", "夕", "朝", "深", "昼"}:
        if part[:2] == "深夜":
            return minutes % 720, True
        late = part.startswith(("昼", "p", "午後", "夜", "夕", "afternoon", "e"))
        return (minutes % 720 + (720 if late else 0), True) if minutes < 780 else (minutes % 1440, True)
    return minutes % 1440, minutes >= 13 * 60
