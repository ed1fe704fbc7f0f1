"""The evidence on one answer and one reference, as named numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from evaluators.encoders.loading import Encoder
from evaluators.evidence.kind import Comparison
from evaluators.evidence.kinds import KINDS
from evaluators.evidence.numbers import states_number
from evaluators.evidence.pairs import Cosines, Pair, texts_of
from evaluators.evidence.polarity import is_yes_no_question, stated_polarity
from evaluators.judge.scale import scale_of
from evaluators.normalization import has_japanese
from evaluators.threads import one_thread


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of a pair: numbers by name, and the parts that a reason can quote."""

    values: Mapping[str, float]
    quotes: Mapping[str, Mapping[str, str]]
    """By the name of the kind of evidence."""
    kind: str
    crosses: bool

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
            _evidence(Comparison(pair, Cosines.of(vectors[[place[t] for t in texts]], *embedded.scale)))
            for pair, texts in zip(embedded.pairs, embedded.texts, strict=True)
        ]


def _evidence(comparison: Comparison) -> Evidence:
    values: dict[str, float] = {}
    quotes: dict[str, Mapping[str, str]] = {}
    for kind in KINDS:
        finding = kind.find(comparison)
        values |= finding.values
        quotes[kind.name] = finding.quotes
    best = values["similarity_best"]
    values |= {f"{name}_similar": values[name] * best for kind in KINDS for name in kind.with_similarity}
    pair = comparison.pair
    return Evidence(values, quotes, kind_of(pair.question, pair.reference), pair.crosses)


@lru_cache(maxsize=8192)
def kind_of(question: str, reference: str) -> str:
    """What kind of answer a reference is: `number`, `yes_no`, `short` or `long`."""
    if states_number(reference):
        return "number"
    if stated_polarity(reference) and (len(reference) <= 6 or is_yes_no_question(question)):
        return "yes_no"
    length = len(reference) * (2.2 if has_japanese(reference) else 1)
    return "short" if length <= 40 else "long"
