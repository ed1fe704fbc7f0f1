"""People of like names who are often taken for one another: John Adams and John Quincy Adams, 黒澤明 and 黒沢清.

A further or a missing part of a name is mostly the same person's (full names, short names), so that only knowledge of
the people tells them apart. The table is a small one of our own.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from evaluators.normalization import clean, diacritics

TABLE = Path(__file__).with_name("namesakes.json")
"""The table's file: groups of people, each person with the forms of the name in both languages."""
_READ = 300
_APART = re.compile(r"[\s.・=＝'’,-]+")


@lru_cache(maxsize=1)
def _people() -> tuple[dict[str, frozenset[tuple[int, int]]], re.Pattern[str]]:
    """Each form's people as (group, place in it), and a pattern that finds the forms, the longest first."""
    people: dict[str, set[tuple[int, int]]] = {}
    for i, group in enumerate(json.loads(TABLE.read_text(encoding="utf-8"))):
        for j, forms in enumerate(group):
            for form in forms:
                people.setdefault(_plain(form), set()).add((i, j))
    longest = sorted(people, key=len, reverse=True)
    pattern = "|".join(rf"(?<![a-z]){re.escape(f)}(?![a-z])" if f.isascii() else re.escape(f) for f in longest)
    return {form: frozenset(found) for form, found in people.items()}, re.compile(pattern)


def _plain(text: str) -> str:
    return _APART.sub(" ", diacritics(clean(text)).lower()).strip()


@lru_cache(maxsize=16384)
def people(text: str) -> frozenset[tuple[int, int]]:
    """The people of the table that a text names, each as (group, place in it); of names within names the longest."""
    known, pattern = _people()
    plain = _plain(text[:_READ])
    if not any(form in plain for form in known):  # far quicker than the pattern, and mostly so
        return frozenset()
    return frozenset(person for form in pattern.findall(plain) for person in known[form])


def is_namesake(question: str, reference: str, answer: str) -> bool:
    """Whether an answer names another of a group of like names, and not the one that the reference names.

    Examples:
        >>> is_namesake("", "John Adams", "John Quincy Adams"), is_namesake("", "黒澤明", "Kiyoshi Kurosawa")
        (True, True)
        >>> is_namesake("", "John Adams", "John Adams, not his son John Quincy Adams")
        False
    """
    expected = people(reference) - people(question)
    said = people(answer) - people(question) if expected else frozenset()
    return bool(said) and not expected & said and bool({i for i, _ in expected} & {i for i, _ in said})
