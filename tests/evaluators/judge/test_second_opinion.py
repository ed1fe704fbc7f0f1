from types import SimpleNamespace

import pytest

from evaluators.judge.second_opinion import blend, entailment, judge_by_model
from evaluators.results import JudgeItem, Judgement

ITEM = JudgeItem("日本の首都は？", ("東京", "Tokyo"), "Tokyo")


@pytest.mark.parametrize(
    ("reply", "value"),
    [
        ("CORRECT: same city", "correct"),
        (" INCORRECT: 別の都市です\n", "incorrect"),
        ("The answer is correct.", "unjudged"),
        ("CORRECT", "unjudged"),
        ("CORRECT: yes\nINCORRECT: no", "unjudged"),
        ("", "unjudged"),
    ],
)
def test_replies_are_read_strictly(reply: str, value: str) -> None:
    judgement = judge_by_model(ITEM, lambda _: reply)
    assert judgement.value == value
    if value == "unjudged":
        assert reply in judgement.reason


def test_the_prompt_holds_question_references_and_answer() -> None:
    seen: list[str] = []
    judge_by_model(ITEM, lambda prompt: seen.append(prompt) or "CORRECT: ok")  # type: ignore[func-returns-value]
    assert all(part in seen[0] for part in ("日本の首都は？", "東京 / Tokyo"))


def test_nothing_is_asked_without_an_answer_or_a_reference() -> None:
    def never(_: str) -> str:
        raise AssertionError

    assert judge_by_model(JudgeItem("q", ("r",), " "), never).value == "unjudged"
    assert judge_by_model(JudgeItem("q", (), "a"), never).value == "unjudged"


def test_blend_mixes_log_odds() -> None:
    judgement = Judgement("correct", 0.6, True, "r")
    assert blend(judgement, 0.1, name="entailment").value == "incorrect"
    assert blend(judgement, 0.1, name="entailment", weight=0.0).probability == pytest.approx(0.6)
    assert blend(judgement, 0.9, name="entailment").evidence == {"entailment": 0.9}


class Classifier:
    config = SimpleNamespace(id2label={0: "contradiction", 1: "entailment", 2: "neutral"})

    def predict(self, pairs: list[tuple[str, str]], show_progress_bar: bool) -> list[list[float]]:
        return [[0.0, 10.0, 0.0] for _ in pairs]


def test_entailment_reads_the_named_class() -> None:
    assert entailment(["a"], ["b"], model=Classifier())[0] > 0.99
