"""Why an answer was judged as it was: one plain sentence in Japanese, the same in English."""

from __future__ import annotations

from collections.abc import Sequence

from evaluators.evidence.kind import Case, Reason, Sentence, told
from evaluators.evidence.kinds import KINDS
from evaluators.judge.features import Evidence
from evaluators.normalization import has_japanese

LIKENESS = 1000
"""The rank of the sentences that give a similarity, which is that of one reference only."""


def explain(found: Sequence[tuple[str, Evidence]], at: int, answer: str, *, correct: bool) -> Sentence:
    """The sentence that names what decided: of those that fit the outcome, the one of the lowest rank.

    Args:
        found: references, each with the evidence on it.
        at: the one that spoke most; where the same, or for a correct one more, is to be said of one in the
            answer's own script, that is named.
        answer: what the model said.
        correct: the outcome.
    """
    reason, sentence = _first(*found[at], correct=correct)
    if reason.rank < LIKENESS and has_japanese(found[at][0]) != has_japanese(answer):
        for reference, evidence in found:
            if has_japanese(reference) == has_japanese(answer):
                same, nearer = _first(reference, evidence, correct=correct)
                if same is reason or (correct and same.rank < reason.rank):
                    return nearer
    return sentence


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
