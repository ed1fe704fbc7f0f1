"""Questions → the exact texts that a model is sent, with the passages that each of them holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.generation import AnswerModel
from app.prompts import Template
from app.records import Decoding, Language, Passage
from app.retrieval import Knowledge, context


class Prompt(NamedTuple):
    """What a model is sent for one question."""

    text: str
    passages: tuple[Passage, ...]

    @property
    def context(self) -> str:
        """The passages as they stand in the text."""
        return context(self.passages)


def prompts(
    template: Template,
    language: Language,
    questions: Sequence[str],
    *,
    knowledge: Knowledge | None,
    model: AnswerModel | None,
    decoding: Decoding,
) -> list[Prompt]:
    """The prompts of questions in one language.

    Args:
        template: the words around them.
        language: that of the questions.
        questions: their texts.
        knowledge: where passages are looked for; a question without any gets the prompt without passages.
        model: puts a chat into its own form, and says how long a prompt may be; None: a text to continue.
        decoding: says how much room the answer needs.
    """
    found = knowledge.search(questions) if knowledge else [()] * len(questions)
    return [
        _fitting(template, language, question, passages, model, decoding)
        for question, passages in zip(questions, found, strict=True)
    ]


def _fitting(
    template: Template,
    language: Language,
    question: str,
    passages: tuple[Passage, ...],
    model: AnswerModel | None,
    decoding: Decoding,
) -> Prompt:
    """The prompt with as many of the passages as the model has room for, the best first."""
    text = _text(template, language, question, passages, model)
    while passages and model is not None and not model.fits(text, decoding):
        passages = passages[:-1]
        text = _text(template, language, question, passages, model)
    return Prompt(text, passages)


def _text(
    template: Template, language: Language, question: str, passages: Sequence[Passage], model: AnswerModel | None
) -> str:
    found = context(passages)
    if template.chat and model is not None:
        chat = model.as_prompt(template.messages(language, question, found))
        if chat is not None:
            return chat
    return template.render(language, question, found)
