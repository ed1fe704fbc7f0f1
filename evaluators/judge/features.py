"""The evidence on one answer and one reference, as named numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from evaluators.encoders.loading import Encoder
from evaluators.evidence.contrast import split_assertion
from evaluators.evidence.kinds.choices import alignment_evidence, choice_evidence, similarity_evidence
from evaluators.evidence.modifiers import compare_modifiers
from evaluators.evidence.names import NameEvidence, compare_names
from evaluators.evidence.numbers import NumberEvidence, compare_numbers, states_number
from evaluators.evidence.pairs import Cosines, Pair, texts_of
from evaluators.evidence.polarity import (
    denials,
    implied_polarity,
    is_yes_no_question,
    negations,
    stated_polarity,
    told_polarity,
)
from evaluators.evidence.readings import reading
from evaluators.evidence.replies import asks_back, echoes, hedges, is_refusal, leaves_open, novelty
from evaluators.evidence.terms import TermEvidence, compare_terms
from evaluators.judge.scale import scale_of
from evaluators.matching import characters, contains, f1, tokens
from evaluators.normalization import has_japanese, normalize
from evaluators.threads import one_thread


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of a pair: numbers by name, and the parts that a reason can quote."""

    values: dict[str, float]
    kind: str
    crosses: bool
    number: NumberEvidence
    name: NameEvidence
    term: TermEvidence

    @property
    def context(self) -> str:
        """Under which weights the numbers are read: the reference's kind, and same or other script."""
        return f"{self.kind}/{'other' if self.crosses else 'same'}"


@dataclass(frozen=True, slots=True)
class Embedded:
    """Pairs with the vectors of their texts, each distinct text encoded once."""

    pairs: Sequence[Pair]
    texts: Sequence[tuple[str, ...]]
    """The texts of each pair."""
    vectors: NDArray[np.float32]
    place: dict[str, int]
    """Where a text's vector stands."""
    scale: tuple[float, float]


def embed(pairs: Sequence[Pair], encoder: Encoder) -> Embedded:
    """Encodes what pairs compare, all in one go."""
    wanted = [tuple(texts_of(pair)) for pair in pairs]
    distinct = list(dict.fromkeys(text for texts in wanted for text in texts))
    vectors = encoder.encode(distinct) if distinct else np.zeros((0, 1), np.float32)
    return Embedded(pairs, wanted, vectors, {text: i for i, text in enumerate(distinct)}, scale_of(encoder))


def gather(embedded: Embedded) -> list[Evidence]:
    """The evidence on each pair, in order."""
    vectors, place = embedded.vectors, embedded.place
    with one_thread():
        return [
            _evidence(pair, Cosines.of(vectors[[place[t] for t in texts]], *embedded.scale))
            for pair, texts in zip(embedded.pairs, embedded.texts, strict=True)
        ]


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
        **similarity_evidence(pair, cosines),
        **alignment_evidence(pair, cosines),
        **_overlap(pair, kept, dropped),
        **_numbers(pair, number),
        **_names(pair, name, dropped),
        **_polarity(pair),
        **_reply(pair),
        **_terms(term),
        **_modifiers(pair, kept),
        **choice_evidence(pair, kept, cosines),
    }
    values |= {f"{name}_similar": values[name] * values["similarity_best"] for name in _WITH_SIMILARITY}
    return Evidence(values, kind_of(pair.question, pair.reference), pair.crosses, number, name, term)


@lru_cache(maxsize=8192)
def kind_of(question: str, reference: str) -> str:
    """What kind of answer a reference is: `number`, `yes_no`, `short` or `long`."""
    if states_number(reference):
        return "number"
    if stated_polarity(reference) and (len(reference) <= 6 or is_yes_no_question(question)):
        return "yes_no"
    length = len(reference) * (2.2 if has_japanese(reference) else 1)
    return "short" if length <= 40 else "long"


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
    rejected = compare_names(pair.reference, dropped).recall if dropped else 0.0
    return {
        "name_expected": 1.0,
        "name_recall": name.recall,
        "name_whole": name.whole,
        "name_last": name.last,
        "name_first": name.first,
        "name_precision": name.precision,
        "name_sure": max(0.0, max(name.recall, name.whole) - 0.75) * 4,
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
    "name_rejected",
)


def _polarity(pair: Pair) -> dict[str, float]:
    expected, said = (told_polarity(pair.question, text) for text in (pair.reference, pair.answer))
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


def _modifiers(pair: Pair, kept: str) -> dict[str, float]:
    differ, shared = compare_modifiers(pair.question, pair.reference, kept)
    return {"modifier_differs": float(differ), "modifier_agrees": float(shared)}


def _reply(pair: Pair) -> dict[str, float]:
    return {
        "refusal": float(is_refusal(pair.answer) and not is_refusal(pair.reference)),
        "leaves_open": float(leaves_open(pair.answer) and not leaves_open(pair.reference)),
        "hedges": float(hedges(pair.answer)),
        "asks_back": float(asks_back(pair.answer)),
        "echoes": float(echoes(pair.question, pair.answer)),
        "novelty": novelty(pair.question, pair.answer)
        if has_japanese(pair.question) == has_japanese(pair.answer)
        else 0.7,
        "answer_length": float(np.log1p(len(pair.answer) * (2.2 if has_japanese(pair.answer) else 1))) / 7,
        "reference_length": float(np.log1p(len(pair.reference) * (2.2 if has_japanese(pair.reference) else 1))) / 7,
    }
