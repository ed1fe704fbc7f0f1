"""Evidence from the options that a question offers: which one the answer settles on."""

from __future__ import annotations

from collections.abc import Sequence

from evaluators.evidence.choices import options, segments
from evaluators.evidence.kind import Case, Comparison, Finding, Kind, Reason, Sentence
from evaluators.evidence.kinds.replies import several
from evaluators.evidence.names import compare_names
from evaluators.evidence.pairs import ANSWER, REFERENCE, ends
from evaluators.evidence.terms import compare_terms
from evaluators.matching import contains
from evaluators.normalization import normalize

_NAMED = 0.9
"""From this sureness on, a statement is taken to name an option."""
_FEATURES = ("choice", "choice_margin", "choice_first", "choice_right", "choice_wrong", "choice_several")
_SEVERAL, _NONE = -2, -1


def find(c: Comparison) -> Finding:
    """How far the option that the reference names stands above the others in what the answer asserts."""
    pair, kept, cosines = c.pair, c.kept, c.cosines
    offered, absent = options(pair.question), Finding(dict.fromkeys(_FEATURES, 0.0))
    if len(offered) < 2:
        return absent
    end, last = ends(pair, cosines)
    places = slice(end, last)
    to_reference = cosines.between(places, REFERENCE)
    own = [_named(option, pair.reference, float(c)) for option, c in zip(offered, to_reference, strict=True)]
    if max(own) < 0.7:
        return absent
    right = own.index(max(own))
    to_parts = cosines.between(places, slice(ANSWER, end)).max(axis=1)
    said = [_named(option, kept, float(c)) for option, c in zip(offered, to_parts, strict=True)]
    rivals = [score for i, score in enumerate(said) if i != right]
    chosen = _chosen(offered, kept)
    return Finding(
        {
            "choice": 1.0,
            "choice_margin": said[right] - max(rivals),
            "choice_first": _comes_first(offered, right, kept),
            "choice_right": float(chosen == right),
            "choice_wrong": float(chosen not in (right, _SEVERAL, _NONE)),
            "choice_several": float(chosen == _SEVERAL),
        }
    )


def _chosen(offered: Sequence[str], kept: str) -> int:
    """The option that an answer settles on: which one, several alike, or none that can be seen.

    It is the one that the first statement naming any names alone, or more often than the others.
    """
    several = False
    for part in segments(kept):
        named = [i for i, option in enumerate(offered) if _named(option, part, 0.0) >= _NAMED]
        if len(named) == 1:
            return named[0]
        if named:
            text = normalize(part)
            counts = [text.count(normalize(offered[i])) for i in named]
            if counts.count(max(counts)) == 1 and max(counts) > 1:
                return named[counts.index(max(counts))]
            several = True
    return _SEVERAL if several else _NONE


def _named(option: str, text: str, cosine: float) -> float:
    """How surely a text names an option (0..1), by spelling, sound, glossary or, less surely, similarity."""
    if contains(normalize(text), normalize(option)):
        return 1.0
    term = compare_terms("", option, text)
    if term.expected:
        return 0.95 * term.matched
    return max(0.9 * float(compare_names(option, text).recall > 0.8), min(0.85, max(0.0, cosine)))


def _comes_first(offered: Sequence[str], right: int, kept: str) -> float:
    """1 when the reference's option is the first that the text names, -1 when another is, 0 when none is found."""
    text = normalize(kept)
    places = {i: text.find(normalize(option)) for i, option in enumerate(offered)}
    found = {i: place for i, place in places.items() if place >= 0}
    if not found:
        return 0.0
    return 1.0 if min(found, key=found.__getitem__) == right else -1.0


def _several(case: Case) -> Sentence | None:
    return several() if case.values["choice_several"] else None


KIND = Kind("choices", _FEATURES, find, reasons=(Reason(False, 610, _several),))
