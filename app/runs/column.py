"""The models `column` and `column:NAME`: the answers that a file has become a run like any other; nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterable

from app.records import COLUMN, Answer, Arm, Item, QuestionSet
from evaluators import detect_language
from evaluators.reasoning import split_reasoning

NO_ANSWER = "the file has no answer"


def with_column(arms: Iterable[Arm], questions: QuestionSet | None = None) -> list[Arm]:
    """The arms, each once; those of the file's answers do not differ by prompt, retrieval and decoding.

    The model `column` is one arm for each model whose answers `questions` have.
    """
    models = (column_models(questions) if questions is not None else []) or [COLUMN]
    found: dict[Arm, None] = {}
    for arm in arms:
        wanted = models if arm.model == COLUMN else [arm.model]
        found |= {Arm(model=model, prompt="none") if arm.is_column else arm: None for model in wanted}
    return list(found)


def column_models(questions: QuestionSet) -> list[str]:
    """The models of a file's answers: `column` for those that name none, `column:NAME` for the others, in its order."""
    sides = [side for one in questions.questions for side in one.sides.values()]
    named = dict.fromkeys(name for side in sides for name, _ in side.answers)
    plain = [COLUMN] if any(side.answer is not None for side in sides) else []
    return plain + [f"{COLUMN}:{name}" for name in named]


def file_answers(items: Iterable[Item]) -> dict[int, Answer]:
    """What the file has for each item, by id; an item without is an error, which is never counted as an answer."""
    return {item.id: _answer(item.question.sides[item.language].answer_of(item.arm.model)) for item in items}


def _answer(text: str | None) -> Answer:
    if text is None:
        return Answer(raw="", text="", error=NO_ANSWER)
    said = split_reasoning(text).answer
    return Answer(raw=text, text=said, language=detect_language(said))
