"""Answers → scores → judgements."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from app.config import settings
from app.prompts import reply_of
from app.records import Answer, GradedAnswer, Item, other
from app.runs import opinions
from app.store import Store
from evaluators import JudgeItem, Judgement, Scores, judge_many, load_encoder, score_many

TOGETHER, HELD = 256, 2_048
"""Answers that are judged in one go where many wait, and those of them that are held in memory."""

_ONE_AT_A_TIME = threading.Lock()
"""A run is graded while judgements follow the references in another thread; both use one morphological analyser."""


def grade(store: Store, fresh: Sequence[GradedAnswer]) -> None:
    """Answers → scores → judgements; an error is kept as unjudged, with its reason."""
    if not fresh:
        return
    seen = store.newest_change()
    scores, judgements = graded_anew(store.graded([one.item.id for one in fresh]))
    failed = {
        one.item.id: Judgement("unjudged", None, None, f"error: {one.answer.error}", f"エラー: {one.answer.error}")
        for one in fresh
        if one.answer and one.answer.error is not None
    }
    store.save_grades(scores | dict.fromkeys(failed, Scores()), judgements | failed, seen)


def graded_anew(answers: Sequence[GradedAnswer]) -> tuple[dict[int, Scores], dict[int, Judgement]]:
    """Scores and judgements by item id, under the references that the answers' questions have now; errors left out."""
    answered = [(one.item, one.answer) for one in answers if one.answer and one.answer.error is None]
    if not answered:
        return {}, {}
    scores: list[Scores] = []
    judgements: list[Judgement] = []
    for start in range(0, len(answered), TOGETHER):
        together = answered[start : start + TOGETHER]
        scores += _score(together)
        judgements += _judge(together)
    ids = [item.id for item, _ in answered]
    return dict(zip(ids, scores, strict=True)), dict(zip(ids, judgements, strict=True))


def grade_rest(store: Store, run_id: str, keep_going: Callable[[], bool]) -> None:
    """Grade what a run has answered but not yet graded, some at a time."""
    while fresh := store.ungraded(run_id, HELD):
        for start in range(0, len(fresh), TOGETHER):
            if not keep_going():
                return
            grade(store, fresh[start : start + TOGETHER])


def _score(answered: Sequence[tuple[Item, Answer]]) -> list[Scores]:
    with _ONE_AT_A_TIME:
        encoder = load_encoder(settings().encoder)
        return score_many([(answer.text, *_references(item)) for item, answer in answered], encoder=encoder)


def _judge(answered: Sequence[tuple[Item, Answer]]) -> list[Judgement]:
    items = [_judge_item(item, _said(item, answer)) for item, answer in answered]
    with _ONE_AT_A_TIME:
        judgements = judge_many(items, encoder=load_encoder(settings().encoder))
    return opinions.added(items, judgements, settings())


def _said(item: Item, answer: Answer) -> str:
    """What is judged: the answer with the further ones after it; what is no answer at all, as the model wrote it."""
    return reply_of(item, answer).lines if answer.text.strip() else answer.raw


def _references(item: Item) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return item.question.references(item.language), item.question.references(other(item.language))


def _judge_item(item: Item, text: str) -> JudgeItem:
    same, elsewhere = _references(item)
    return JudgeItem(item.question.sides[item.language].text, same + elsewhere, text, item.language)
