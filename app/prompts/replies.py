"""What a model wrote under a prompt → its answer, and what else it answered before it stopped."""

from __future__ import annotations

from functools import lru_cache

from app.generation.stopping import first_marker
from app.prompts.names import template_of
from app.prompts.template import Template, trim
from app.records import Answer, Arm, Item, Language
from evaluators.replies import Frame, Reply, read_reply


def reply_of(item: Item, answer: Answer) -> Reply:
    """The answer of a run as it is judged: its text, and the further answers that stand in what the model wrote.

    A file's answers are taken as they are; the judge reads them itself.
    """
    if item.arm.is_column or answer.error is not None:
        return Reply(answer.text)
    stop, frame = _words(item.arm, item.language)
    end = first_marker(answer.raw, stop)
    written = answer.raw if end is None else answer.raw[:end]
    further = read_reply(written, item.question.sides[item.language].text, frame).further
    return Reply(answer.text, further)


def trimmed(template: Template, language: Language, raw: str, question: str) -> str:
    """The answer in what a model wrote, see `trim`."""
    return trim(raw, template.stop(language), template.frame(language), question)


@lru_cache(maxsize=64)
def _words(arm: Arm, language: Language) -> tuple[tuple[str, ...], Frame]:
    template = template_of(arm)
    return template.stop(language), template.frame(language)
