"""What a spreadsheet cell shows: a value and its number format → the text a person sees in Excel."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from app.questions.readers.dates import shown_date, shown_duration

Token = tuple[str, str]
"""A kind (`text`, `digits`, `exponent`, `percent`, `code`, `elapsed`, `general`) and its characters."""

_TOKENS = re.compile(
    r"""
    "(?P<quoted>[^"]*)"? | \\(?P<escaped>.) | (?P<skipped>[_*].) | \[\$(?P<symbol>[^\]-]*)(?:-[^\]]*)?\]
    | \[(?P<elapsed>h+|m+|s+)\] | (?P<bracket>\[[^\]]*\]) | (?P<general>general)
    | (?P<ampm>am/pm|a/p) | (?P<exponent>e[+-]0+) | (?P<code>y+|m+|d+|h+|s+(?:\.0+)?|g+|e+|a{3,4})
    | (?P<percent>%) | (?P<digits>[0\#?][0\#?,.]*|\.[0\#?]+) | (?P<placeholder>@) | (?P<text>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_TEXT_KINDS = {"quoted", "escaped", "symbol", "text"}


def shown(value: object, number_format: str | None) -> str:
    """The text that Excel shows for `value` under `number_format` (`General` when None).

    Covers numbers (decimals, thousands, percent, exponent, padding, literal text), dates, times, durations and the
    Japanese era; a format beyond these shows the plain value. Text is returned unchanged, None as "".
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _shown_number(value, number_format or "General")
    if isinstance(value, timedelta):
        return shown_duration(value)
    if isinstance(value, datetime | date | time):
        return shown_date(value, _section(number_format or "", 0), number_format or "")
    return str(value)


def plain_number(value: float) -> str:
    """A number without a format: 1776 for 1776.0, at most 15 significant digits, no exponent below 1e21."""
    if isinstance(value, int):
        return str(value)
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 (NaN is what differs from itself)
        return str(value)
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    digits = Decimal(f"{value:.15g}")
    return f"{digits:f}" if 1e-9 <= abs(value) < 1e21 else f"{value:.15g}".upper()


def _shown_number(value: float, number_format: str) -> str:
    tokens = _section(number_format, value)
    kinds = [kind for kind, _ in tokens]
    if kinds.count("digits") != 1 or {"general", "code", "elapsed", "ampm"} & set(kinds):
        return plain_number(value)
    try:
        return _formatted(value, tokens, signed=";" not in number_format)
    except ArithmeticError:
        return plain_number(value)


def _formatted(value: float, tokens: tuple[Token, ...], *, signed: bool) -> str:
    amount = abs(Decimal(repr(value))) * 100 ** sum(kind == "percent" for kind, _ in tokens)
    exponent = any(kind == "exponent" for kind, _ in tokens)
    parts = []
    for kind, text in tokens:
        if kind == "digits":
            parts.append(_digits(amount, text, exponent=exponent))
        elif kind != "exponent":
            parts.append(text)
    body = "".join(parts)
    negative = signed and value < 0 and any(c in "123456789" for c in body)
    return f"-{body}" if negative else body


def _digits(amount: Decimal, pattern: str, *, exponent: bool) -> str:
    scaled = pattern.rstrip(",")
    amount /= 1000 ** (len(pattern) - len(scaled))
    whole, _, fraction = scaled.partition(".")
    places = sum(c in "0#?" for c in fraction)
    if exponent:
        return f"{float(amount):.{places}E}"
    text = f"{amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP):f}"
    integer, _, decimals = text.partition(".")
    integer = integer.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole:
        integer = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", integer)
    while len(decimals) > fraction.count("0") and decimals.endswith("0"):
        decimals = decimals[:-1]
    return f"{integer}.{decimals}" if decimals else integer


@lru_cache(maxsize=1024)
def _sections(number_format: str) -> tuple[tuple[Token, ...], ...]:
    sections: list[list[Token]] = [[]]
    for match in _TOKENS.finditer(number_format):
        kind = str(match.lastgroup)
        text = match.group(kind)
        if kind == "text" and text == ";":
            sections.append([])
        elif kind in _TEXT_KINDS:
            sections[-1].append(("text", text))
        elif kind not in ("skipped", "bracket"):
            sections[-1].append((kind, text))
    return tuple(tuple(section) for section in sections)


def _section(number_format: str, value: float) -> tuple[Token, ...]:
    sections = _sections(number_format)
    if len(sections) >= 3 and value == 0:
        return sections[2]
    if len(sections) >= 2 and value < 0:
        return sections[1]
    return sections[0]
