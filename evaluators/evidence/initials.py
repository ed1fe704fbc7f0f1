"""The words of names, and what their initials may stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from evaluators.normalization import clean

SAME = 0.76
"""From this likeness on, two words are taken for the same name."""
_ACRONYM = re.compile(r"\s*((?:[A-Z]\.?){2,6})\s*\.?\s*")


@dataclass(frozen=True, slots=True)
class Name:
    """A word that may be part of a name: as written, how it sounds, and where it stands."""

    text: str
    sound: str
    start: int
    end: int

    @property
    def is_latin(self) -> bool:
        """Whether it is written in Latin letters."""
        return self.text.isascii()

    @property
    def is_kanji(self) -> bool:
        """Whether it is written with kanji."""
        return any("\u4e00" <= c <= "\u9fff" for c in self.text)


Found: TypeAlias = tuple[float, tuple[int, ...]]
"""How alike a name is to its best match among the answer's words, and where they stand."""


def is_acronym(answer: str, expected: Sequence[Name]) -> bool:
    """Whether an answer is the initials of a name in Latin letters (JFK for John F. Kennedy)."""
    match = _ACRONYM.fullmatch(clean(answer[:40]))
    if match is None or len(expected) < 2 or not all(name.is_latin for name in expected):
        return False
    return match[1].replace(".", "") == "".join(name.text[0].upper() for name in expected)


def without_initials_of_families(expected: Sequence[Name], said: Sequence[Name], likeness: list[Found]) -> list[Found]:
    """The likenesses without an initial that matches a family name: George W. Bush is not George Washington."""
    if len(expected) < 2 or len(said) < 2:
        return likeness
    kept = list(likeness)
    for i, (score, places) in enumerate(likeness):
        initial = len(expected[i].text) == 1
        if score < SAME or len(places) != 1 or initial == (len(said[places[0]].text) == 1):
            continue
        at = places[0]
        for_family = initial and i < len(expected) - 1 and likeness[-1][0] < SAME and at == len(said) - 1
        of_family = not initial and i == len(expected) - 1 and at < len(said) - 1 and _is_word(said[at + 1])
        if for_family or of_family:
            kept[i] = (0.0, ())
    return kept


def _is_word(name: Name) -> bool:
    return name.is_latin and len(name.text) > 1 and name.text[0].isupper()
