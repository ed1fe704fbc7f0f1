"""Graded answers for the tests of the workbook and the report."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl

from app.records import Answer, Arm, GradedAnswer, Item, Language, Question, QuestionSet, Run, Side
from app.verdicts import Verdict
from app.workbook import Choices, Contents, write_workbook
from evaluators.results import Judgement, Scores

NOON = datetime(2026, 11, 1, 12, 0, 5, tzinfo=UTC)
CAPITAL = Question(
    "1",
    "open_qa",
    {
        "ja": Side("日本の首都はどこですか？", ("東京", "東京都")),
        "en": Side("What is the capital of Japan?", ("Tokyo",)),
    },
    {"難易度": 3, "Answer(jp)": "旧"},
)
FRUIT = Question(
    "007", "classification", {"ja": Side("りんごは果物ですか？"), "en": Side("Is an apple a fruit?", ("Yes",))}
)
QUESTIONS = QuestionSet("質問.xlsx", "ab" * 32, (CAPITAL, FRUIT), ("難易度", "Answer(jp)"))
ARM = Arm()
OTHER_ARM = Arm(prompt="original")
RUN = Run("r1", "質問.xlsx", "ab" * 32, (ARM,), ("ja", "en"), "done", NOON, NOON, total=4, answered=4, errors=1)


def verdict(item_id: int, value: Any = "correct", **more: Any) -> Verdict:
    fields: dict[str, Any] = {"language_ok": None, "comment": "", "reviewer": "田中", "judgement_visible": True, **more}
    return Verdict(item_id=item_id, value=value, time=NOON, **fields)


def graded(
    item_id: int, question: Question, language: Language, text: str = "東京です", arm: Arm = ARM, **more: Any
) -> GradedAnswer:
    fields: dict[str, Any] = {
        "answer": Answer(raw=text, text=text, language=language),
        "scores": Scores(similarity=0.8123456789012345),
        "judgement": Judgement("correct", 0.9, True, "same meaning"),
    }
    return GradedAnswer(Item(item_id, question, language, arm), **{**fields, **more})


def standard() -> list[GradedAnswer]:
    tokyo = verdict(1, language_ok=False, comment="=英語で答えた")
    error = Answer(raw="", text="", error="out of memory")
    unjudged = Judgement("unjudged", None, None, "error")
    return [
        graded(1, CAPITAL, "ja", "Tokyo, Japan", verdicts=(tokyo,)),
        graded(2, CAPITAL, "en", "Tokyo"),
        graded(3, FRUIT, "ja", answer=error, scores=None, judgement=unjudged),
        GradedAnswer(Item(4, FRUIT, "en", ARM)),
    ]


def write(path: Path, answers: list[GradedAnswer], run: Run = RUN, **more: Any) -> openpyxl.Workbook:
    verdicts = more.pop("verdicts", [given for one in answers for given in one.verdicts])
    choices = Choices(more.pop("layout", "narabe"), more.pop("language", "en"), more.pop("blind", False))
    contents = Contents(run, answers, verdicts, more.pop("question_set", QUESTIONS), **more)
    write_workbook(contents, path, choices)
    return openpyxl.load_workbook(path)
