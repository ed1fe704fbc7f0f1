"""A finished, half-graded run that an empty home begins with: real answers of the built-in model, made ahead."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from app.records import LANGUAGES, Answer, Arm, Decoding, Question, QuestionSet, Run, Side, digest
from app.store import Store
from app.verdicts import Verdict
from evaluators import Judgement, Scores

FILE = Path(str(files("samples") / "example_run.json"))
NAME = "example.xlsx"
REVIEWER = "花子 (example)"


def add_example(store: Store) -> Run | None:
    """Adds the run to a store that has never had any; None where there was something before."""
    if not store.is_new():
        return None
    content = json.loads(FILE.read_text("utf-8"))
    questions = tuple(_question(one) for one in content["questions"])
    arms = [Arm(**{**one, "decoding": Decoding(**one["decoding"])}) for one in content["arms"]]
    run = store.create_run(QuestionSet(NAME, digest(content["questions"]), questions), arms, LANGUAGES, example=True)
    said = {(one["no"], one["language"], one["prompt"]): one for one in content["answers"]}
    known = {
        one.item.id: said[one.item.question.no, one.item.language, one.item.arm.prompt]
        for one in store.graded_run(run.id)
    }
    store.save_answers({item: _answer(one) for item, one in known.items()})
    store.save_grades(
        {item: Scores(**one["scores"]) for item, one in known.items()},
        {item: Judgement(**one["judgement"]) for item, one in known.items()},
    )
    store.add_verdicts([_verdict(item, one["verdict"]) for item, one in known.items() if one["verdict"]])
    store.set_state(run.id, "done")
    return store.run(run.id)


def question_values(question: Question) -> dict[str, Any]:
    """A question as it stands in the file."""
    sides = {code: [side.text, *side.references] for code, side in question.sides.items()}
    return {"no": question.no, "type": question.type, "sides": sides}


def _question(values: Mapping[str, Any]) -> Question:
    sides = {code: Side(text, tuple(references)) for code, (text, *references) in values["sides"].items()}
    return Question(values["no"], values["type"], sides)


def _answer(values: Mapping[str, Any]) -> Answer:
    names = ("raw", "text", "tokens", "seconds", "finish_reason")
    return Answer(language=values["language_detected"], **{name: values[name] for name in names})


def _verdict(item: int, values: Mapping[str, Any]) -> Verdict:
    return Verdict(item, values["value"], values["language_ok"], values.get("comment", ""), REVIEWER, True)
