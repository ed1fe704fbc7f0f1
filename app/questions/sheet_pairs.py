"""The questions of one sheet and their translations on another: which sheets, which questions, and joined."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple, TypeAlias

from app.questions.headers import Names, folded
from app.questions.table import Row, Table
from app.records import CarriedValue, Question, other

Join: TypeAlias = Literal["no", "order", "none"]
"""What belongs together: what has the same NO, what stands in the same place, or nothing."""
JOINS: tuple[Join, ...] = ("no", "order", "none")

_SAYS_LANGUAGE = re.compile(
    r"日本語|和文|和訳|英語|英文|英訳|翻訳|訳文|対訳|japan|english|translat|(?<![a-z])(ja|jp|jpn|en|eng)(?![a-z])",
    re.IGNORECASE,
)
_TRANSLATION = re.compile(
    r"(日本語|英語|英文|和文|english|japanese|en|ja|jp)?(の)?(翻訳|英訳|和訳|訳|訳文|対訳|translations?|translated|text|文)?",
    re.IGNORECASE,
)
_AROUND_NUMBER = re.compile(r"^(ja|jp|en|j|e|日|英)[_\-. ]?(?=\d)|[_\-. ]?(ja|jp|en|j|e|日|英)$")


class Half(NamedTuple):
    """The questions of one sheet, in one language, whether they are numbered, and the columns carried over."""

    sheet: str
    questions: tuple[Question, ...]
    numbered: bool
    extra_columns: tuple[str, ...]


def pair_name(first: str, second: str) -> str:
    """What two sheets that are read together are called."""
    return f"{first} + {second}"


def says_language(sheet: str) -> bool:
    """Whether a sheet's name says that it is one of a language, or of translations."""
    return bool(_SAYS_LANGUAGE.search(folded(sheet)))


def translation_names(table: Table, names: Names) -> dict[str, str]:
    """What the one column of translations beside a number is read as, in a table that names no question column."""
    for row in table.rows[:5]:
        numbered = [cell for cell in row.cells if (means := names.meaning(cell.text)) and means.role == "number"]
        translated = [
            cell.text for cell in row.cells if folded(cell.text) and _TRANSLATION.fullmatch(folded(cell.text))
        ]
        if numbered and len(translated) == 1:
            return {translated[0]: "question"}
    return {}


def has_names(header: Row, named: Mapping[str, str]) -> dict[str, str]:
    """Those of the named columns that a header row has."""
    present = {folded(cell.text) for cell in header.cells}
    return {name: means for name, means in named.items() if folded(name) in present}


def how_joined(first: Half, second: Half, wanted: Join | None, *, named: bool) -> Join | None:
    """By what two sheets belong together; None where neither way is sure.

    Args:
        first, second: their questions, one language each.
        wanted: what the user says.
        named: whether the sheets' names, or the user, say that they belong together.
    """
    numbered = first.numbered and second.numbered
    matches = len(_numbers(first).keys() & _numbers(second).keys()) if numbered else 0
    most = max(len(first.questions), len(second.questions))
    ordered = len(first.questions) == len(second.questions)
    if wanted == "no":
        return "no" if matches else None
    if wanted == "order":
        return "order" if ordered else None
    if numbered:
        enough = 2 * matches > most if named else matches == most
        return "no" if enough else None
    return "order" if named and ordered else None


def joined(first: Half, second: Half, how: Join) -> tuple[tuple[Question, ...], tuple[str, ...]]:
    """The questions of both sheets, those of the first in their order, and the columns carried over."""
    partners = dict(enumerate(second.questions))
    places = {number: place for place, number in enumerate(_numbers(second))}
    keys = list(_numbers(first)) if how == "no" else []
    names = _renamed(first, second)
    found = []
    for place, question in enumerate(first.questions):
        partner = partners.pop(places.get(keys[place], -1) if how == "no" else place, None)
        found.append(_together(question, partner, names) if partner else question)
    taken = {folded(question.no) for question in found}
    for question in partners.values():
        number = question.no if folded(question.no) not in taken else f"{question.no} ({second.sheet})"
        found.append(replace(question, no=number, extra={names[name]: value for name, value in question.extra.items()}))
    return tuple(found), (*first.extra_columns, *(n for n in names.values() if n not in first.extra_columns))


def _numbers(half: Half) -> dict[str, Question]:
    """The questions by number, without a language at either end of it (1-ja, E1)."""
    bare = {_AROUND_NUMBER.sub("", folded(question.no)): question for question in half.questions}
    return bare if len(bare) == len(half.questions) else {folded(question.no): question for question in half.questions}


def _renamed(first: Half, second: Half) -> dict[str, str]:
    """What the second sheet's columns are called where both carry over one of the same name."""
    suffix = {"ja": "(jp)", "en": "(en)"}[next(iter(second.questions[0].sides))]
    return {name: name if name not in first.extra_columns else f"{name}{suffix}" for name in second.extra_columns}


def _together(question: Question, partner: Question, names: Mapping[str, str]) -> Question:
    sides = {**question.sides, **partner.sides}
    extra: dict[str, CarriedValue] = dict(question.extra)
    extra |= {names[name]: value for name, value in partner.extra.items()}
    ordered = {code: sides[code] for code in ("ja", "en") if code in sides}
    return replace(question, type=question.type or partner.type, sides=ordered, extra=extra)


def counterpart(languages: Sequence[tuple[str, ...]], main: int) -> int | None:
    """The one other sheet whose questions are in the other language alone; None without exactly one.

    `languages` are those of each sheet's questions.
    """
    if len(languages[main]) != 1:
        return None
    wanted = (other("ja" if languages[main][0] == "ja" else "en"),)
    found = [place for place, one in enumerate(languages) if one == wanted]
    return found[0] if len(found) == 1 else None
