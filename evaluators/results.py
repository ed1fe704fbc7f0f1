"""What the evaluators return: frozen, readable, without reference to any application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

JudgementValue: TypeAlias = Literal["correct", "incorrect", "unjudged"]
DetectedLanguage: TypeAlias = Literal["ja", "en", "mixed", "other", "none"]


@dataclass(frozen=True, slots=True)
class Scores:
    """Numbers comparing an answer with its references, each the best over the references given.

    Similarities are cosines (-1..1) of the whole texts, `None` without a reference in that language; the others lie
    in 0..1 and compare with the references in the same language, `None` without one.
    """

    similarity: float | None = None
    similarity_other: float | None = None
    exact_match: float | None = None
    containment: float | None = None
    token_f1: float | None = None
    character_f1: float | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """An automatic judgement of one answer.

    Attributes:
        value: whether the meaning is right; `unjudged` is a state of its own, never counted as incorrect.
        probability: 0..1 that a person would call the meaning right; None when unjudged.
        language_ok: whether the answer is in the language asked for; None when that cannot be said.
        reason: one readable sentence, in English (`reason_ja` is the same in Japanese).
        evidence: what the judgement rests on, by name.
    """

    value: JudgementValue
    probability: float | None
    language_ok: bool | None
    reason: str
    reason_ja: str = ""
    evidence: Mapping[str, float] = field(default_factory=dict)


class JudgeItem(NamedTuple):
    """One answer to judge. `language`: the one the answer should be in (None: the question's)."""

    question: str
    references: str | tuple[str, ...]
    answer: str
    language: Literal["ja", "en"] | None = None
