"""The automatic judgement of an answer: does it mean what a reference means, and is it in the language asked for?"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from evaluators.language import expected_language, language_fits
from evaluators.matching import contains, exact_match, token_f1
from evaluators.normalization import nfkc, normalize
from evaluators.results import JudgeItem, Judgement
from evaluators.similarity import cosine_similarity

THRESHOLD = 0.5
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_WEIGHTS: Mapping[str, float] = {
    "similarity": 9.0,
    "exact_match": 3.0,
    "containment": 3.5,
    "token_f1": 1.0,
    "number_differs": -6.0,
}
_BIAS = -5.6


def judge(
    question: str,
    references: str | Sequence[str],
    answer: str,
    *,
    language: Literal["ja", "en"] | None = None,
    encoder: Any = None,
) -> Judgement:
    """Judges one answer; see `judge_many`.

    Args:
        question: the question, in Japanese or English.
        references: the accepted answer or answers; they may mix the languages, their order does not matter.
        answer: what the model said.
        language: the one the answer should be in; None: the question's.
        encoder: an encoder or its name; None: the embedded one.
    """
    given = references if isinstance(references, str) else tuple(references)
    return judge_many([JudgeItem(question, given, answer, language)], encoder=encoder)[0]


def judge_many(
    items: Iterable[JudgeItem | tuple[str, str | Sequence[str], str]], *, encoder: Any = None
) -> list[Judgement]:
    """Judges answers, in order; never raises on any text.

    Args:
        items: (question, references, answer) or `JudgeItem`s.
        encoder: an encoder or its name; None: the embedded one.
    """
    rows = [(item, _references(item)) for item in (_item(given) for given in items)]
    pairs = [(item.answer, reference) for item, references in rows if item.answer.strip() for reference in references]
    cosines = iter(cosine_similarity([a for a, _ in pairs], [r for _, r in pairs], encoder=encoder).tolist())
    judgements = []
    for item, references in rows:
        if not item.answer.strip():
            judgements.append(unjudged("there is no answer to judge", "判定する回答がありません"))
        elif not references:
            judgements.append(unjudged("there is no reference to compare with", "比較する正答例がありません"))
        else:
            judgements.append(max((_judge_pair(item, r, next(cosines), references) for r in references), key=_rank))
    return judgements


def unjudged(reason: str, reason_ja: str) -> Judgement:
    """A judgement that could not be made, with the reason in both languages."""
    return Judgement("unjudged", None, None, reason, reason_ja)


def _item(given: JudgeItem | tuple[str, str | Sequence[str], str]) -> JudgeItem:
    if isinstance(given, JudgeItem):
        return given
    question, references, answer = given
    return JudgeItem(question, references if isinstance(references, str) else tuple(references), answer)


def _references(item: JudgeItem) -> tuple[str, ...]:
    given = (item.references,) if isinstance(item.references, str) else item.references
    return tuple(sorted({reference for reference in given if reference.strip()}))


def _rank(judgement: Judgement) -> tuple[float, str]:
    return (judgement.probability or 0.0, judgement.reason)


def _judge_pair(item: JudgeItem, reference: str, cosine: float, references: tuple[str, ...]) -> Judgement:
    evidence = _evidence(item.answer, reference, cosine)
    score = _BIAS + sum(_WEIGHTS[name] * value for name, value in evidence.items())
    probability = 1 / (1 + math.exp(-score))
    language = item.language or expected_language(item.question)
    reason, reason_ja = _reason(evidence, reference)
    return Judgement(
        value="correct" if probability >= THRESHOLD else "incorrect",
        probability=probability,
        language_ok=language_fits(item.answer, language, references),
        reason=reason,
        reason_ja=reason_ja,
        evidence=evidence,
    )


def _evidence(answer: str, reference: str, cosine: float) -> dict[str, float]:
    expected = set(_NUMBER.findall(nfkc(reference).replace(",", "")))
    said = set(_NUMBER.findall(nfkc(answer).replace(",", "")))
    return {
        "similarity": cosine,
        "exact_match": exact_match(answer, reference),
        "containment": float(contains(normalize(answer), normalize(reference))),
        "token_f1": token_f1(answer, reference),
        "number_differs": float(bool(expected) and bool(said) and not expected <= said),
    }


def _reason(evidence: Mapping[str, float], reference: str) -> tuple[str, str]:
    short = reference if len(reference) <= 60 else reference[:59] + "…"
    if evidence["number_differs"]:
        return f"number differs from the reference: {short}", f"数値が正答例と異なります: {short}"
    if evidence["exact_match"]:
        return f"same as the reference: {short}", f"正答例と一致します: {short}"
    if evidence["containment"]:
        return f"contains the reference: {short}", f"正答例を含んでいます: {short}"
    cosine = evidence["similarity"]
    return f"similarity {cosine:.2f} to the reference: {short}", f"正答例との類似度 {cosine:.2f}: {short}"
