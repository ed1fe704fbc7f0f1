"""Prompts → answers: what is known is taken over, the rest is asked, and each answer is journalled as it comes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from app.generation import load_model
from app.grading import grade
from app.prompts import template, trim
from app.records import Answer, Arm, GradedAnswer, Item, Run
from app.store import Store
from evaluators import detect_language

GRADE_EVERY = 1.0
"""Seconds of answers that are judged together: few calls for the encoder, and the reviewer waits no longer."""

Stage = Callable[[str, float], None]


def reuse(store: Store, run: Run, arm: Arm) -> None:
    """Take over what another run already answered to the same text under the same arm."""
    known = store.reusable(run.id, arm)
    found = {
        item.id: known[key]
        for item in store.pending(run.id, arm)
        if (key := (item.language, item.question.sides[item.language].text)) in known
    }
    store.save_answers(found)


def ask(
    arm: Arm, items: Sequence[Item], *, keep_going: Callable[[], bool], stage: Stage
) -> Iterator[tuple[Item, Answer]]:
    """Prompts → answers: each item as the model finishes it, in any order; ends early when told to stop."""
    if not items:
        return
    prompt = template(arm.prompt)
    model = load_model(arm.model, progress=stage)
    stage("answering", 0.0)
    for language, group in groupby(sorted(items, key=lambda item: item.language), key=lambda item: item.language):
        asked = list(group)
        stop = prompt.stop(language)
        prompts = [prompt.render(language, item.question.sides[language].text) for item in asked]
        for index, completion in model.complete(
            prompts, stop=stop, decoding=arm.decoding, cancelled=lambda: not keep_going()
        ):
            text = trim(completion.text, stop)
            yield (
                asked[index],
                Answer(
                    raw=completion.text,
                    text=text,
                    language=detect_language(text),
                    tokens=completion.tokens,
                    seconds=completion.seconds,
                    finish_reason=completion.finish_reason,
                    error=completion.error,
                ),
            )


def keep(store: Store, answers: Iterator[tuple[Item, Answer]]) -> None:
    """Journal each answer as it comes; judge them a second's worth at a time."""
    fresh: list[GradedAnswer] = []
    last = time.monotonic()
    for item, answer in answers:
        store.save_answers({item.id: answer})
        fresh.append(GradedAnswer(item, answer))
        if time.monotonic() - last > GRADE_EVERY:
            grade(store, fresh)
            fresh, last = [], time.monotonic()
    grade(store, fresh)
