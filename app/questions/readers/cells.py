"""What a spreadsheet cell shows: a value and its number format → the text a person sees in Excel."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne

from app.questions.readers.dates import shown_date, shown_duration
from app.questions.readers.kanji_numbers import spelled, spoken

Token = tuple[str, str]
"""A kind and its characters. Kinds: `text`, `digits`, `exponent`, `percent`, `code`, `elapsed`, `ampm`, `general`,
`kanji` (which kind of them), `condition`, `gannen` (the first year of an era is 元年)."""

_TOKENS = re.compile(
    r"""
    "(?P<quoted>[^"]*)"? | \\(?P<escaped>.) | (?P<skipped>[_*].) | \[\$(?P<symbol>[^\]-]*)(?:-[^\]]*)?\]
    | \[(?P<elapsed>h+|m+|s+)\]
    | \[dbnum(?P<kanji>[1-3])\] | \[(?P<condition>[<>=]{1,2}-?[\d.]+)\]
    | (?P<bracket>\[[^\]]*\]) | (?P<general>general)
    | (?P<ampm>am/pm|a/p) | (?P<exponent>e[+-]0+) | (?P<code>y+|m+|d+|h+|s+(?:\.0+)?|g+|e+|a{3,4})
    | (?P<percent>%) | (?P<digits>[0\#?][0\#?,.]*|\.[0\#?]+) | (?P<placeholder>@) | (?P<text>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_FRACTION = re.compile(r"(?:(?P<whole>[#0?]+) +)?[#0?]+ */ *(?P<below>[#?0]+|\d+)")
_CONDITION = re.compile(r"([<>=]+)(.+)")
_COMPARED = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "<>": ne}
_TEXT_KINDS = {"quoted", "escaped", "symbol", "text"}


def shown(value: object, number_format: str | None) -> str:
    """The text that Excel shows for `value` under `number_format` (`General` when None).

    Covers numbers (decimals, thousands, percent, exponent, padding, fractions, groups such as 000-0000, literal text,
    conditions, kanji digits), dates, times, durations and the Japanese era; a format beyond these shows the plain
    value. Text is returned unchanged, None as "".
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _shown_number(value, number_format or "General")
    if isinstance(value, timedelta):
        return shown_duration(value, _section(number_format or "", 0))
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
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 (NaN is what differs from itself)
        return plain_number(value)
    tokens = _section(number_format, value)
    kinds = [kind for kind, _ in tokens]
    if {"code", "elapsed", "ampm", "placeholder"} & set(kinds) or not {"digits", "general", "text"} & set(kinds):
        return plain_number(value)
    kanji = next((text for kind, text in tokens if kind == "kanji"), "")
    if "general" in kinds:
        whole = spoken(int(value), kanji) if kanji and float(value).is_integer() else None
        return plain_number(value) if whole is None else _around_general(tokens, whole)
    try:
        text = _fraction(value, tokens) or _formatted(value, tokens, signed=";" not in number_format)
    except ArithmeticError:
        return plain_number(value)
    return spelled(text, kanji) if kanji else text


def _around_general(tokens: tuple[Token, ...], number: str) -> str:
    return "".join(number if kind == "general" else text for kind, text in tokens if kind in ("general", "text"))


def _fraction(value: float, tokens: tuple[Token, ...]) -> str:
    """A number as a fraction, where the format is one: `# ?/?`, `# ??/??`, `?/8`; else nothing."""
    match = _FRACTION.fullmatch("".join(text for kind, text in tokens if kind in ("digits", "text")).strip())
    if match is None:
        return ""
    exact, wanted = Fraction(value).limit_denominator(10**15), match["below"]
    if wanted.isdigit() and wanted.strip("0"):
        numerator, denominator = round(abs(exact) * int(wanted)), int(wanted)
    else:
        near = abs(exact).limit_denominator(10 ** len(wanted) - 1)
        numerator, denominator = near.numerator, near.denominator
    whole, numerator = divmod(numerator, denominator) if match["whole"] else (0, numerator)
    parts = [str(whole)] if whole or not numerator else []
    parts += [f"{numerator}/{denominator}"] if numerator else []
    return ("-" if value < 0 and (whole or numerator) else "") + " ".join(parts)


def _formatted(value: float, tokens: tuple[Token, ...], *, signed: bool) -> str:
    digits = [text for kind, text in tokens if kind == "digits"]
    amount = abs(Decimal(repr(value))) * 100 ** sum(kind == "percent" for kind, _ in tokens)
    if len(digits) > 1:
        return _grouped(amount, tokens, negative=signed and value < 0)
    exponent = any(kind == "exponent" for kind, _ in tokens)
    parts = []
    for kind, text in tokens:
        if kind == "digits":
            parts.append(_digits(amount, text, exponent=exponent))
        elif kind in ("text", "percent"):
            parts.append(text)
    body = "".join(parts)
    negative = signed and value < 0 and any(c in "123456789" for c in body)
    return f"-{body}" if negative else body


def _grouped(amount: Decimal, tokens: tuple[Token, ...], *, negative: bool) -> str:
    """A whole number in groups, filled from the right: 000-0000 shows 1234567 as 123-4567."""
    if any(set(text) - set("0#?") for kind, text in tokens if kind == "digits"):
        raise ArithmeticError("groups with decimals")
    pattern = "".join(text for kind, text in tokens if kind == "digits")
    rest = f"{amount.quantize(Decimal(1), rounding=ROUND_HALF_UP):f}".rjust(len(pattern.lstrip("#?")), "0")
    parts: list[str] = []
    first = next(place for place, (kind, _) in enumerate(tokens) if kind == "digits")
    for place, (kind, text) in reversed(list(enumerate(tokens))):
        if kind == "digits":
            cut = max(len(rest) - len(text), 0) if place != first else 0
            rest, group = rest[:cut], rest[cut:]
            parts.append(group)
        elif kind in ("text", "percent"):
            parts.append(text)
    return ("-" if negative else "") + "".join(reversed(parts))


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
            if kind == "symbol" and "gannen" in match[0].lower():
                sections[-1].append(("gannen", ""))
            sections[-1].append(("text", text))
        elif kind not in ("skipped", "bracket"):
            sections[-1].append((kind, text))
    return tuple(tuple(section) for section in sections)


def _section(number_format: str, value: float) -> tuple[Token, ...]:
    sections = _sections(number_format)
    conditional = [section for section in sections if any(kind == "condition" for kind, _ in section)]
    if conditional:
        fitting = (section for section in conditional if _holds(section, value))
        return next(fitting, next((section for section in sections if section not in conditional), ()))
    if len(sections) >= 3 and value == 0:
        return sections[2]
    if len(sections) >= 2 and value < 0:
        return sections[1]
    return sections[0]


def _holds(section: tuple[Token, ...], value: float) -> bool:
    """Whether the condition of a section holds; one that cannot be read never does."""
    text = next(text for kind, text in section if kind == "condition")
    match = _CONDITION.fullmatch(text)
    try:
        return bool(match and match[1] in _COMPARED and _COMPARED[match[1]](value, float(match[2])))
    except ValueError:
        return False
