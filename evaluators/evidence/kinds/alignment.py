"""Evidence from embeddings of single words: how far the reference's are covered by the answer's, in either language.

After BERTScore (Zhang et al., 2020), with vectors of single words instead of contextual ones.
"""

from __future__ import annotations

import numpy as np

from evaluators.evidence.kind import Comparison, Finding, Kind
from evaluators.evidence.pairs import ends, is_wordy
from evaluators.evidence.spans import content_words

_SAME_WORD = 0.8
_FEATURES = ("words", "words_recall", "words_low", "words_fresh", "words_precision")


def find(c: Comparison) -> Finding:
    """Cosines of content words, greedily aligned; all 0 for a reference of few words."""
    words = content_words(c.pair.reference), content_words(c.pair.answer), content_words(c.pair.question)
    n_reference, n_answer, n_question = (len(w) for w in words)
    if not is_wordy(c.pair.reference) or not n_reference or not n_answer:
        return Finding(dict.fromkeys(_FEATURES, 0.0))
    _, start = ends(c.pair, c.cosines)
    expected = slice(start, start + n_reference)
    said = slice(start + n_reference, start + n_reference + n_answer)
    asked = slice(start + n_reference + n_answer, len(c.cosines))
    covered = c.cosines.between(expected, said)
    recall, precision = covered.max(axis=1), covered.max(axis=0)
    fresh, new = recall, precision
    if n_question:
        known = c.cosines.between(expected, asked).max(axis=1) > _SAME_WORD
        fresh = recall[~known] if not known.all() else recall
        known = c.cosines.between(said, asked).max(axis=1) > _SAME_WORD
        new = precision[~known] if not known.all() else precision
    low = np.sort(recall)[: max(1, n_reference // 3)]
    values = (1.0, float(recall.mean()), float(low.mean()), float(fresh.mean()), float(new.mean()))
    return Finding(dict(zip(_FEATURES, values, strict=True)))


KIND = Kind("words one by one", _FEATURES, find)
