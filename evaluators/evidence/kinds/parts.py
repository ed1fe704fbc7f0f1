"""Evidence from embeddings of parts: the answer's sentences and short spans beside the reference."""

from __future__ import annotations

import numpy as np

from evaluators.evidence.kind import Case, Comparison, Finding, Kind, Reason, Sentence, told
from evaluators.evidence.pairs import ANSWER, PARTS, REFERENCE, ends
from evaluators.evidence.spans import sentences, spans


def find(c: Comparison) -> Finding:
    """Cosines (-1..1) of the reference with the answer's sentences and spans, and with what it sets aside.

    Quoted as `part`: the sentence or span that is nearer to the reference than the whole answer.
    """
    texts = [*sentences(c.kept), *spans(c.kept, c.pair.question)]
    n_sentences = len(sentences(c.kept))
    end, _ = ends(c.pair, c.cosines)
    compared = c.cosines.between(slice(PARTS, end), REFERENCE)
    in_sentences, in_spans, aside = np.split(compared, [n_sentences, len(texts)])
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
        },
        {"part": told(texts[int(compared[: len(texts)].argmax())])} if asserted > whole else {},
    )


def _similar(case: Case) -> Sentence:
    cosine = case.values["similarity_best"]
    if part := case.quotes.get("part"):
        return Sentence(
            f"回答の一部「{part}」が参照解答と意味が近い（類似度 {cosine:.2f}）: {case.reference}",
            f"a part of the answer, “{part}”, is similar in meaning ({cosine:.2f}) to the reference: {case.reference}",
        )
    return Sentence(
        f"回答全体が参照解答と意味が近い（類似度 {cosine:.2f}）: {case.reference}",
        f"the whole answer is similar in meaning ({cosine:.2f}) to the reference: {case.reference}",
    )


def _not_similar(case: Case) -> Sentence:
    cosine = case.values["similarity_best"]
    if part := case.quotes.get("part"):
        return Sentence(
            f"最も近い部分「{part}」でも、参照解答と意味が十分に近くありません（類似度 {cosine:.2f}）: "
            f"{case.reference}",
            f"even its nearest part, “{part}”, is not similar enough in meaning ({cosine:.2f}) to the reference: "
            f"{case.reference}",
        )
    return Sentence(
        f"回答全体は参照解答と意味が十分に近くありません（類似度 {cosine:.2f}）: {case.reference}",
        f"the whole answer is not similar enough in meaning ({cosine:.2f}) to the reference: {case.reference}",
    )


KIND = Kind(
    "spans and sentences",
    ("similarity_best", "similarity_sentence", "similarity_first", "similarity_span", "similarity_rejected"),
    find,
    reasons=(Reason(True, 1000, _similar), Reason(False, 1000, _not_similar)),
)
