"""Whether the numbers, dates and times of a reference are those of an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from evaluators.evidence.asked_units import as_asked, close, converts, equal, same_unit
from evaluators.evidence.dates import Date, dates, slash_dates, times
from evaluators.evidence.numerals import plain_numbers
from evaluators.evidence.quantities import Quantity, quantities

_COVERED = 0.6
"""How far a value counts as stated when the answer names only what covers it."""
_ROUGHLY, _EXACTLY = 0.04, 0.005
"""Relative difference up to which two large values count as the same where one is said to be approximate: of round
values, and of those with many digits (8,850 is not 8,933)."""
_PRECISE, _UNITS = 4, 4
"""From how many digits on a value is no round one, and by how many units of its last digit the rounder may be off."""
_ZERO = re.compile(
    r"\b(?:none|nobody|no one|no|not any|not a single|not one|zero|nothing|nil|never|without any|n[o']t)\b|n't\b|"
    r"ません|なし|無し|ない|なかった|ゼロ|零|皆無|無料|無得点|\bfail(?:ed|s)? to\b|\bscoreless\b|\bfree\b",
    re.I,
)
_SCORE = re.compile(r"(?<![\d-])(\d{1,2})\s*(?:対|-|–|:|to)\s*(\d{1,2})(?![\d-])")
_ZERO_ALONE = re.compile(
    r"^\W*(?:there (?:are|were|is|was) )?(?:none|nobody|no one|nothing|zero|nil)\W*$|^\W*(?:なし|無し|ゼロ|零|皆無|"
    r"いない|いません|ありません)\W*$", re.I)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NumberEvidence:
    """How an answer's numbers compare with a reference's.

    Attributes:
        expected: how many numbers, dates and times the reference states.
        matched: share of them that the answer states too (0..1).
        conflict: the answer states another value where the reference's is missing.
        extra: comparable values in the answer beyond the reference's and the question's.
        reference, answer: the first differing values as written, for the reader.
    """

    expected: int = 0
    matched: float = 0.0
    conflict: bool = False
    extra: int = 0
    reference: str = ""
    answer: str = ""


def compare_numbers(question: str, reference: str, answer: str) -> NumberEvidence:
    """Compares the numbers, dates and times of an answer with those of a reference."""
    zero = _zero(reference, answer)
    if zero is not None:
        return zero
    score = _score(reference)
    if score:
        said = _SCORE.search(plain_numbers(answer))
        same = said is not None and f"{said[1]}-{said[2]}" in score
        return NumberEvidence(1, float(same), bool(said) and not same, 0, score[0], said[0] if said else "")
    checks = [*_dates(reference, answer), *_times(reference, answer), *_quantities(question, reference, answer)]
    if not checks:
        return NumberEvidence()
    failed = [c for c in checks if not c[0]]
    first = next((c for c in failed if c[2]), failed[0] if failed else checks[0])
    return NumberEvidence(
        expected=len(checks),
        matched=sum(c[0] for c in checks) / len(checks),
        conflict=any(c[2] for c in failed),
        extra=_extra(question, reference, answer),
        reference=first[1],
        answer=first[2],
    )


def _score(reference: str) -> tuple[str, ...]:
    """A game's score as the reference states it, if that is what it is."""
    plain = plain_numbers(reference)
    match = _SCORE.search(plain)
    if (
        not match
        or (":" in match[0] and len(match[2]) == 2)
        or len(plain) > 12
        or match[0] != plain.strip(" .。でした")
        or "月" in plain
    ):
        return ()
    return (f"{match[1]}-{match[2]}",)


Check = tuple[float, str, str]
"""How far a stated value is matched (0..1), the value, and what the answer has instead (empty: nothing)."""


def _zero(reference: str, answer: str) -> NumberEvidence | None:
    """Nothing at all, however it is said; None when the reference does not say so."""
    stated = quantities(reference)
    is_zero = _ZERO_ALONE.match(reference) or (
        stated and all(q.value == 0 and not q.dimension.startswith("temp") for q in stated)
    )
    if not is_zero:
        return None
    others = [q for q in quantities(answer) if q.value != 0]
    negated = bool(_ZERO.search(answer)) or any(q.value == 0 for q in quantities(answer))
    same = negated and all(q.weak for q in others)
    return NumberEvidence(1, float(same), not same and bool(others), 0, "0", others[0].label if others else "")


def _dates(reference: str, answer: str) -> list[Check]:
    expected = [d for d in dates(reference) if d.month]
    if not expected:
        return []
    said = list(dates(answer)) or list(slash_dates(answer))
    said += [Date(int(q.value), None, None) for q in quantities(answer) if _is_year(q)]
    return [_best_date(date, said) for date in expected]


def _best_date(date: Date, said: list[Date]) -> Check:
    best: Check = (0.0, str(date), "")
    for other in said:
        agrees = date.agrees(other)
        if agrees:
            shared = sum(a is not None and b is not None for a, b in zip(date.parts, other.parts, strict=True))
            share = 1.0 if shared >= 2 else shared / date.known
            if share > best[0]:
                best = (share, str(date), "")
        elif agrees is False and best[0] == 0 and not best[2]:
            best = (0.0, str(date), str(other) if other.known > 1 else str(other.year or other))
    return best


_ASKS_FOR_DAY = re.compile(
    r"何月|何日|月日|日付|\b(?:what|which|exact|full) (?:date|day)\b|\bdate of\b|\bday and month\b", re.I
)


def asks_for_day(question: str) -> bool:
    """Whether a question asks for the day of a year, not merely when something was."""
    return bool(_ASKS_FOR_DAY.search(question))


def names_year_alone(reference: str, answer: str) -> bool:
    """Whether an answer gives of a date with its day only the year."""
    full = [date for date in dates(reference) if date.known == len(date.parts)]
    said = [] if not full or dates(answer) or slash_dates(answer) else [q for q in quantities(answer) if _is_year(q)]
    return any(q.value == date.year for q in said for date in full)


def _is_year(quantity: Quantity) -> bool:
    if quantity.dimension == "year":
        return quantity.value > 0
    return quantity.dimension == "" and quantity.value.is_integer() and 1000 <= quantity.value <= 2200


def _times(reference: str, answer: str) -> list[Check]:
    said = times(answer)
    return [_best_time(minutes, sure, said) for minutes, sure in times(reference)]


def _best_time(minutes: int, sure: bool, said: Iterable[tuple[int, bool]]) -> Check:
    label = f"{minutes // 60}:{minutes % 60:02d}"
    other_label = ""
    for other, other_sure in said:
        if minutes == other or (not (sure and other_sure) and minutes % 720 == other % 720):
            return (1.0, label, "")
        other_label = other_label or f"{other // 60}:{other % 60:02d}"
    return (0.0, label, other_label)


def _quantities(question: str, reference: str, answer: str) -> list[Check]:
    named = {d.year for d in dates(reference) if d.month}
    expected = [q for q in quantities(reference) if not (q.dimension == "year" and q.value in named)]
    strong = [q for q in expected if not q.weak]
    asked = {q.raw for q in quantities(question)}
    fresh = [q for q in strong if q.raw not in asked]
    wanted = [as_asked(q, question) for q in fresh or strong or expected]
    said = tuple(as_asked(q, question) for q in quantities(answer))
    if converts(question, wanted):  # “60 minutes” is no answer to how many seconds an hour has
        said = tuple(q for q in said if not q.dimension or any(same_unit(q, w) for w in wanted))
    return [_best_quantity(q, said, asked) for q in wanted]


def _best_quantity(quantity: Quantity, said: tuple[Quantity, ...], asked: set[float]) -> Check:
    if any(same_quantity(quantity, other) for other in said):
        return (1.0, quantity.label, "")
    if _covered(quantity, said):
        return (_COVERED, quantity.label, "")
    instead = [o.label for o in said if _rivals(quantity, o) and (o.raw not in asked or o.raw == 1)]
    return (0.0, quantity.label, instead[0] if instead else "")


_RATIOS = {"ratio", ""}
_RANKS = {"place", "ordinal", ""}
_YEARS = {"year", "duration", "", "decade", "age"}


def _covered(quantity: Quantity, said: tuple[Quantity, ...]) -> bool:
    """Whether the answer says so less exactly: a range around an approximate value, or a year's decade."""
    if any(o.dimension == "decade" and 0 <= quantity.raw - o.raw < 10 for o in said if _is_year(quantity)):
        return True
    ranges = pairwise(said) if quantity.rough else ()
    return any(
        low.dimension in {"", high.dimension}
        and _comparable(quantity, high)
        and high.dimension == quantity.dimension
        and low.raw < quantity.raw < high.raw
        for low, high in ranges
    )


def same_quantity(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities are the same value of the same thing; a missing unit agrees with any."""
    if a.dimension == b.dimension:
        alike = abs(a.value * b.raw - b.value * a.raw) < 1e-6 * abs(a.value * b.raw) + 1e-12
        return equal(a.value, b.value) or _about(a, b) or (not alike and close(a.value, b.value))
    pair = {a.dimension, b.dimension}
    if pair == {"temperature:C", "temperature:F"}:
        celsius, fahrenheit = (a, b) if a.dimension.endswith("C") else (b, a)
        return abs(celsius.value * 1.8 + 32 - fahrenheit.value) < 0.6
    if pair == {"ratio", ""}:
        ratio, bare = (a, b) if a.dimension == "ratio" else (b, a)
        return close(ratio.value, bare.value) or close(ratio.value * 100, bare.value)
    if pair in ({"kilo", "mass"}, {"kilo", "length"}):
        return _about(a, b) or close(
            a.value * (1000 if a.dimension == "kilo" else 1), b.value * (1000 if b.dimension == "kilo" else 1)
        )
    if _comparable(a, b):
        return equal(a.raw, b.raw) or _about(a, b)
    return False


def _comparable(a: Quantity, b: Quantity) -> bool:
    pair = {a.dimension, b.dimension}
    if len(pair) == 1 or "" in pair:
        return True
    if all(d.startswith("temperature") or d == "degree" for d in pair) or all(d.startswith("money") for d in pair):
        return "degree" in pair or pair <= _RATIOS
    return pair <= _RANKS or (pair <= _YEARS and "decade" not in pair)


def _rivals(a: Quantity, b: Quantity) -> bool:
    """Whether one quantity stands where the other should: comparable, or money or degrees of another kind."""
    families = [q.dimension.split(":")[0] for q in (a, b)]
    return _comparable(a, b) or (families[0] == families[1] and families[0] in {"money", "temperature"})


def _about(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities, one of them said to be approximate, are the same as far as the rounder one goes."""
    if not (a.rough or b.rough):
        return False
    x, y = (a.value, b.value) if a.dimension and b.dimension else (a.raw, b.raw)
    if {a.dimension, b.dimension} & {"kilo"}:
        x, y = (q.value * (1000 if q.dimension == "kilo" else 1) for q in (a, b))
    if close(x, y) or _rounded(x, y, _leeway(a.raw, b.raw)):
        return True
    unit = x / a.raw if a.raw else 1.0
    decimals = _decimals(a.raw) if a.rough else _decimals(b.raw)
    return decimals > 0 and bool(unit) and round(x / unit, decimals) == round(y / unit, decimals)


def _rounded(a: float, b: float, leeway: float) -> bool:
    """Whether one large value is the other rounded to no fewer than two digits, or nearly as much."""
    if min(abs(a), abs(b)) < 100 or a * b <= 0:
        return False
    return abs(a - b) <= leeway * max(abs(a), abs(b)) or any(float(f"{x:.1e}") == y for x, y in ((a, b), (b, a)))


def _leeway(a: float, b: float) -> float:
    """The relative difference that two values may have: the less, the more digits the rounder one gives."""
    mantissas = [f"{abs(x):.6e}".split("e")[0] for x in (a, b)]
    digits = [len(mantissa.replace(".", "").rstrip("0")) for mantissa in mantissas]
    unit = max(10.0 ** (1 - n) / (float(mantissa) or 1) for n, mantissa in zip(digits, mantissas, strict=True))
    return max(_EXACTLY, min(_ROUGHLY, _UNITS * unit)) if max(digits) >= _PRECISE else _ROUGHLY


def _decimals(value: float) -> int:
    text = f"{value:.6f}".rstrip("0")
    return len(text) - text.index(".") - 1


def _extra(question: str, reference: str, answer: str) -> int:
    expected, asked = quantities(reference), {q.raw for q in quantities(question)}
    return sum(
        not q.weak
        and q.raw not in asked
        and any(_comparable(q, e) for e in expected)
        and not any(same_quantity(q, e) for e in expected)
        for q in quantities(answer)
    )


def states_number(text: str) -> bool:
    """Whether a text is little more than a number, a date or a time."""
    if not (quantities(text) or times(text) or any(d.month for d in dates(text))):
        return False
    letters = re.sub(r"[\d\s.,:/%$¥€£~〜-]", "", plain_numbers(text))
    return len(letters) <= 12
