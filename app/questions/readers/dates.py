"""Dates, times and durations as Excel shows them, the Japanese era included."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from app.questions.readers.kanji_numbers import spelled, spoken

# Excel shows these two built-in formats in the reader's own order; year first is understood in both languages.
_LOCAL = {"mm-dd-yy": "{0.year}/{0.month}/{0.day}", "m/d/yy h:mm": "{0.year}/{0.month}/{0.day} {0.hour}:{0.minute:02}"}
# fmt: off
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# fmt: on
_DAYS_JA = "月火水木金土日"
_ERAS = (
    (date(2019, 5, 1), "令和", "R"),
    (date(1989, 1, 8), "平成", "H"),
    (date(1926, 12, 25), "昭和", "S"),
    (date(1912, 7, 30), "大正", "T"),
    (date(1868, 1, 25), "明治", "M"),
)


def shown_date(value: datetime | date | time, tokens: Sequence[tuple[str, str]], number_format: str) -> str:
    """`value` under the tokens of its number format; in ISO form when the format holds no date code."""
    moment = _moment(value)
    if number_format in _LOCAL:
        return _LOCAL[number_format].format(moment)
    if not any(kind == "code" for kind, _ in tokens):
        return _iso(value)
    half_day = any(kind == "ampm" for kind, _ in tokens)
    kanji = next((text for kind, text in tokens if kind == "kanji"), "")
    first_year = any(kind == "gannen" for kind, _ in tokens)
    parts = []
    for index, (kind, text) in enumerate(tokens):
        if kind == "ampm":
            name = "AM" if moment.hour < 12 else "PM"
            parts.append(name if len(text) > 3 else name[0])
        elif kind in ("code", "elapsed"):
            shown = _code(moment, text.lower(), minutes=_is_minutes(tokens, index), half_day=half_day)
            if first_year and text.lower().startswith("e") and int(shown) == 1:
                shown = "元"
            parts.append(_in_kanji(shown, kanji) if kanji and shown.isascii() and shown.isdigit() else shown)
        elif kind == "text":
            parts.append(text)
    return "".join(parts)


def _in_kanji(number: str, kanji: str) -> str:
    """The number of a date: a year of four digits digit by digit, all else with its units."""
    spoken_number = spoken(int(number), kanji) if len(number) < 4 else None
    return spoken_number or spelled(number, kanji)


def shown_duration(value: timedelta, tokens: Sequence[tuple[str, str]] = ()) -> str:
    """A duration under the tokens of its number format, e.g. 36:05; without any as hours:minutes:seconds."""
    seconds = round(abs(value).total_seconds())
    sign = "-" if value < timedelta(0) else ""
    units = {"h": seconds // 3600, "m": seconds // 60 % 60, "s": seconds % 60}
    counted = {"h": units["h"], "m": seconds // 60, "s": seconds}
    if not any(kind == "elapsed" for kind, _ in tokens) or any(
        text[:1].lower() in "yd" for k, text in tokens if k == "code"
    ):
        return f"{sign}{units['h']}:{units['m']:02}:{units['s']:02}"
    parts = []
    for kind, text in tokens:
        if kind in ("elapsed", "code"):
            number = (counted if kind == "elapsed" else units)[text[0].lower()]
            parts.append(f"{number:0{min(len(text), 2)}}")
        elif kind == "text":
            parts.append(text)
    return sign + "".join(parts)


def _moment(value: datetime | date | time) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, time):
        return datetime.combine(date(1899, 12, 30), value)
    return datetime.combine(value, time())


def _iso(value: datetime | date | time) -> str:
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()


def _is_minutes(tokens: Sequence[tuple[str, str]], index: int) -> bool:
    """Whether an `m` means minutes: it follows hours, or seconds follow it."""
    codes = [(i, text[0].lower()) for i, (kind, text) in enumerate(tokens) if kind in ("code", "elapsed")]
    place = [i for i, _ in codes].index(index)
    before = codes[place - 1][1] if place else ""
    after = codes[place + 1][1] if place + 1 < len(codes) else ""
    return before == "h" or after == "s"


def _code(moment: datetime, code: str, *, minutes: bool, half_day: bool) -> str:
    letter, width = code[0], min(len(code), 4)
    if letter == "m" and not minutes:
        return _month(moment, width)
    if letter == "d":
        return _day(moment, width)
    if letter == "a":
        return _DAYS_JA[moment.weekday()] + ("曜日" if width == 4 else "")
    if letter in "ge":
        return _era(moment, letter, width)
    if letter == "y":
        return f"{moment.year:04}" if width > 2 else f"{moment.year % 100:02}"
    hour = (moment.hour % 12 or 12) if half_day else moment.hour
    number = {"h": hour, "m": moment.minute, "s": moment.second}[letter]
    return f"{number:02}" if code[:2] == letter * 2 else str(number)


def _month(moment: datetime, width: int) -> str:
    name = _MONTHS[moment.month - 1]
    return {1: str(moment.month), 2: f"{moment.month:02}", 3: name[:3], 4: name}[width]


def _day(moment: datetime, width: int) -> str:
    name = _DAYS[moment.weekday()]
    return {1: str(moment.day), 2: f"{moment.day:02}", 3: name[:3], 4: name}[width]


def _era(moment: datetime, letter: str, width: int) -> str:
    for start, name, initial in _ERAS:
        if moment.date() >= start:
            if letter == "e":
                return f"{moment.year - start.year + 1:0{min(width, 2)}}"
            return {1: initial, 2: name[0]}.get(width, name)
    return str(moment.year) if letter == "e" else ""
