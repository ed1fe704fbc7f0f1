"""Evidence from the glossary: common words in both languages, and others of their kind."""

from __future__ import annotations

from evaluators.evidence.kind import Case, Comparison, Finding, Kind, Reason, Sentence
from evaluators.evidence.opposites import opposed
from evaluators.evidence.terms import compare_terms


def find(c: Comparison) -> Finding:
    """Whether the reference's word is meant (0..1), another of its kind is, or both."""
    term = compare_terms(c.pair.question, c.pair.reference, c.pair.answer)
    stated = float(term.expected > 0)
    rivals = term.rivals
    if term.relations and opposed(c.pair.reference, c.kept) == (0, 1):
        rivals -= term.relations
    return Finding(
        {
            "term_match": stated * term.matched,
            "term_rival": stated * float(term.matched < 0.5 and rivals > 0),
            "term_besides": stated * float(term.matched >= 0.5 and rivals > 0),
            "term_missing": stated * float(term.matched == 0 and rivals == 0),
            "term_rejected": float(term.rejected),
        }
    )


def _rival(case: Case) -> Sentence | None:
    if not case.values["term_rival"]:
        return None
    return Sentence(
        f"参照解答とは別のものを挙げています: {case.reference}",
        f"names another of its kind than the reference: {case.reference}",
    )


def _same(case: Case) -> Sentence | None:
    if case.values["term_match"] < 1 or case.reference_kind == "long":
        return None
    return Sentence(
        f"参照解答と同じ意味の語です: {case.reference}", f"means the same as the reference: {case.reference}"
    )


KIND = Kind(
    "glossary",
    ("term_match", "term_rival", "term_besides", "term_missing", "term_rejected"),
    find,
    reasons=(Reason(True, 500, _same), Reason(False, 800, _rival)),
)
