"""The form of a new run filled in again: as a run that is copied had it, or as it was before a reload."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import astuple
from typing import Any

import gradio as gr

from app.records import LANGUAGES, Decoding, QuestionSet, Run
from app.runs.planning import MOST_SAMPLES
from app.ui import choices, keeping
from app.ui.loaded import Loaded
from app.ui.page import Page
from app.ui.run import retrieval
from app.ui.runs import current

FIELDS = (
    *("models", "prompts", "languages", "limit", "fresh", "bases"),
    *("max_new_tokens", "temperature", "top_p", "repetition_penalty", "samples"),
)
"""What the browser remembers of the form, in its order (see `Form.chosen`)."""
SAVING = f"(...values) => {{ sessionStorage.setItem('narabe.form', JSON.stringify(values.slice(0, {len(FIELDS)}))); }}"
"""The script that has the browser remember the form."""
_LONGEST = 20_000
_NUMBERS: Mapping[str, tuple[float, float]] = {
    "limit": (1, 10_000_000),
    "max_new_tokens": (1, 2048),
    "temperature": (0, 2),
    "top_p": (0.05, 1),
    "repetition_penalty": (0.5, 2),
    "samples": (1, MOST_SAMPLES),
}
"""The bounds of the form's numbers."""


def remembered(text: str) -> dict[str, Any] | None:
    """What the browser remembered of the form, by `FIELDS`; None for anything that is no such form."""
    try:
        values = json.loads(text) if len(text) < _LONGEST else None
    except ValueError:
        return None
    if not isinstance(values, list) or len(values) != len(FIELDS):
        return None
    form = dict(zip(FIELDS, values, strict=True))
    names = all(_names(form[key]) for key in ("models", "prompts", "languages", "bases"))
    numbers = all(_within(form[key], *_NUMBERS[key], missing=key in ("limit", "samples")) for key in _NUMBERS)
    if not names or not numbers or not isinstance(form["fresh"], bool):
        return None
    return form


def _names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _within(value: object, low: float, high: float, *, missing: bool) -> bool:
    if value is None:
        return missing
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def copy(page: Page, run_id: str, loaded: Loaded | None) -> tuple[Loaded | None, dict[str, Any]]:
    """The questions of the run that is shown, and a note that the form is to take over its settings."""
    shown = current(page, run_id)
    found = keeping.of_run(page, shown)
    same = (
        loaded is not None
        and loaded.questions is not None
        and found.questions is not None
        and loaded.questions.sha256 == found.questions.sha256
    )
    return (loaded if same else found), {"run": shown, "at": time.time()}


def asked(page: Page, questions: QuestionSet | None, filled: dict[str, Any] | None) -> tuple[set[str], int | None]:
    """The languages and the number of questions that the form is to have; of other questions: all, and no number."""
    if questions and filled and "run" in filled:
        like = page.store.run(filled["run"])
        if like.sha256 == questions.sha256:
            return set(like.languages), first_asked(questions, like)
    form = remembered(filled["text"]) if filled and "text" in filled else None
    if questions and filled and form and filled["sha256"] == questions.sha256:
        return set(form["languages"]), None if form["limit"] is None else int(form["limit"])
    return set(LANGUAGES), None


def first_asked(questions: QuestionSet, run: Run) -> int:
    """How many questions, from the first, a run asks."""
    total = 0
    for count, question in enumerate(questions.questions, start=1):
        total += run.samples * len(run.arms) * sum(code in question.sides for code in run.languages)
        if total >= run.total:
            return count
    return len(questions.questions)


def show(page: Page, filled: dict[str, Any] | None) -> tuple[Any, ...]:
    """What is asked and how, as far as it can still be chosen; whether to start anew, and how often to ask."""
    if filled and "run" in filled:
        return _of_run(page, filled["run"])
    form = remembered(filled["text"]) if filled else None
    return _of_form(page, form) if form else tuple(gr.skip() for _ in range(9))


def _of_run(page: Page, run_id: str) -> tuple[Any, ...]:
    run = page.store.run(run_id)
    arms = run.arms
    prompts, bases = {arm.prompt for arm in arms}, {arm.retrieval for arm in arms}
    models = list(dict.fromkeys(arm.model for arm in arms))
    return _choices(
        page,
        models,
        prompts.__contains__,
        lambda name: retrieval.folders([name])[0] in bases,
        arms[0].decoding,
        (False, run.samples),
    )


def _of_form(page: Page, form: dict[str, Any]) -> tuple[Any, ...]:
    decoding = Decoding(int(form["max_new_tokens"]), form["temperature"], form["top_p"], form["repetition_penalty"])
    rest = form["fresh"], form["samples"] or 1
    return _choices(page, form["models"], form["prompts"].__contains__, form["bases"].__contains__, decoding, rest)


def _choices(
    page: Page,
    models: list[str],
    prompt: Callable[[str], bool],
    base: Callable[[str], bool],
    decoding: Decoding,
    rest: tuple[bool, int],
) -> tuple[Any, ...]:
    return (
        gr.update(value=choices.offered(models)),
        gr.update(value=[name for _, name in choices.prompts(page.labels) if prompt(name)]),
        gr.update(value=[name for _, name in retrieval.choices(page.labels) if base(name)]),
        *astuple(decoding),
        *rest,
    )
