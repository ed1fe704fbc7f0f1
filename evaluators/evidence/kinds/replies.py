"""Evidence from the kind of reply: a refusal, an open choice, a guess, the question over again."""

from __future__ import annotations

from evaluators.evidence.kind import Case, Comparison, Finding, Kind, Reason, Sentence
from evaluators.evidence.replies import asks_back, echoes, hedges, is_refusal, leaves_open, novelty
from evaluators.normalization import has_japanese

_NOVEL_ACROSS = 0.7
"""Taken for the novelty of an answer in the other script, whose words cannot be the question's."""


def find(c: Comparison) -> Finding:
    """What the answer is besides its content (0 or 1), and the share of its words that the question lacks (0..1)."""
    question, reference, answer = c.pair.question, c.pair.reference, c.pair.answer
    same_script = has_japanese(question) == has_japanese(answer)
    return Finding(
        {
            "refusal": float(is_refusal(answer) and not is_refusal(reference)),
            "leaves_open": float(leaves_open(answer) and not leaves_open(reference)),
            "hedges": float(hedges(answer)),
            "asks_back": float(asks_back(answer)),
            "echoes": float(echoes(question, answer)),
            "novelty": novelty(question, answer) if same_script else _NOVEL_ACROSS,
        }
    )


def several() -> Sentence:
    """Said where the answer leaves open which it means."""
    return Sentence(
        "複数の候補を挙げ、一つに決めていません", "the answer names several possibilities and settles on none"
    )


def _refuses(case: Case) -> Sentence | None:
    if not case.values["refusal"]:
        return None
    return Sentence("回答を控えているか、わからないと述べています", "the answer declines or does not know")


def _repeats(case: Case) -> Sentence | None:
    if not case.values["echoes"]:
        return None
    return Sentence("質問を繰り返しているだけです", "the answer only repeats the question")


def _open(case: Case) -> Sentence | None:
    return several() if case.values["leaves_open"] else None


KIND = Kind(
    "reply kind",
    ("refusal", "leaves_open", "hedges", "asks_back", "echoes", "novelty"),
    find,
    reasons=(Reason(False, 100, _refuses), Reason(False, 200, _repeats), Reason(False, 600, _open)),
)
