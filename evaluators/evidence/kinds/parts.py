"""Evidence from embeddings of parts: the answer's sentences and short spans beside the reference."""

from __future__ import annotations

import numpy as np

from evaluators.evidence.kind import Case, Comparison, Finding, Kind, Reason, Sentence
from evaluators.evidence.pairs import ANSWER, PARTS, REFERENCE, ends
from evaluators.evidence.spans import sentences, spans


def find(c: Comparison) -> Finding:
    """Cosines (-1..1) of the reference with the answer's sentences and spans, and with what it sets aside."""
    n_sentences, n_spans = len(sentences(c.kept)), len(spans(c.kept, c.pair.question))
    end, _ = ends(c.pair, c.cosines)
    compared = c.cosines.between(slice(PARTS, end), REFERENCE)
    in_sentences, in_spans, aside = np.split(compared, [n_sentences, n_sentences + n_spans])
    whole = float(c.cosines.between(ANSWER, REFERENCE))
    asserted = max(float(in_sentences.max(initial=-1)), float(in_spans.max(initial=-1)))
    best = max(whole, asserted)
    rejected = float(aside.max(initial=0)) - max(0.0, asserted if c.dropped else best) if len(aside) else 0.0
    return Finding(
        {
            "similarity_best": best,
            "similarity_sentence": float(in_sentences.max(initial=-0.1 if c.dropped else whole)),
            "similarity_first": float(in_sentences[0]) if n_sentences else whole,
            "similarity_span": float(in_spans.max(initial=min(whole, 0.3))),
            "similarity_rejected": rejected,
        }
    )


def _similar(case: Case) -> Sentence:
    cosine = case.values["similarity_best"]
    return Sentence(
        f"参照解答と意味が近い（類似度 {cosine:.2f}）: {case.reference}",
        f"similar in meaning ({cosine:.2f}) to the reference: {case.reference}",
    )


def _not_similar(case: Case) -> Sentence:
    cosine = case.values["similarity_best"]
    return Sentence(
        f"参照解答と意味が十分に近くありません（類似度 {cosine:.2f}）: {case.reference}",
        f"not similar enough in meaning ({cosine:.2f}) to the reference: {case.reference}",
    )


KIND = Kind(
    "spans and sentences",
    ("similarity_best", "similarity_sentence", "similarity_first", "similarity_span", "similarity_rejected"),
    find,
    reasons=(Reason(True, 1000, _similar), Reason(False, 1000, _not_similar)),
)
