"""Evidence from embeddings of parts: the answer's sentences and short spans beside the reference."""

from __future__ import annotations

import numpy as np

from evaluators.evidence.kind import Case, Comparison, Finding, Kind, Reason, Sentence, told
from evaluators.evidence.pairs import ANSWER, PARTS, REFERENCE, ends
from evaluators.evidence.spans import sentences, spans


def find(c: Comparison) -> Finding:
    """Cosines (-1..1) of the reference with the answer's sentences and spans, and with what it sets aside.

    Quoted: the greatest, as `similarity`; the sentence or span that it is of, where that is nearer to the reference
    than the whole answer, as `part`; the answer as it was read, where that is not as it was written, as `read`.
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
    nearest = PARTS + int(compared[: len(texts)].argmax()) if asserted > whole else ANSWER
    quotes = {"similarity": c.cosines.shown(nearest, REFERENCE)}
    if nearest != ANSWER:
        quotes["part"] = told(texts[nearest - PARTS])
    elif not c.pair.as_written:
        quotes["read"] = told(c.pair.answer)
    return Finding(
        {
            "similarity_best": best,
            "similarity_sentence": float(in_sentences.max(initial=-0.1 if c.dropped else whole)),
            "similarity_first": float(in_sentences[0]) if n_sentences else whole,
            "similarity_span": float(in_spans.max(initial=min(whole, 0.3))),
            "similarity_rejected": rejected,
        },
        quotes,
    )


def _compared(case: Case) -> Sentence:
    """Which text was compared with the reference: the answer, what was read as the answer, or a part of it."""
    if part := case.quotes.get("part"):
        return Sentence(f"回答の最も近い部分「{part}」", f"the nearest part of the answer, “{part}”,")
    if read := case.quotes.get("read"):
        return Sentence(f"回答（「{read}」と読み取り）", f"the answer, read as “{read}”,")
    return Sentence("回答全体", "the whole answer")


def _similar(case: Case) -> Sentence:
    compared, cosine = _compared(case), case.quotes["similarity"]
    return Sentence(
        f"{compared.ja}が参照解答と意味が近い（類似度 {cosine}）: {case.reference}",
        f"{compared.en} is similar in meaning ({cosine}) to the reference: {case.reference}",
    )


def _not_similar(case: Case) -> Sentence:
    compared, cosine = _compared(case), case.quotes["similarity"]
    return Sentence(
        f"{compared.ja}は、参照解答と意味が十分に近くありません（類似度 {cosine}）: {case.reference}",
        f"{compared.en} is not similar enough in meaning ({cosine}) to the reference: {case.reference}",
    )


KIND = Kind(
    "spans and sentences",
    ("similarity_best", "similarity_sentence", "similarity_first", "similarity_span", "similarity_rejected"),
    find,
    reasons=(Reason(True, 1000, _similar), Reason(False, 1000, _not_similar)),
)
