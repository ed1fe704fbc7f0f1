"""Why an answer was judged as it was: one plain sentence in Japanese, the same in English."""

from __future__ import annotations

from evaluators.evidence.kind import Case, Reason, Sentence
from evaluators.evidence.kinds import KINDS
from evaluators.judge.features import Evidence

_LONGEST = 60


def explain(evidence: Evidence, reference: str, *, correct: bool) -> Sentence:
    """The sentence that names what decided: of those that fit the outcome, the one of the lowest rank."""
    short = _short(reference)
    for name, reason in _RANKED[correct]:
        case = Case(evidence.values, evidence.quotes[name], short, evidence.kind)
        sentence = reason.say(case)
        if sentence:
            return sentence
    raise AssertionError("the similarity always gives a reason")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _ranked(*, correct: bool) -> list[tuple[str, Reason]]:
    found = [(kind.name, reason) for kind in KINDS for reason in kind.reasons if reason.correct == correct]
    return sorted(found, key=lambda pair: pair[1].rank)


_RANKED = {correct: _ranked(correct=correct) for correct in (True, False)}
