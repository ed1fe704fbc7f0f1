"""Why an answer was judged as it was: one plain sentence in Japanese, the same in English."""

from __future__ import annotations

from collections.abc import Sequence

from evaluators.evidence.kind import Case, Reason, Sentence, told
from evaluators.evidence.kinds import KINDS
from evaluators.judge.features import Evidence
from evaluators.normalization import has_japanese

MISSING, LIKENESS = 900, 1000
"""From these ranks on, sentences say what an answer lacks of a reference, and how similar it is to one."""


def explain(found: Sequence[tuple[str, Evidence]], at: int, answer: str, *, correct: bool) -> Sentence:
    """The sentence that names what decided: of those that fit the outcome, the one of the lowest rank.

    Args:
        found: references, each with the evidence on it.
        at: the one that spoke most. Where only likeness speaks for it, the nearest is named. Of another script than
            the answer, it gives way to one in the answer's own, unless it says more for the outcome than that one.
        answer: what the model said.
        correct: the outcome.
    """
    reason, sentence = _first(*found[at], correct=correct)
    if reason.rank >= LIKENESS:
        return _nearest(found, correct=correct)
    if has_japanese(found[at][0]) == has_japanese(answer):
        return sentence
    own = [one for one in found if has_japanese(one[0]) == has_japanese(answer)]
    said = [_first(*one, correct=correct) for one in own]
    if same := [told for other, told in said if other is reason or (correct and other.rank < reason.rank)]:
        return same[0]
    if own and not correct:
        other, told = min(said, key=lambda one: one[0].rank)
        if other.rank < LIKENESS:
            return told
        if reason.rank >= MISSING:
            return _nearest(own, correct=correct)
    return sentence


def _nearest(found: Sequence[tuple[str, Evidence]], *, correct: bool) -> Sentence:
    """What is said of the reference that the answer, or a part of it, is most similar to, unless it is only missing."""
    told = [(evidence.values["similarity_best"], *_first(text, evidence, correct=correct)) for text, evidence in found]
    return max((one for one in told if not MISSING <= one[1].rank < LIKENESS), key=lambda one: one[0])[2]


def _first(reference: str, evidence: Evidence, *, correct: bool) -> tuple[Reason, Sentence]:
    short = told(reference)
    for name, reason in _RANKED[correct]:
        sentence = reason.say(Case(evidence.values, evidence.quotes[name], short, evidence.kind))
        if sentence:
            return reason, sentence
    raise AssertionError("the similarity always gives a reason")


def _ranked(*, correct: bool) -> list[tuple[str, Reason]]:
    found = [(kind.name, reason) for kind in KINDS for reason in kind.reasons if reason.correct == correct]
    return sorted(found, key=lambda pair: pair[1].rank)


_RANKED = {correct: _ranked(correct=correct) for correct in (True, False)}
