"""What a kind of evidence is: its features, how they are found, and the sentences that may say why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from evaluators.evidence.pairs import Cosines, Pair, assertion


@dataclass(frozen=True)
class Comparison:
    """An answer beside a reference, as every kind of evidence gets to see them."""

    pair: Pair
    cosines: Cosines

    @cached_property
    def kept(self) -> str:
        """What the answer asserts."""
        return assertion(self.pair)[0]

    @cached_property
    def dropped(self) -> str:
        """What the answer sets aside; empty when nothing."""
        return assertion(self.pair)[1]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one kind of evidence finds: its features by name, and texts that its sentences quote."""

    values: Mapping[str, float]
    quotes: Mapping[str, str] = field(default_factory=dict)


_LONGEST = 60


def told(text: str) -> str:
    """A text as a sentence quotes it: on one line, and not long."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


class Sentence(NamedTuple):
    """The same sentence in both languages."""

    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class Case:
    """What a sentence is made from.

    Attributes:
        values: all features.
        quotes: what the sentence's own kind of evidence quotes.
        reference: the reference, shortened for the reader.
        reference_kind: what kind of answer it is: `number`, `yes_no`, `short` or `long`.
    """

    values: Mapping[str, float]
    quotes: Mapping[str, str]
    reference: str
    reference_kind: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence that may say why an answer was judged as it was.

    Attributes:
        correct: whether it explains a correct judgement or an incorrect one.
        rank: of the sentences that fit, the one with the lowest rank is told. Contradictions rank before what is
            missing, and both before likeness.
        say: makes the sentence; None where it is not the reason.
    """

    correct: bool
    rank: int
    say: Callable[[Case], Sentence | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of evidence.

    Attributes:
        name: what its features are called together, e.g. when the benchmark leaves them out.
        features: the names of all that `find` finds, always all of them.
        find: gathers it.
        reasons: its sentences.
        with_similarity: features that say more the nearer the answer is to the reference; each counts once more
            multiplied by `similarity_best`, as `<feature>_similar`.
    """

    name: str
    features: tuple[str, ...]
    find: Callable[[Comparison], Finding]
    reasons: tuple[Reason, ...] = ()
    with_similarity: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """All features, those multiplied by the similarity included."""
        return (*self.features, *(f"{name}_similar" for name in self.with_similarity))
