"""The model `column`: the answers that the file already has become a run like any other; no model is loaded."""

from __future__ import annotations

from collections.abc import Iterable

from app.records import COLUMN, Answer, Arm, Item, QuestionSet
from evaluators import detect_language

ARM = Arm(model=COLUMN, prompt="none")
"""What is compared: there is neither a prompt nor decoding that Narabe knows of."""
NO_ANSWER = "the file has no answer"


def with_column(arms: Iterable[Arm]) -> list[Arm]:
    """The arms, each once; those of the model `column` are one, whatever prompt and decoding were asked for."""
    return list(dict.fromkeys(ARM if arm.model == COLUMN else arm for arm in arms))


def has_answers(questions: QuestionSet) -> bool:
    """Whether the file has an answer to at least one question."""
    return any(side.answer is not None for one in questions.questions for side in one.sides.values())


def file_answers(items: Iterable[Item]) -> dict[int, Answer]:
    """What the file has for each item, by id; an item without is an error, which is never counted as an answer."""
    return {item.id: _answer(item.question.sides[item.language].answer) for item in items}


def _answer(text: str | None) -> Answer:
    if text is None:
        return Answer(raw="", text="", error=NO_ANSWER)
    return Answer(raw=text, text=text, language=detect_language(text))
