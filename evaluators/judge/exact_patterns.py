"""Patterns of answers that are nearly exact: formulae, dates without their day, other units, people of like names."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from functools import lru_cache

from evaluators.evidence.namesakes import TABLE, people
from evaluators.judge.pattern import Pattern
from evaluators.normalization import has_japanese

_ELEMENTS = ("H", "C", "N", "O", "Na", "Mg", "S", "Cl", "K", "Ca", "Fe", "Cu")
_MONTHS = ("January", "February", "March", "April", "June", "July", "August", "October", "November", "December")
_NUMBERS = (1, 2, 3, 4, 6, 7, 8, 10, 11, 12)
_UNITS = (
    (60, ("hours", "minutes"), ("時間", "分")),
    (60, ("minutes", "seconds"), ("分", "秒")),
    (3600, ("hours", "seconds"), ("時間", "秒")),
    (24, ("days", "hours"), ("日", "時間")),
    (7, ("weeks", "days"), ("週間", "日")),
    (1000, ("kilometres", "metres"), ("キロメートル", "メートル")),
    (100, ("metres", "centimetres"), ("メートル", "センチメートル")),
    (1000, ("kilograms", "grams"), ("キログラム", "グラム")),
    (1000, ("litres", "millilitres"), ("リットル", "ミリリットル")),
)
"""How many of the second unit the first has, in both languages."""


def formulae(chance: random.Random, language: str) -> Iterator[Pattern]:
    """A formula or a code: the same, or another that begins alike."""
    if chance.random() < 0.6:
        parts = [f"{symbol}{chance.choice(('', '', '2', '3'))}" for symbol in chance.sample(_ELEMENTS, 2)]
        right = "".join(parts)
        last = chance.choice([symbol for symbol in _ELEMENTS if not right.endswith(symbol)])
        wrong = chance.choice((f"{right.rstrip('23')}4", f"{right}{last}", f"{parts[0]}{last}"))
        question = "What is its formula?" if language == "en" else "その化学式は何ですか。"
    else:
        letter, n = chance.choice("ABCKMX"), chance.randrange(1, 90)
        right, wrong = f"{letter}{n}", chance.choice((f"{letter}{n}{chance.randrange(10)}", f"{letter}{n + 1}"))
        question = "Which model is it?" if language == "en" else "型番は何ですか。"
    forms = ("{0}", "It is {0}.", "The answer is {0}.") if language == "en" else ("{0}", "{0}です。", "答えは{0}です")
    for said, label in ((right, 1), (wrong, 0)):
        yield Pattern("formulae", question, right, chance.choice(forms).format(said), label)


def days(chance: random.Random, language: str) -> Iterator[Pattern]:
    """A date whole or in the other language's form; wrong: its year alone, or another day."""
    year, at, day = chance.randrange(1500, 2020), chance.randrange(len(_MONTHS)), chance.randrange(1, 28)

    def english(d: int) -> str:
        return chance.choice((f"{_MONTHS[at]} {d}, {year}", f"{d} {_MONTHS[at]} {year}"))

    def japanese(d: int) -> str:
        return f"{year}年{_NUMBERS[at]}月{d}日"

    question = "On what date did it happen?" if language == "en" else "それは何年何月何日ですか。"
    reference = english(day) if language == "en" else japanese(day)
    alone = chance.choice((str(year), f"In {year}.") if language == "en" else (f"{year}年", f"{year}年です。"))
    yield Pattern("days", question, reference, chance.choice((english, japanese))(day), 1)
    yield Pattern("days", question, reference, chance.choice((alone, alone, japanese(day + 1), english(day + 1))), 0)


def conversions(chance: random.Random, language: str) -> Iterator[Pattern]:
    """How many of one unit another has: the number asked for, or what was said already, or in a third unit."""
    times, english, japanese = chance.choice(_UNITS)
    n = chance.randrange(1, 9)
    right = n * times
    if language == "en":
        whole, part = english
        question, reference = f"How many {part} are in {n} {whole}?", f"{right} {part}"
        given = f"{n} {whole}"
    else:
        whole, part = japanese
        question, reference, given = f"{n}{whole}は何{part}ですか。", f"{right}{part}", f"{n}{whole}"
    wrong = chance.choice((given, given, reference.replace(str(right), str(right + times))))
    yield Pattern("conversions", question, reference, chance.choice((str(right), f"{right:,}", reference)), 1)
    yield Pattern("conversions", question, reference, wrong, 0)


def namesakes(chance: random.Random, language: str) -> Iterator[Pattern]:
    """A person, or another of a like name, in either script."""
    right, other = chance.sample(chance.choice(_groups()), 2)
    question = "Who is it?" if language == "en" else "それは誰ですか。"
    own = [form for form in right if has_japanese(form) == (language == "ja")] or list(right)
    reference = chance.choice(own)
    yield Pattern("namesakes", question, reference, chance.choice(right), 1)
    if people(reference).isdisjoint(people(wrong := chance.choice(other))):
        yield Pattern("namesakes", question, reference, wrong, 0)


@lru_cache(maxsize=1)
def _groups() -> list[list[list[str]]]:
    groups: list[list[list[str]]] = json.loads(TABLE.read_text(encoding="utf-8"))
    return groups
