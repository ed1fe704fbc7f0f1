"""What a model wrote under a prompt → its answer, and what else it answered before it stopped."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from app.prompts.names import template_of
from app.prompts.template import Template, trim, written
from app.records import Answer, Arm, Item, Language
from evaluators.reasoning import split_reasoning
from evaluators.replies import Frame, Reply, read_reply


def reply_of(item: Item, answer: Answer) -> Reply:
    """The answer of a run as it is judged: its text, with the further answers and the reasoning in what was written.

    A file's answers are taken as they are, but for their reasoning; the judge reads them itself.
    """
    if answer.error is not None or (answer.text and answer.raw.strip() == answer.text):  # nothing was cut off
        return Reply(answer.text)
    if item.arm.is_column:
        parts = split_reasoning(answer.raw)
        return Reply(answer.text, (), parts.reasoning, parts.finished)
    stop, frame = _words(item.arm, item.language)
    found = read_reply(written(answer.raw, stop), item.question.sides[item.language].text, frame)
    return replace(found, answer=answer.text)


def trimmed(template: Template, language: Language, raw: str, question: str) -> str:
    """The answer in what a model wrote, see `trim`."""
    return trim(raw, template.stop(language), template.frame(language), question)


@lru_cache(maxsize=64)
def _words(arm: Arm, language: Language) -> tuple[tuple[str, ...], Frame]:
    template = template_of(arm)
    return template.stop(language), template.frame(language)
