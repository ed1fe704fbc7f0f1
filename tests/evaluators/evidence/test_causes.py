"""Where a reason is asked for, a thing alone is none."""

from __future__ import annotations

import numpy as np
import pytest

from evaluators.evidence.kind import Comparison
from evaluators.evidence.kinds import causes, polarity, readings
from evaluators.evidence.pairs import Cosines, Pair


def comparison(question: str, reference: str, answer: str) -> Comparison:
    return Comparison(Pair(question, reference, answer), Cosines(np.zeros((0, 0))))


@pytest.mark.parametrize(
    ("question", "reference", "answer", "bare"),
    [
        ("なぜ昼は明るいのですか。", "太陽の光が届くから", "太陽", 1),
        ("なぜ昼は明るいのですか。", "太陽の光が届くから", "太陽が照らすから", 0),
        ("Why is the day bright?", "Because sunlight reaches us", "The sun", 1),
        ("Why is the day bright?", "Because sunlight reaches us", "The sun lights the sky", 0),
        ("昼に光るものは何ですか。", "太陽", "太陽", 0),
        ("なぜ休んだのですか。", "風邪", "風邪", 0),
    ],
)
def test_a_thing_is_no_reason(question: str, reference: str, answer: str, bare: int) -> None:
    assert causes.find(comparison(question, reference, answer)).values["bare_reason"] == bare


@pytest.mark.parametrize(
    ("question", "answer", "name"),
    [
        ("Is it impossible to divide by zero?", "It is not possible", "affirmation_agrees"),
        ("Is it impossible to divide by zero?", "It is possible", "denial_differs"),
        ("Is smoking here illegal?", "It is legal", "denial_differs"),
        ("Is smoking here legal?", "It is illegal", "denial_differs"),
        ("ここでの喫煙は違法ですか。", "合法です", "denial_differs"),
        ("ここでの喫煙は違法ですか。", "違法です", "affirmation_agrees"),
    ],
)
def test_a_question_that_denies_turns_what_a_statement_implies(question: str, answer: str, name: str) -> None:
    assert polarity.find(comparison(question, "はい" if "。" in question else "Yes", answer)).values[name] == 1


def test_mountains_are_read_in_the_chinese_way() -> None:
    assert readings.find(comparison("一番高い山は？", "富士山", "ふじさん")).values["read_same"] == 1
    assert readings.find(comparison("一番高い山は？", "富士山", "たかおさん")).values["read_same"] == 0
