"""Prompts → answers: what is known is taken over, the rest is asked, and each answer is journalled as it comes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Protocol

from app.errors import NarabeError
from app.generation import Completion, Stage, load_model, revision
from app.prompts import template_of, trimmed
from app.prompts.rendering import Prompt, prompts
from app.records import Answer, Arm, GradedAnswer, Item, Language, Run
from app.retrieval import open_knowledge
from app.runs.column import file_answers
from app.runs.grading import grade
from app.store import Store
from evaluators import detect_language
from evaluators.reasoning import opening_of

GRADE_EVERY = 1.0
"""Seconds of answers that are judged together: few calls for the encoder, and the reviewer waits no longer."""
PAUSES = (5.0, 30.0)
"""Seconds before what failed for a passing reason (a busy server) is asked the second and the third time."""
AT_ONCE = 2_000
"""Prompts that a model is given in one call: enough to keep its batches full, few enough that memory does not grow with
the number of questions, and the first answer does not wait for the last prompt."""
LOOK_EVERY = 0.1
"""Seconds between looks, during such a pause, whether to stop."""


class Engine(Protocol):
    """Asks items of an arm, journals and grades their answers, and returns those to ask again."""

    def __call__(
        self,
        store: Store,
        arm: Arm,
        items: Sequence[Item],
        *,
        run_id: str,
        keep_going: Callable[[], bool],
        stage: Stage,
    ) -> set[int]:
        """See the class; `store` is held by the run's claim."""


def reuse(store: Store, run: Run, arm: Arm) -> None:
    """Take over what another run already answered to the same text under the same arm, or what the file has."""
    if arm.is_column:
        store.save_answers(file_answers(store.pending(run.id, arm)))
        return
    known = store.reusable(run.id, arm)
    taken_over = {
        item.id: known[key]
        for item in store.pending(run.id, arm)
        if (key := (item.language, item.question.sides[item.language].text, item.sample)) in known
    }
    store.save_answers(taken_over)


def answer(
    store: Store, run: Run, arm: Arm, *, keep_going: Callable[[], bool], stage: Stage, engine: Engine | None = None
) -> None:
    """Ask until nothing of an arm is left, items that are added meanwhile included.

    An item that fails is asked once; where asking again may help, up to twice more, each time after a longer pause.
    What the file does not have, nobody can be asked for. `engine`: what asks and keeps; None: this process.
    """
    if arm.is_column:
        return
    tried: set[int] = set()
    again: set[int] = set()
    pauses = iter(PAUSES)
    while keep_going():
        pending = store.pending(run.id, arm)
        items = [item for item in pending if item.id not in tried]
        if not items:
            items = [item for item in pending if item.id in again]
            pause = next(pauses, None) if items else None
            if pause is None or not _wait(pause, keep_going, stage):
                return
            again = set()
        tried |= {item.id for item in items}
        if engine is not None:
            again |= engine(store, arm, items, run_id=run.id, keep_going=keep_going, stage=stage)
        else:
            again |= keep(store, ask(store, arm, items, keep_going=keep_going, stage=stage))


def _wait(seconds: float, keep_going: Callable[[], bool], stage: Stage) -> bool:
    """Whether the pause went by without being told to stop."""
    stage("waiting", 0.0)
    end = time.monotonic() + seconds
    while keep_going() and time.monotonic() < end:
        time.sleep(LOOK_EVERY)
    return keep_going()


def ask(
    store: Store, arm: Arm, items: Sequence[Item], *, keep_going: Callable[[], bool], stage: Stage
) -> Iterator[tuple[Item, Answer, bool]]:
    """Prompts → answers: each item as the model finishes it, in any order, and whether asking again may help.

    Ends early when told to stop. How long it took is recorded, for estimates.

    Raises:
        NarabeError: the model cannot be loaded, or is no longer the one that the run was planned with.
    """
    asking = Asking(arm, stage)
    stage("answering", 0.0)
    with store.measured(arm) as count:
        for _, asked in together(items):
            if not keep_going():
                return
            for item, given, retryable in asking.answers(asked, cancelled=lambda: not keep_going()):
                count(given.tokens if given.error is None else None)
                yield item, given, retryable


class Asking:
    """An arm at work: its model, loaded, with its prompt and its passages."""

    def __init__(self, arm: Arm, stage: Stage) -> None:
        """Raises:
        NarabeError: the model cannot be loaded, or is no longer the one that the run was planned with.
        """
        if arm.revision and arm.revision != revision(arm.model):
            raise NarabeError(f"the files of {arm.model} are not those that this run began with → start a new run")
        self._arm, self._template, self._knowledge = arm, template_of(arm), open_knowledge(arm)
        self._model = load_model(arm.model, progress=stage)

    def answers(self, items: Sequence[Item], *, cancelled: Callable[[], bool]) -> Iterator[tuple[Item, Answer, bool]]:
        """Ask items in one language together; each with its answer, and whether asking again may help."""
        if not items:
            return
        language, decoding, template = items[0].language, self._arm.decoding, self._template
        texts = [item.question.sides[language].text for item in items]
        sent = prompts(template, language, texts, knowledge=self._knowledge, model=self._model, decoding=decoding)
        for index, given in self._model.complete(
            [prompt.text for prompt in sent],
            stop=template.stop(language),
            decoding=decoding,
            cancelled=cancelled,
            samples=[item.sample for item in items],
        ):
            completion = replace(given, text=opening_of(sent[index].text) + given.text)
            text = trimmed(template, language, completion.text, texts[index])
            yield items[index], _answer(completion, text, sent[index]), completion.retryable


def together(items: Sequence[Item]) -> Iterator[tuple[Language, Sequence[Item]]]:
    """What a model is given in one call: items in one language, at most `AT_ONCE`."""
    by_language = groupby(sorted(items, key=lambda item: item.language), key=lambda item: item.language)
    for language, group in by_language:
        waiting = list(group)
        for start in range(0, len(waiting), AT_ONCE):
            yield language, waiting[start : start + AT_ONCE]


def _answer(completion: Completion, text: str, prompt: Prompt) -> Answer:
    return Answer(
        raw=completion.text,
        text=text,
        language=detect_language(text),
        tokens=completion.tokens,
        seconds=completion.seconds,
        finish_reason=completion.finish_reason,
        error=completion.error,
        passages=prompt.passages,
    )


def keep(store: Store, answers: Iterator[tuple[Item, Answer, bool]]) -> set[int]:
    """Journal each answer as it comes; judge them a second's worth at a time. Returns the items to ask again."""
    fresh: list[GradedAnswer] = []
    again: set[int] = set()
    last = time.monotonic()
    for item, given, retryable in answers:
        store.save_answers({item.id: given})
        if given.error is not None and retryable:
            again.add(item.id)
        fresh.append(GradedAnswer(item, given))
        if time.monotonic() - last > GRADE_EVERY:
            grade(store, fresh)
            fresh, last = [], time.monotonic()
    grade(store, fresh)
    return again
