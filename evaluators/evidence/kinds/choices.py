"""Evidence from embeddings: similarity of whole texts and their parts, word by word, and to the offered options."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evaluators.evidence.choices import options, segments
from evaluators.evidence.contrast import split_assertion
from evaluators.evidence.names import compare_names
from evaluators.evidence.pairs import (
    ANSWER,
    ASKED_ANSWER,
    ASKED_REFERENCE,
    PARTS,
    QUESTION,
    REFERENCE,
    Cosines,
    Pair,
    ends,
    is_wordy,
)
from evaluators.evidence.spans import content_words, sentences, spans
from evaluators.evidence.terms import compare_terms
from evaluators.matching import contains
from evaluators.normalization import normalize

_SAME_WORD = 0.8
_NAMED = 0.9
"""From this sureness on, a statement is taken to name an option."""


def similarity_evidence(pair: Pair, cosines: Cosines) -> dict[str, float]:
    """Cosines of the reference with the whole answer, its sentences and spans, and what the answer sets aside."""
    kept, dropped = split_assertion(pair.answer)
    n_sentences, n_spans = len(sentences(kept)), len(spans(kept, pair.question))
    end, _ = ends(pair, cosines)
    parts = cosines.between(slice(PARTS, end), REFERENCE)
    in_sentences, in_spans, aside = np.split(parts, [n_sentences, n_sentences + n_spans])
    whole = float(cosines.between(ANSWER, REFERENCE))
    asserted = max(float(in_sentences.max(initial=-1)), float(in_spans.max(initial=-1)))
    best = max(whole, asserted)
    rejected = float(aside.max(initial=0)) - max(0.0, asserted if dropped else best) if len(aside) else 0.0
    to_question = float(cosines.between(ANSWER, QUESTION))
    return {
        "similarity": whole,
        "similarity_best": best,
        "similarity_sentence": float(in_sentences.max(initial=-0.1 if dropped else whole)),
        "similarity_first": float(in_sentences[0]) if n_sentences else whole,
        "similarity_span": float(in_spans.max(initial=min(whole, 0.3))),
        "similarity_rejected": rejected,
        "answer_to_question": to_question,
        "reference_to_question": float(cosines.between(REFERENCE, QUESTION)),
        "above_question": whole - to_question,
        "similarity_in_context": float(cosines.between(ASKED_ANSWER, ASKED_REFERENCE)),
    }


def alignment_evidence(pair: Pair, cosines: Cosines) -> dict[str, float]:
    """How far the reference's content words are covered by the answer's one by one, in either language.

    After BERTScore (Zhang et al., 2020), with vectors of single words instead of contextual ones.
    """
    words = content_words(pair.reference), content_words(pair.answer), content_words(pair.question)
    n_reference, n_answer, n_question = (len(w) for w in words)
    if not is_wordy(pair.reference) or not n_reference or not n_answer:
        return dict.fromkeys(("words", "words_recall", "words_low", "words_fresh", "words_precision"), 0.0)
    _, start = ends(pair, cosines)
    expected = slice(start, start + n_reference)
    said = slice(start + n_reference, start + n_reference + n_answer)
    asked = slice(start + n_reference + n_answer, len(cosines))
    covered = cosines.between(expected, said)
    recall, precision = covered.max(axis=1), covered.max(axis=0)
    fresh, new = recall, precision
    if n_question:
        known = cosines.between(expected, asked).max(axis=1) > _SAME_WORD
        fresh = recall[~known] if not known.all() else recall
        known = cosines.between(said, asked).max(axis=1) > _SAME_WORD
        new = precision[~known] if not known.all() else precision
    return {
        "words": 1.0,
        "words_recall": float(recall.mean()),
        "words_low": float(np.sort(recall)[: max(1, n_reference // 3)].mean()),
        "words_fresh": float(fresh.mean()),
        "words_precision": float(new.mean()),
    }


def choice_evidence(pair: Pair, kept: str, cosines: Cosines) -> dict[str, float]:
    """How far the option that the reference names stands above the others in what the answer asserts."""
    offered, absent = options(pair.question), dict.fromkeys(_CHOICE_KEYS, 0.0)
    if len(offered) < 2:
        return absent
    end, last = ends(pair, cosines)
    places = slice(end, last)
    to_reference = cosines.between(places, REFERENCE)
    own = [_named(option, pair.reference, float(c)) for option, c in zip(offered, to_reference, strict=True)]
    if max(own) < 0.7:
        return absent
    right = own.index(max(own))
    to_parts = cosines.between(places, slice(ANSWER, end)).max(axis=1)
    said = [_named(option, kept, float(c)) for option, c in zip(offered, to_parts, strict=True)]
    rivals = [score for i, score in enumerate(said) if i != right]
    chosen = _chosen(offered, kept)
    return {
        "choice": 1.0,
        "choice_margin": said[right] - max(rivals),
        "choice_first": _comes_first(offered, right, kept),
        "choice_right": float(chosen == right),
        "choice_wrong": float(chosen not in (right, _SEVERAL, _NONE)),
        "choice_several": float(chosen == _SEVERAL),
    }


_CHOICE_KEYS = ("choice", "choice_margin", "choice_first", "choice_right", "choice_wrong", "choice_several")
_SEVERAL, _NONE = -2, -1


def _chosen(offered: Sequence[str], kept: str) -> int:
    """The option that an answer settles on: which one, several alike, or none that can be seen.

    It is the one that the first statement naming any names alone, or more often than the others.
    """
    several = False
    for part in segments(kept):
        named = [i for i, option in enumerate(offered) if _named(option, part, 0.0) >= _NAMED]
        if len(named) == 1:
            return named[0]
        if named:
            text = normalize(part)
            counts = [text.count(normalize(offered[i])) for i in named]
            if counts.count(max(counts)) == 1 and max(counts) > 1:
                return named[counts.index(max(counts))]
            several = True
    return _SEVERAL if several else _NONE


def _named(option: str, text: str, cosine: float) -> float:
    """How surely a text names an option (0..1), by spelling, sound, glossary or, less surely, similarity."""
    if contains(normalize(text), normalize(option)):
        return 1.0
    term = compare_terms("", option, text)
    if term.expected:
        return 0.95 * term.matched
    return max(0.9 * float(compare_names(option, text).recall > 0.8), min(0.85, max(0.0, cosine)))


def _comes_first(offered: Sequence[str], right: int, kept: str) -> float:
    """1 when the reference's option is the first that the text names, -1 when another is, 0 when none is found."""
    text = normalize(kept)
    places = {i: text.find(normalize(option)) for i, option in enumerate(offered)}
    found = {i: place for i, place in places.items() if place >= 0}
    if not found:
        return 0.0
    return 1.0 if min(found, key=found.__getitem__) == right else -1.0
