"""The evidence on one answer and one reference, as named numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from evaluators.encoders import Encoder, Vectors
from evaluators.evidence.choices import options
from evaluators.evidence.contrast import split_assertion
from evaluators.evidence.names import NameEvidence, compare_names
from evaluators.evidence.numbers import NumberEvidence, compare_numbers, states_number
from evaluators.evidence.polarity import (
    denials,
    implied_polarity,
    is_yes_no_question,
    negations,
    stated_polarity,
    statement,
)
from evaluators.evidence.readings import reading
from evaluators.evidence.replies import hedges, is_refusal, leaves_open, novelty
from evaluators.evidence.spans import content_words, sentences, spans
from evaluators.evidence.terms import TermEvidence, compare_terms
from evaluators.matching import characters, contains, f1, tokens
from evaluators.normalization import has_japanese, normalize
from evaluators.scale import scale_of

MAX_TEXT = 4000


@dataclass(frozen=True, slots=True)
class Pair:
    """One answer beside one reference of its question; texts cut to a bounded length."""

    question: str
    reference: str
    answer: str

    @property
    def crosses(self) -> bool:
        """Whether the reference and the answer are in different scripts."""
        return has_japanese(self.reference) != has_japanese(self.answer)


@dataclass(frozen=True, slots=True)
class Cosines:
    """The vectors of a pair's texts, compared on the embedded encoder's scale."""

    vectors: Vectors
    slope: float
    shift: float

    def between(self, first: int | slice, second: int | slice) -> NDArray[np.float64]:
        """Cosines of the texts at one place (or places) with those at another, -1..1."""
        raw = np.asarray(self.vectors[first] @ self.vectors[second].T, np.float64)
        return np.clip(raw * self.slope + self.shift, -1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of a pair: numbers by name, and the parts that a reason can quote."""

    values: dict[str, float]
    kind: str
    crosses: bool
    number: NumberEvidence
    name: NameEvidence

    @property
    def context(self) -> str:
        """Under which weights the numbers are read: the reference's kind, and same or other script."""
        return f"{self.kind}/{'other' if self.crosses else 'same'}"


def texts_of(pair: Pair) -> list[str]:
    """The texts whose embeddings the evidence on a pair needs, in a fixed order."""
    kept, dropped = split_assertion(pair.answer)
    parts = [*sentences(kept), *spans(kept, pair.question)]
    rejected = [dropped, *spans(dropped)] if dropped else []
    whole = [pair.question, pair.reference, pair.answer, statement(pair.reference)]
    context = [f"{pair.question} {pair.reference}", f"{pair.question} {pair.answer}"]
    return [*whole, *context, *parts, *rejected, *options(pair.question), *_words_of(pair)]


def _words_of(pair: Pair) -> list[str]:
    """The content words that are aligned one by one: the reference's, the answer's, the question's; for long ones."""
    if not is_wordy(pair.reference):
        return []
    return [*content_words(pair.reference), *content_words(pair.answer), *content_words(pair.question)]


def gather(pairs: Sequence[Pair], encoder: Encoder) -> list[Evidence]:
    """The evidence on each pair, in order; all embeddings are made in one go."""
    wanted = [texts_of(pair) for pair in pairs]
    distinct = list(dict.fromkeys(text for texts in wanted for text in texts))
    vectors = encoder.encode(distinct) if distinct else np.zeros((0, 1), np.float32)
    place = {text: i for i, text in enumerate(distinct)}
    scale = scale_of(encoder)
    return [
        _evidence(pair, Cosines(vectors[[place[t] for t in texts]], *scale))
        for pair, texts in zip(pairs, wanted, strict=True)
    ]


_SAME_WORD = 0.8
_WITH_SIMILARITY = (
    "affirmation_agrees",
    "affirmation_differs",
    "denial_agrees",
    "denial_differs",
    "negation_differs",
    "polarity_agrees",
)
"""Evidence that says more the nearer the answer is to the reference."""


def _evidence(pair: Pair, cosines: Cosines) -> Evidence:
    number = _number_evidence(pair)
    kept, dropped = split_assertion(pair.answer)
    name = compare_names(pair.reference, kept)
    term = compare_terms(pair.question, pair.reference, pair.answer)
    values = {
        **_similarity(pair, cosines),
        **_alignment(pair, cosines),
        **_overlap(pair, kept, dropped),
        **_numbers(pair, number),
        **_names(pair, name, dropped),
        **_polarity(pair),
        **_reply(pair),
        **_terms(term),
        **_choice(pair, kept, cosines),
    }
    values |= {f"{name}_similar": values[name] * values["similarity_best"] for name in _WITH_SIMILARITY}
    return Evidence(values, kind_of(pair.question, pair.reference), pair.crosses, number, name)


def is_wordy(text: str) -> bool:
    """Whether a text is long enough for its words to be compared one by one."""
    return len(text) * (2.2 if has_japanese(text) else 1) > 30


@lru_cache(maxsize=8192)
def kind_of(question: str, reference: str) -> str:
    """What kind of answer a reference is: `number`, `yes_no`, `short` or `long`."""
    if states_number(reference):
        return "number"
    if stated_polarity(reference) and (len(reference) <= 6 or is_yes_no_question(question)):
        return "yes_no"
    length = len(reference) * (2.2 if has_japanese(reference) else 1)
    return "short" if length <= 60 else "long"


_QUESTION, _REFERENCE, _ANSWER, _STATEMENT, _ASKED_REFERENCE, _ASKED_ANSWER, _PARTS = range(7)
"""Where a pair's texts stand among its vectors; after its parts come its options, then its words."""


def _ends(pair: Pair, cosines: Cosines) -> tuple[int, int]:
    """Where a pair's parts end and where its options end among its vectors."""
    words = len(cosines.vectors) - len(_words_of(pair))
    return words - len(options(pair.question)), words


def _similarity(pair: Pair, cosines: Cosines) -> dict[str, float]:
    kept, dropped = split_assertion(pair.answer)
    n_sentences, n_spans = len(sentences(kept)), len(spans(kept, pair.question))
    end, _ = _ends(pair, cosines)
    parts = cosines.between(slice(_PARTS, end), _REFERENCE)
    in_sentences, in_spans, aside = np.split(parts, [n_sentences, n_sentences + n_spans])
    whole = float(cosines.between(_ANSWER, _REFERENCE))
    asserted = max(float(in_sentences.max(initial=-1)), float(in_spans.max(initial=-1)))
    best = max(whole, asserted)
    rejected = float(aside.max(initial=0)) - max(0.0, asserted if dropped else best) if len(aside) else 0.0
    to_question = float(cosines.between(_ANSWER, _QUESTION))
    return {
        "similarity": whole,
        "similarity_best": best,
        "similarity_sentence": float(in_sentences.max(initial=-0.1 if dropped else whole)),
        "similarity_first": float(in_sentences[0]) if n_sentences else whole,
        "similarity_span": float(in_spans.max(initial=min(whole, 0.3))),
        "similarity_rejected": rejected,
        "answer_to_question": to_question,
        "reference_to_question": float(cosines.between(_REFERENCE, _QUESTION)),
        "above_question": whole - to_question,
        "similarity_statement": float(cosines.between(slice(_ANSWER, end), _STATEMENT).max()),
        "similarity_in_context": float(cosines.between(_ASKED_ANSWER, _ASKED_REFERENCE)),
    }


def _alignment(pair: Pair, cosines: Cosines) -> dict[str, float]:
    """How far the reference's content words are covered by the answer's one by one, in either language.

    After BERTScore (Zhang et al., 2020), with vectors of single words instead of contextual ones.
    """
    words = content_words(pair.reference), content_words(pair.answer), content_words(pair.question)
    n_reference, n_answer, n_question = (len(w) for w in words)
    if not is_wordy(pair.reference) or not n_reference or not n_answer:
        return dict.fromkeys(("words", "words_recall", "words_low", "words_fresh", "words_precision"), 0.0)
    _, start = _ends(pair, cosines)
    expected = slice(start, start + n_reference)
    said = slice(start + n_reference, start + n_reference + n_answer)
    asked = slice(start + n_reference + n_answer, len(cosines.vectors))
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


def _overlap(pair: Pair, kept: str, dropped: str) -> dict[str, float]:
    reference, whole, asserted = normalize(pair.reference), normalize(pair.answer), normalize(kept)
    asked = normalize(pair.question)
    expected, said = tokens(reference), tokens(asserted)
    fresh = [t for t in expected if t not in set(tokens(asked))] or expected
    pool = set(said)
    inside = contains(asserted, reference)
    return {
        "exact_match": float(whole.replace(" ", "") == reference.replace(" ", "")),
        "containment": float(inside),
        "contained_by": float(len(whole) > 1 and contains(reference, whole)),
        "rejected_containment": float(not inside and bool(dropped) and contains(normalize(dropped), reference)),
        "token_recall": sum(t in pool for t in expected) / len(expected) if expected else 0.0,
        "fresh_recall": sum(t in pool for t in fresh) / len(fresh) if fresh else 0.0,
        "token_f1": f1(said, expected),
        "character_f1": f1(characters(asserted), characters(reference)),
        "reference_in_question": float(contains(asked, reference)),
        "read_alike": _read_alike(pair, kept),
    }


def _read_alike(pair: Pair, kept: str) -> float:
    """1 when a Japanese reference is read the same as (a part of) a Japanese answer, however both are written."""
    if not (has_japanese(pair.reference) and has_japanese(pair.answer)) or len(pair.reference) > 40:
        return 0.0
    read = reading(pair.reference)
    return float(len(read) >= 3 and read in reading(kept))


def _number_evidence(pair: Pair) -> NumberEvidence:
    kept, _ = split_assertion(pair.answer)
    number = compare_numbers(pair.question, pair.reference, kept or pair.answer)
    if number.expected and number.matched == 0 and not number.conflict:
        return compare_numbers(pair.question, pair.reference, pair.answer) if not kept else number
    return number


def _numbers(pair: Pair, number: NumberEvidence) -> dict[str, float]:
    stated = float(number.expected > 0)
    return {
        "number_match": stated * float(number.matched >= 0.99),
        "number_partial": stated * number.matched * float(number.matched < 0.99),
        "number_conflict": stated * float(number.conflict) * (1 - number.matched),
        "number_missing": stated * float(number.matched == 0 and not number.conflict),
        "number_extra": min(3, number.extra) / 3,
    }


def _names(pair: Pair, name: NameEvidence, dropped: str) -> dict[str, float]:
    if not name.expected:
        return dict.fromkeys(_NAME_KEYS, 0.0)
    asked = compare_names(pair.reference, pair.question)
    rejected = compare_names(pair.reference, dropped).recall if dropped else 0.0
    return {
        "name_expected": 1.0,
        "name_recall": name.recall,
        "name_whole": name.whole,
        "name_last": name.last,
        "name_first": name.first,
        "name_precision": name.precision,
        "name_sure": max(0.0, max(name.recall, name.whole) - 0.75) * 4,
        "name_asked": asked.recall,
        "name_rejected": max(0.0, rejected - name.recall),
    }


_NAME_KEYS = (
    "name_expected",
    "name_recall",
    "name_whole",
    "name_last",
    "name_first",
    "name_precision",
    "name_sure",
    "name_asked",
    "name_rejected",
)


def _polarity(pair: Pair) -> dict[str, float]:
    expected, said = stated_polarity(pair.reference), stated_polarity(pair.answer)
    yes_no = is_yes_no_question(pair.question)
    if not expected and yes_no:
        expected = implied_polarity(pair.question, pair.reference)
    implied = implied_polarity(pair.question, pair.answer) if expected and not said and yes_no else 0
    odd_reference, odd_answer = negations(pair.reference) % 2, negations(pair.answer) % 2
    return {
        "polarity_agrees": float(expected * said > 0),
        "polarity_differs": float(expected * said < 0),
        "denial_agrees": float(expected < 0 and implied < 0),
        "denial_differs": float(expected > 0 and implied < 0),
        "affirmation_agrees": float(expected > 0 and implied > 0),
        "affirmation_differs": float(expected < 0 and implied > 0),
        "negation_differs": float(odd_reference != odd_answer),
        "negation_agrees": float(odd_reference == 1 == odd_answer),
        "denies": min(3, denials(pair.answer)) / 3,
        "reference_denies": min(3, denials(pair.reference)) / 3,
        "denials_differ": float((denials(pair.reference) > 0) != (denials(pair.answer) > 0)),
    }


def _terms(term: TermEvidence) -> dict[str, float]:
    stated = float(term.expected > 0)
    return {
        "term_match": stated * term.matched,
        "term_rival": stated * float(term.matched < 0.5 and term.rivals > 0),
        "term_besides": stated * float(term.matched >= 0.5 and term.rivals > 0),
        "term_missing": stated * float(term.matched == 0 and term.rivals == 0),
        "term_rejected": float(term.rejected),
    }


def _choice(pair: Pair, kept: str, cosines: Cosines) -> dict[str, float]:
    """How far the option that the reference names stands above the others in what the answer asserts."""
    offered, absent = options(pair.question), {"choice": 0.0, "choice_margin": 0.0, "choice_first": 0.0}
    if len(offered) < 2:
        return absent
    end, last = _ends(pair, cosines)
    places = slice(end, last)
    to_reference = cosines.between(places, _REFERENCE)
    own = [_named(option, pair.reference, float(c)) for option, c in zip(offered, to_reference, strict=True)]
    if max(own) < 0.7:
        return absent
    right = own.index(max(own))
    to_parts = cosines.between(places, slice(_ANSWER, end)).max(axis=1)
    said = [_named(option, kept, float(c)) for option, c in zip(offered, to_parts, strict=True)]
    rivals = [score for i, score in enumerate(said) if i != right]
    return {
        "choice": 1.0,
        "choice_margin": said[right] - max(rivals),
        "choice_first": _comes_first(offered, right, kept),
    }


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


def _reply(pair: Pair) -> dict[str, float]:
    return {
        "refusal": float(is_refusal(pair.answer) and not is_refusal(pair.reference)),
        "leaves_open": float(leaves_open(pair.answer) and not leaves_open(pair.reference)),
        "hedges": float(hedges(pair.answer)),
        "novelty": novelty(pair.question, pair.answer)
        if has_japanese(pair.question) == has_japanese(pair.answer)
        else 0.7,
        "answer_length": float(np.log1p(len(pair.answer) * (2.2 if has_japanese(pair.answer) else 1))) / 7,
        "reference_length": float(np.log1p(len(pair.reference) * (2.2 if has_japanese(pair.reference) else 1))) / 7,
    }
