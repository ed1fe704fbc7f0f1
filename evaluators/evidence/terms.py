"""Common words in both languages, from a small glossary of our own: the same thing, or another of its kind."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from evaluators.evidence.contrast import split_assertion
from evaluators.normalization import diacritics, nfkc, usable

GLOSSARY = Path(__file__).with_name("terms.json")
"""The glossary's file: category → entries, each with its Japanese and its English forms."""
_KANJI = re.compile(r"[\u4e00-\u9fff々]")
_PRONOUN = re.compile(r"\b(?:[Ww]ho|us|Us)\b")
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]")


@dataclass(frozen=True, slots=True)
class TermEvidence:
    """How the glossary's words in a reference compare with those in an answer.

    Attributes:
        expected: how many glossary words the reference holds that its question does not.
        matched: share of them in the answer's assertion (0..1).
        rivals: how many other words of the same category the answer asserts instead or besides.
        relations: how many of the rivals are words of comparison (larger, lower), of which different ones may agree.
        rejected: whether the answer sets a reference's word aside without asserting it.
    """

    expected: int = 0
    matched: float = 0.0
    rivals: int = 0
    relations: int = 0
    rejected: bool = False


@lru_cache(maxsize=1)
def _glossary() -> tuple[dict[str, list[tuple[str, int]]], re.Pattern[str], re.Pattern[str]]:
    """Each form's (category, entry) meanings, and patterns that find Japanese and Latin forms, the longest first."""
    entries = json.loads(GLOSSARY.read_text(encoding="utf-8"))
    meanings: dict[str, list[tuple[str, int]]] = {}
    for category, members in entries.items():
        for i, member in enumerate(members):
            for form in (*member["ja"], *member["en"]):
                meanings.setdefault(diacritics(form.lower()), []).append((category, i))
    latin = sorted((f for f in meanings if f.isascii()), key=len, reverse=True)
    other = sorted((f for f in meanings if not f.isascii()), key=len, reverse=True)
    return (
        meanings,
        re.compile("|".join(map(re.escape, other))),
        re.compile(rf"(?<![a-z0-9])(?:{'|'.join(map(re.escape, latin))})(?![a-z0-9])"),
    )


@lru_cache(maxsize=16384)
def terms(text: str) -> frozenset[tuple[str, int]]:
    """The glossary entries that a text names, as (category, place in it); an ambiguous word names each."""
    meanings, other, latin = _glossary()
    text = diacritics(_PRONOUN.sub(" ", nfkc(usable(text))).lower())
    found: set[tuple[str, int]] = set()
    for match in other.finditer(text):
        if not _cut(text, match):
            found.update(meanings[match[0]])
    for match in latin.finditer(text):
        found.update(meanings[match[0]])
    return frozenset(found)


def _cut(text: str, match: re.Match[str]) -> bool:
    """Whether a form stands inside a longer word: kanji beside a lone kanji, katakana beside katakana."""
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    form = match[0]
    if _KATAKANA.match(form[0]) and _KATAKANA.match(before or " "):
        return True
    if _KATAKANA.match(form[-1]) and _KATAKANA.match(after or " "):
        return True
    if len(form) == 1 and _KANJI.match(form):
        return bool(_KANJI.match(before or " ") or _KANJI.match(after or " "))
    return False


def compare_terms(question: str, reference: str, answer: str) -> TermEvidence:
    """Compares the glossary's words in a reference with those in an answer."""
    asked = terms(question)
    expected = terms(reference) - asked or (frozenset() if _has_more(reference) else terms(reference))
    if not expected:
        return TermEvidence()
    kept, dropped = split_assertion(answer)
    said, aside = terms(kept), terms(dropped)
    senses = _by_form(reference, expected)
    matched = sum(bool(group & said) for group in senses) / len(senses)
    categories = {category for category, _ in expected}
    rivals = {entry for entry in said - expected if entry[0] in categories and entry not in asked - expected}
    return TermEvidence(
        expected=len(senses),
        matched=matched,
        rivals=len(rivals),
        relations=sum(category == "relation" for category, _ in rivals),
        rejected=matched == 0 and bool(expected & aside),
    )


_TWO_WORDS = re.compile(r"(?:the |an? )?[a-z-]{3,} [a-z-]{3,}", re.I)


@lru_cache(maxsize=8192)
def _has_more(reference: str) -> bool:
    """Whether two words in Latin letters name more than the glossary's one: the forint of “Hungarian forint”."""
    return bool(_TWO_WORDS.fullmatch(reference.strip(" ."))) and len(_forms(diacritics(reference.lower()))) == 1


def _forms(lower: str) -> list[str]:
    """The glossary's forms that stand in a lower-case text."""
    _, other, latin = _glossary()
    return [*dict.fromkeys([*other.findall(lower), *latin.findall(lower)])]


@lru_cache(maxsize=8192)
def _by_form(text: str, entries: frozenset[tuple[str, int]]) -> list[set[tuple[str, int]]]:
    """The entries of a text grouped so that the meanings of one ambiguous word count once."""
    meanings, _, _ = _glossary()
    groups: list[set[tuple[str, int]]] = []
    lower = diacritics(nfkc(usable(text)).lower())
    for form in _forms(lower):
        shared = set(meanings[form]) & entries
        if shared:
            joined = [g for g in groups if g & shared]
            groups = [g for g in groups if not g & shared] + [shared.union(*joined)]
    return groups or [set(entries)]
