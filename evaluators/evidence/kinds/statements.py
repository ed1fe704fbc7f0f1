"""Evidence from yes and no said as a statement that takes up the question's words."""

from __future__ import annotations

from evaluators.evidence.directions import says_same
from evaluators.evidence.kind import Case, Comparison, Finding, Kind, Reason, Sentence
from evaluators.evidence.polarity import is_yes_no_question, told_polarity
from evaluators.evidence.statements import stated

_FEATURES = ("statement_agrees", "statement_differs", "statement_against_word", "restates")
_TAKEN_UP = 0.3
"""From this share of the question's words on, a statement is about what is asked."""


def find(c: Comparison) -> Finding:
    """How surely (0..1) a statement says yes or no as a reference does, or the other way round."""
    pair = c.pair
    absent = Finding(dict.fromkeys(_FEATURES, 0.0))
    if says_same(pair.question, pair.reference, pair.answer) < 0:
        return Finding(dict(absent.values) | {"statement_differs": 1.0})
    if not is_yes_no_question(pair.question):
        return absent
    expected = told_polarity(pair.question, pair.reference)
    if not expected:
        own = stated(pair.question, pair.reference)
        expected = own.polarity if own.restates >= _TAKEN_UP else 0
    if not expected:
        return absent
    word, said = told_polarity(pair.question, pair.answer), stated(pair.question, pair.answer)
    sure = said.restates if said.restates >= _TAKEN_UP else 0.0
    return Finding(
        {
            "statement_agrees": sure * float(not word and said.polarity == expected),
            "statement_differs": sure * float(not word and said.polarity != expected),
            "statement_against_word": sure * float(bool(word) and said.polarity != word),
            "restates": said.restates,
        }
    )


def _differs(case: Case) -> Sentence | None:
    if case.values["statement_differs"] < _TAKEN_UP:
        return None
    return Sentence(
        f"参照解答と逆のことを述べています: {case.reference}", f"states the contrary of the reference: {case.reference}"
    )


def _agrees(case: Case) -> Sentence | None:
    if case.values["statement_agrees"] < _TAKEN_UP:
        return None
    return Sentence(
        f"参照解答と同じことを述べています: {case.reference}", f"states what the reference says: {case.reference}"
    )


KIND = Kind(
    "statements",
    _FEATURES,
    find,
    reasons=(Reason(True, 410, _agrees), Reason(False, 505, _differs)),
)
