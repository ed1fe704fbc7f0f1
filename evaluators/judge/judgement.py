"""The automatic judgement of an answer: does it mean what a reference means, and is it in the language asked for?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Any, Literal, TypeAlias

from evaluators.encoders.loading import Encoder, resolve_encoder
from evaluators.evidence.pairs import Pair
from evaluators.judge.features import Embedded, Evidence, embed, gather
from evaluators.judge.model import Model, load_model, probability
from evaluators.judge.reading import pairs_of, read
from evaluators.judge.reasons import explain
from evaluators.language import expected_language, language_fits
from evaluators.normalization import usable
from evaluators.reasoning import split_reasoning
from evaluators.results import JudgeItem, Judgement

THRESHOLD = 0.5
UNCERTAIN = (0.35, 0.65)
"""Probabilities between these are shown as uncertain and reviewed first."""
NOTHING_SAID = 0.01
"""The probability of what is no answer at all."""
_BATCH = 128

Item: TypeAlias = JudgeItem | tuple[str, str | Sequence[str], str]


def judge(
    question: str,
    references: str | Sequence[str],
    answer: str,
    *,
    language: Literal["ja", "en"] | None = None,
    encoder: Any = None,
    model: Model | None = None,
) -> Judgement:
    """Judges one answer; see `judge_many`.

    Args:
        question: the question, in Japanese or English.
        references: the accepted answer or answers; they may mix the languages, their order does not matter.
        answer: what the model said.
        language: the one the answer should be in; None: the question's.
        encoder: an encoder or its name; None: the embedded one.
        model: the calibrated layer; None: the shipped one.

    Examples:
        >>> found = judge("日本の首都はどこですか？", ["東京"], "The capital is Tokyo.")
        >>> found.value, found.language_ok
        ('correct', False)
        >>> judge("How much did it cost?", "$174,000", "17万5000ドルです").reason
        'number differs: reference $174000, answer 175000ドル'
        >>> judge("How much did it cost?", "$174,000", "17万5000ドルです", language="ja").language_ok
        True
    """
    given = references if isinstance(references, str) else tuple(references)
    return judge_many([JudgeItem(question, given, answer, language)], encoder=encoder, model=model)[0]


def judge_many(items: Iterable[Item], *, encoder: Any = None, model: Model | None = None) -> list[Judgement]:
    """Judges answers, in order; never raises on any text.

    Args:
        items: (question, references, answer) or `JudgeItem`s.
        encoder: an encoder or its name; None: the embedded one.
        model: the calibrated layer; None: the shipped one.

    Returns:
        one judgement an item: `unjudged` with a reason where there is no answer or no reference to judge by.

    Examples:
        >>> items = [("首都は？", "東京", "東京です。"), ("首都は？", "東京", "")]
        >>> items += [JudgeItem("首都は？", "東京", "大阪", language="en")]
        >>> [(j.value, j.language_ok) for j in judge_many(items)]
        [('correct', True), ('unjudged', None), ('incorrect', False)]
    """
    return list(iter_judgements(items, encoder=encoder, model=model))


def iter_judgements(items: Iterable[Item], *, encoder: Any = None, model: Model | None = None) -> Iterator[Judgement]:
    """As `judge_many`, one batch at a time: memory does not grow with the number of items."""
    resolved, layer, rest = resolve_encoder(encoder), model or load_model(), iter(items)
    batches = iter(lambda: [_item(given) for given in islice(rest, _BATCH)], [])
    for batch, embedded in _embedded(batches, resolved):
        yield from _judge_batch(batch, embedded, layer)


def is_uncertain(judgement: Judgement) -> bool:
    """Whether a judgement lies in the band around the threshold that people should look at first.

    Examples:
        >>> is_uncertain(Judgement("correct", 0.55, True, "")), is_uncertain(Judgement("correct", 0.95, True, ""))
        (True, False)
    """
    return judgement.probability is not None and UNCERTAIN[0] < judgement.probability < UNCERTAIN[1]


def unjudged(reason_ja: str, reason: str) -> Judgement:
    """A judgement that could not be made, with the reason in both languages."""
    return Judgement("unjudged", None, None, reason, reason_ja)


def _item(given: Item) -> JudgeItem:
    if isinstance(given, JudgeItem):
        return given
    question, references, answer = given
    return JudgeItem(question, references if isinstance(references, str) else tuple(references), answer)


Batch: TypeAlias = list[tuple[JudgeItem, list[Pair]]]
"""Items, each with its answer beside each form of its references; none where there is no answer."""


def _embedded(batches: Iterable[list[JudgeItem]], encoder: Encoder) -> Iterator[tuple[Batch, Embedded]]:
    """Each batch with its vectors; the next one is encoded in another thread while a batch is judged."""
    with ThreadPoolExecutor(1) as ahead:
        waiting: tuple[Batch, Future[Embedded]] | None = None
        for items in batches:
            batch = [(item, _pairs(item)) for item in items]
            coming = (batch, ahead.submit(embed, [pair for _, pairs in batch for pair in pairs], encoder))
            if waiting:
                yield waiting[0], waiting[1].result()
            waiting = coming
        if waiting:
            yield waiting[0], waiting[1].result()


def _pairs(item: JudgeItem) -> list[Pair]:
    return pairs_of(item.question, _given(item), item.answer)


def _given(item: JudgeItem) -> tuple[str, ...]:
    return (item.references,) if isinstance(item.references, str) else tuple(item.references)


def _judge_batch(batch: Batch, embedded: Embedded, model: Model) -> Iterator[Judgement]:
    evidence = iter(gather(embedded))
    for item, pairs in batch:
        if pairs:
            yield _best(item, [(pair.reference, next(evidence)) for pair in pairs], model)
        elif not usable(item.answer).strip():
            yield unjudged("判定する回答がありません", "there is no answer to judge")
        elif not split_reasoning(usable(item.answer)).finished:
            yield unjudged(
                "推論の途中で切れていて、最終的な答えがありません",
                "it was cut off within its reasoning: there is no final answer",
            )
        elif any(usable(reference).strip() for reference in _given(item)) and read(item.question, item.answer).answer:
            yield Judgement(
                "incorrect",
                NOTHING_SAID,
                None,
                "speaks of itself instead of what is asked",
                "質問に答えず、自分のことを述べています",
            )
        elif any(usable(reference).strip() for reference in _given(item)):
            yield Judgement(
                "incorrect",
                NOTHING_SAID,
                None,
                "only the prompt's own frame stands there",
                "プロンプトの枠だけが書かれています",
            )
        else:
            yield unjudged("比較する参照解答がありません", "there is no reference to compare with")


def _best(item: JudgeItem, found: Sequence[tuple[str, Evidence]], model: Model) -> Judgement:
    """The judgement by the reference that speaks most for the answer."""
    at, odds = model.weigh([evidence for _, evidence in found])
    chance = probability(odds)
    correct = chance >= THRESHOLD
    why = explain(found, at, item.answer, correct=correct)
    language = item.language or expected_language(item.question)
    return Judgement(
        value="correct" if correct else "incorrect",
        probability=chance,
        language_ok=language_fits(item.answer, language, tuple(reference for reference, _ in found)),
        reason=why.en,
        reason_ja=why.ja,
        evidence=dict(found[at][1].values),
    )
