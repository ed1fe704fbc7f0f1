"""An answer beside a reference: the texts whose embeddings are needed, and how similar these texts are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from evaluators.evidence.choices import options
from evaluators.evidence.claims import claims_another
from evaluators.evidence.contrast import split_assertion
from evaluators.evidence.spans import content_words, sentences, spans
from evaluators.normalization import has_japanese, shortened


@dataclass(frozen=True, slots=True)
class Pair:
    """One answer beside one reference of its question; texts cut to a bounded length.

    Attributes:
        further: other answers to the same question that the model went on with.
        references: all references, this one included.
        reworded: whether the model said the reference in other words, for which the reference itself stands here.
        as_written: whether `answer` is the answer as it was written: no markup, frame or letter was replaced in it.
    """

    question: str
    reference: str
    answer: str
    further: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    reworded: bool = False
    as_written: bool = True

    @classmethod
    def of(cls, question: str, reference: str, answer: str) -> Pair:
        """A pair of texts cut to the length up to which they are read."""
        return cls(shortened(question), shortened(reference), shortened(answer))

    @property
    def crosses(self) -> bool:
        """Whether the reference and the answer are in different scripts."""
        return has_japanese(self.reference) != has_japanese(self.answer)


@dataclass(frozen=True, slots=True)
class Cosines:
    """How similar a pair's texts are to each other, on the embedded encoder's scale."""

    table: NDArray[np.float64]
    """Every text with every other, -1..1; shape (n, n)."""
    measured: NDArray[np.float64] | None = None
    """The same on the encoder's own scale, as people see similarities; None: no other scale."""

    @classmethod
    def of(cls, vectors: NDArray[np.float32], slope: float, shift: float) -> Cosines:
        """The cosines of unit vectors, carried to the scale by slope and shift."""
        raw = (vectors @ vectors.T).astype(np.float64)
        # Rounded, because the last digits of an embedding depend on what it was encoded together with.
        table, own = (np.clip(cosines, -1.0, 1.0).round(4) for cosines in (raw * slope + shift, raw))
        return cls(table, own)

    def __len__(self) -> int:
        return len(self.table)

    def between(self, first: int | slice, second: int | slice) -> NDArray[np.float64]:
        """Cosines of the texts at one place (or places) with those at another."""
        return self.table[first, second]

    def shown(self, first: int, second: int) -> str:
        """The cosine of two texts as people see it."""
        return f"{(self.table if self.measured is None else self.measured)[first, second]:.2f}"


QUESTION, ASKED_REFERENCE, ASKED_ANSWER, REFERENCE, ANSWER, PARTS = range(6)
"""Where a pair's texts stand among its vectors; after its parts come its options, then its words."""


def ends(pair: Pair, cosines: Cosines) -> tuple[int, int]:
    """Where a pair's parts end and where its options end among its vectors."""
    words = len(cosines) - len(words_of(pair))
    return words - len(options(pair.question)), words


@lru_cache(maxsize=1024)
def assertion(pair: Pair) -> tuple[str, str]:
    """What a pair's answer asserts and what it sets aside, or names after having claimed another thing."""
    if claims_another(pair.question, pair.references or (pair.reference,), pair.answer):
        first, *rest = sentences(pair.answer)
        return first, " ".join(rest)
    return split_assertion(pair.answer)


def texts_of(pair: Pair) -> list[str]:
    """The texts whose embeddings the evidence on a pair needs, in a fixed order."""
    kept, dropped = assertion(pair)
    parts = [*sentences(kept), *spans(kept, pair.question)]
    rejected = [dropped, *spans(dropped)] if dropped else []
    context = [f"{pair.question} {pair.reference}", f"{pair.question} {pair.answer}"]
    whole = [pair.question, *(context if is_wordy(pair.reference) else [pair.reference, pair.answer])]
    return [*whole, pair.reference, pair.answer, *parts, *rejected, *options(pair.question), *words_of(pair)]


def words_of(pair: Pair) -> list[str]:
    """The content words that are aligned one by one: the reference's, the answer's, the question's; for long ones."""
    if not is_wordy(pair.reference):
        return []
    return [*content_words(pair.reference), *content_words(pair.answer), *content_words(pair.question)]


def is_wordy(text: str) -> bool:
    """Whether a text is long enough for its words to be compared one by one."""
    return len(text) * (2.2 if has_japanese(text) else 1) > 30
