"""Evidence from embeddings of the whole texts: the answer, the reference and the question with each other."""

from __future__ import annotations

from evaluators.evidence.kind import Comparison, Finding, Kind
from evaluators.evidence.pairs import ANSWER, ASKED_ANSWER, ASKED_REFERENCE, QUESTION, REFERENCE


def find(c: Comparison) -> Finding:
    """Cosines (-1..1) of the whole texts."""
    whole, to_question = float(c.cosines.between(ANSWER, REFERENCE)), float(c.cosines.between(ANSWER, QUESTION))
    return Finding(
        {
            "similarity": whole,
            "answer_to_question": to_question,
            "reference_to_question": float(c.cosines.between(REFERENCE, QUESTION)),
            "above_question": whole - to_question,
            "similarity_in_context": float(c.cosines.between(ASKED_ANSWER, ASKED_REFERENCE)),
        }
    )


KIND = Kind(
    "similarity",
    ("similarity", "answer_to_question", "reference_to_question", "above_question", "similarity_in_context"),
    find,
)
