"""Evidence from yes and no, said outright or implied by negations."""

from __future__ import annotations

from evaluators.evidence.kind import Case, Comparison, Finding, Kind, Reason, Sentence
from evaluators.evidence.polarity import (
    denials,
    implied_polarity,
    is_bare,
    is_yes_no_question,
    negations,
    told_polarity,
)


def find(c: Comparison) -> Finding:
    """Whether the reference and the answer say yes and no alike, and how they are negated (0..1)."""
    pair = c.pair
    expected, said = (told_polarity(pair.question, text) for text in (pair.reference, pair.answer))
    yes_no = is_yes_no_question(pair.question)
    if not expected and yes_no:
        expected = implied_polarity(pair.question, pair.reference)
    implied = implied_polarity(pair.question, pair.answer) if expected and not said and yes_no else 0
    odd_reference, odd_answer = negations(pair.reference) % 2, negations(pair.answer) % 2
    bare = is_bare(pair.reference)
    return Finding(
        {
            "polarity_agrees": float(expected * said > 0),
            "polarity_differs": float(expected * said < 0),
            "denial_agrees": float(expected < 0 and implied < 0),
            "denial_differs": float(expected > 0 and implied < 0),
            "affirmation_agrees": float(expected > 0 and implied > 0),
            "affirmation_differs": float(expected < 0 and implied > 0),
            "negation_differs": float(odd_reference != odd_answer and not bare),
            "negation_agrees": float(odd_reference == 1 == odd_answer and not bare),
            "denies": min(3, denials(pair.answer)) / 3,
            "reference_denies": min(3, denials(pair.reference)) / 3,
            "denials_differ": float((denials(pair.reference) > 0) != (denials(pair.answer) > 0) and not bare),
        }
    )


def _differs(case: Case) -> Sentence | None:
    if not (case.values["polarity_differs"] or case.values["denial_differs"]):
        return None
    return Sentence(
        f"肯定と否定が逆です: 参照解答 {case.reference}",
        f"yes and no are the other way round: reference {case.reference}",
    )


def _same(case: Case) -> Sentence | None:
    if not (case.values["polarity_agrees"] or case.values["denial_agrees"]):
        return None
    return Sentence(
        f"肯定・否定が参照解答と同じです: {case.reference}", f"says yes or no as the reference does: {case.reference}"
    )


KIND = Kind(
    "polarity",
    (
        "polarity_agrees",
        "polarity_differs",
        "denial_agrees",
        "denial_differs",
        "affirmation_agrees",
        "affirmation_differs",
        "negation_differs",
        "negation_agrees",
        "denies",
        "reference_denies",
        "denials_differ",
    ),
    find,
    reasons=(Reason(True, 400, _same), Reason(False, 500, _differs)),
    with_similarity=(
        "affirmation_agrees",
        "affirmation_differs",
        "denial_agrees",
        "denial_differs",
        "negation_differs",
        "polarity_agrees",
    ),
)
