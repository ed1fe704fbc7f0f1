"""Further evidence, off by default: an entailment cross-encoder, or a language model behind an endpoint.

Both are asked about meaning only; the prompt is public and a reply that cannot be read leaves the answer unjudged,
with the reply kept.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from evaluators.hub import only_here
from evaluators.judge.judgement import THRESHOLD, unjudged
from evaluators.judge.model import probability
from evaluators.language import expected_language, language_fits
from evaluators.results import JudgeItem, Judgement

PROMPT = """You grade an answer to a question. The languages may differ; only the meaning counts.

Question: {question}
Accepted answers: {references}
Answer to grade: {answer}

Does the answer mean the same as one of the accepted answers? Reply with one line only, either
CORRECT: <reason>
or
INCORRECT: <reason>"""
"""What a language model is asked."""

_REPLY = re.compile(r"\s*(CORRECT|INCORRECT)\s*[:：-]\s*(\S[^\n]*)\s*")
_KEPT = 500
_SURE = 0.9
MODEL_WEIGHT = 2 / 3
"""How much a language model's opinion counts beside the judge's own (0..1)."""

Ask = Callable[[str], str]


def prompt_for(item: JudgeItem) -> str | None:
    """What a language model is asked about an answer; None where there is no answer, or nothing to judge it by."""
    references = [reference for reference in _references(item) if reference.strip()]
    if not item.answer.strip() or not references:
        return None
    return PROMPT.format(question=item.question, references=" / ".join(references), answer=item.answer)


def read_reply(item: JudgeItem, reply: str) -> Judgement:
    """The judgement in a language model's reply to `prompt_for`; unjudged, with the reply kept, if it is none."""
    found = _REPLY.fullmatch(reply)
    if not found:
        kept = reply[:_KEPT]
        return unjudged(
            f"判定モデルの返答を解釈できません: {kept}", f"the judging model's reply cannot be read: {kept}"
        )
    correct = found[1] == "CORRECT"
    language = item.language or expected_language(item.question)
    return Judgement(
        value="correct" if correct else "incorrect",
        probability=_SURE if correct else 1 - _SURE,
        language_ok=language_fits(item.answer, language, _references(item)),
        reason=f"judging model: {found[2].strip()}",
        reason_ja=f"判定モデル: {found[2].strip()}",
        evidence={"judging_model": float(correct)},
    )


def judge_by_model(item: JudgeItem, ask: Ask) -> Judgement:
    """Judges one answer by a language model.

    Args:
        item: the question, its references and the answer.
        ask: sends a prompt and returns the reply.
    """
    prompt = prompt_for(item)
    if prompt is None:
        missing = not item.answer.strip()
        return (
            unjudged("判定する回答がありません", "there is no answer to judge")
            if missing
            else unjudged("比較する参照解答がありません", "there is no reference to compare with")
        )
    return read_reply(item, ask(prompt))


def with_model(judgement: Judgement, opinion: Judgement) -> Judgement:
    """A judgement with a language model's opinion mixed in; unjudged, with the reason, where that has none."""
    if opinion.probability is None or judgement.probability is None:
        return replace(opinion, evidence=judgement.evidence)
    mixed = blend(judgement, opinion.probability, name="judging_model", weight=MODEL_WEIGHT)
    return replace(
        mixed,
        reason=f"{opinion.reason}; {judgement.reason}",
        reason_ja=f"{opinion.reason_ja}。{judgement.reason_ja}",
    )


def with_entailment(
    items: Sequence[JudgeItem], judgements: Sequence[Judgement], *, model: str | Any
) -> list[Judgement]:
    """Judgements with an entailment model's opinion mixed in: does the answer, to its question, entail a reference?

    Args:
        items, judgements: equally many, in the same order; unjudged ones stay as they are.
        model: a cross-encoder or its name; see `entailment`.

    Raises:
        ValueError: the model cannot be loaded, or has no class called entailment.
    """
    pairs = [
        (i, f"{item.question} {item.answer}", f"{item.question} {reference}")
        for i, (item, judgement) in enumerate(zip(items, judgements, strict=True))
        if judgement.probability is not None
        for reference in _references(item)
        if reference.strip()
    ]
    if not pairs:
        return list(judgements)
    best: dict[int, float] = {}
    found = entailment([p for _, p, _ in pairs], [h for _, _, h in pairs], model=model)
    for (i, _, _), chance in zip(pairs, found, strict=True):
        best[i] = max(best.get(i, 0.0), chance)
    return [_with_entailment(j, best[i]) if i in best else j for i, j in enumerate(judgements)]


def _with_entailment(judgement: Judgement, chance: float) -> Judgement:
    mixed = blend(judgement, chance, name="entailment")
    return replace(
        mixed,
        reason=f"{judgement.reason}; entailment {chance:.2f}",
        reason_ja=f"{judgement.reason_ja}（含意 {chance:.2f}）",
    )


def _references(item: JudgeItem) -> tuple[str, ...]:
    return (item.references,) if isinstance(item.references, str) else tuple(item.references)


@lru_cache(maxsize=2)
def _cross_encoder(name: str) -> Any:
    from sentence_transformers import CrossEncoder

    try:
        return CrossEncoder(name, local_files_only=only_here(name))
    except (OSError, ValueError, RuntimeError, ImportError, KeyError) as error:
        raise ValueError(f"The entailment model “{name}” cannot be loaded: {error}") from error


def entailment(premises: Sequence[str], hypotheses: Sequence[str], *, model: str | Any) -> list[float]:
    """How surely each premise entails its hypothesis (0..1).

    Args:
        model: a cross-encoder or its name; one that puts out several classes must name one of them `entailment`.

    Raises:
        ValueError: the model has several classes and none is called entailment.
    """
    encoder = _cross_encoder(model) if isinstance(model, str) else model
    scores = encoder.predict(list(zip(premises, hypotheses, strict=True)), show_progress_bar=False)
    labels = {str(v).lower(): int(k) for k, v in getattr(encoder.config, "id2label", {}).items()}
    out = []
    for score in scores:
        values = [float(v) for v in score] if hasattr(score, "__len__") else [float(score)]
        if len(values) == 1:
            out.append(values[0] if 0 <= values[0] <= 1 else probability(values[0]))
            continue
        if "entailment" not in labels:
            raise ValueError(f"none of the model's classes is called entailment: {', '.join(labels)}")
        exponents = [math.exp(v - max(values)) for v in values]
        out.append(exponents[labels["entailment"]] / sum(exponents))
    return out


def blend(judgement: Judgement, chance: float, *, name: str, weight: float = 0.5) -> Judgement:
    """A judgement with a second opinion mixed in, in log-odds; the opinion is kept among the evidence.

    Args:
        judgement: any; an unjudged one stays as it is.
        chance: the second opinion's probability of correct, 0..1.
        name: under which the opinion is kept.
        weight: 0 leaves the judgement, 1 takes the second opinion.
    """
    if judgement.probability is None:
        return judgement
    odds = (1 - weight) * _log_odds(judgement.probability) + weight * _log_odds(chance)
    mixed = probability(odds)
    return replace(
        judgement,
        value="correct" if mixed >= THRESHOLD else "incorrect",
        probability=mixed,
        evidence={**judgement.evidence, name: chance},
    )


def _log_odds(chance: float) -> float:
    bounded = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))
