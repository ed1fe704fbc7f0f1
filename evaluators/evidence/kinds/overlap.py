"""Evidence from wording: whether the reference stands in the answer, and how many words and characters they share."""

from __future__ import annotations

from evaluators.evidence.kind import Case, Comparison, Finding, Kind, Reason, Sentence
from evaluators.matching import characters, contains, f1, tokens
from evaluators.normalization import normalize


def find(c: Comparison) -> Finding:
    """Containment (0 or 1), recall and F1 (0..1) after normalisation."""
    reference, whole, asserted = normalize(c.pair.reference), normalize(c.pair.answer), normalize(c.kept)
    asked = normalize(c.pair.question)
    expected, said = tokens(reference), tokens(asserted)
    known = set(tokens(asked))
    fresh = [t for t in expected if t not in known] or expected
    pool = set(said)
    inside = contains(asserted, reference)
    return Finding(
        {
            "exact_match": float(whole.replace(" ", "") == reference.replace(" ", "")),
            "containment": float(inside),
            "contained_by": float(len(whole) > 1 and contains(reference, whole)),
            "rejected_containment": float(not inside and bool(c.dropped) and contains(normalize(c.dropped), reference)),
            "token_recall": sum(t in pool for t in expected) / len(expected) if expected else 0.0,
            "fresh_recall": sum(t in pool for t in fresh) / len(fresh) if fresh else 0.0,
            "token_f1": f1(said, expected),
            "character_f1": f1(characters(asserted), characters(reference)),
            "reference_in_question": float(contains(asked, reference)),
        },
        {"reworded": "1"} if c.pair.reworded else {},
    )


def set_aside(reference: str) -> Sentence:
    """Said where the answer names the reference only to deny it."""
    return Sentence(
        f"参照解答を挙げたうえで否定しています: {reference}",
        f"the answer names the reference only to set it aside: {reference}",
    )


def _rejected(case: Case) -> Sentence | None:
    return set_aside(case.reference) if case.values["rejected_containment"] else None


def _reworded(case: Case) -> Sentence | None:
    if not case.quotes.get("reworded"):
        return None
    return Sentence(
        f"参照解答と同じことを別の言い方で述べています: {case.reference}",
        f"says the same as the reference in other words: {case.reference}",
    )


def _exact(case: Case) -> Sentence | None:
    if not case.values["exact_match"]:
        return None
    return Sentence(f"参照解答と一致します: {case.reference}", f"same as the reference: {case.reference}")


def _contained(case: Case) -> Sentence | None:
    if not case.values["containment"]:
        return None
    return Sentence(f"参照解答を含んでいます: {case.reference}", f"contains the reference: {case.reference}")


KIND = Kind(
    "overlap",
    (
        "exact_match",
        "containment",
        "contained_by",
        "rejected_containment",
        "token_recall",
        "fresh_recall",
        "token_f1",
        "character_f1",
        "reference_in_question",
    ),
    find,
    reasons=(
        Reason(True, 50, _reworded),
        Reason(True, 100, _exact),
        Reason(True, 300, _contained),
        Reason(False, 400, _rejected),
    ),
)
