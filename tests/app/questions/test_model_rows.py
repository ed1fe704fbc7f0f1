"""A row for each model's answer: joined into one question, each model an arm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.questions import Reading, read
from app.runs.column import column_models
from tests.app.questions.test_choices import codes, table
from tests.app.questions.test_layouts import Rows, reading

HEADER = ["id", "question", "reference", "model", "answer"]


def answers(found: Reading) -> list[dict[str, str]]:
    assert found.questions, found.problems
    return [dict(one.sides["ja"].answers) for one in found.questions.questions]


def test_the_answers_of_each_model_are_an_arm(tmp_path: Path) -> None:
    rows = [[n, f"問{n}は？", "青", model, f"{model}{n}"] for model in ("gpt-4", "llama(8b)") for n in (1, 2)]
    found = table(tmp_path, HEADER, *rows, ["合計", "", "", "", 4])
    assert answers(found) == [{"gpt-4": f"gpt-4{n}", "llama(8b)": f"llama(8b){n}"} for n in (1, 2)]
    assert found.questions and column_models(found.questions) == ["column:gpt-4", "column:llama(8b)"]
    assert codes(found) == ["models_joined", "answers_read", "total_rows"]


def test_results_of_shaberi_by_several_models(tmp_path: Path) -> None:
    path = tmp_path / "結果.jsonl"
    records = [
        {"Question": f"問{n}は？", "output": "青", "ModelAnswer": f"{model}{n}", "model": model, "score": n}
        for n in (1, 2)
        for model in ("gpt", "calm")
    ]
    path.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in records), encoding="utf-8")
    found = read(path)
    assert answers(found) == [{"gpt": "gpt1", "calm": "calm1"}, {"gpt": "gpt2", "calm": "calm2"}]
    assert found.questions and "ModelAnswer (calm)" in found.questions.extra_columns


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([[1, "空は？", "青", "m", "青"], [2, "雪は？", "白", "m", "白"]], None),
        ([[1, "空は？", "青", "m", "青"], [2, "雪は？", "白", "n", "白"]], None),
        ([[1, "空は？", "青", "m", "a"], [2, "空は？", "青", "m", "b"], [3, "空は？", "青", "n", "c"]], "models_apart"),
    ],
)
def test_rows_that_are_questions_of_their_own_stay_apart(
    tmp_path: Path, rows: list[list[object]], code: str | None
) -> None:
    found = table(tmp_path, HEADER, *rows)
    assert found.questions and len(found.questions.questions) == len(rows)
    assert "models_joined" not in codes(found) and (code is None or code in codes(found))


def test_answers_in_two_languages_stay_with_theirs(tmp_path: Path) -> None:
    header = ["NO", "質問", "正解", "Question", "Reference", "モデル", "回答（日）", "回答（英）"]
    asked = [1, "空の色は？", "青", "What colour is the sky?", "blue"]
    found = table(tmp_path, header, [*asked, "g", "青い", "It is blue"], [*asked, "l", "赤", "Red"])
    assert found.questions
    sides = found.questions.questions[0].sides
    assert sides["ja"].answers == (("g", "青い"), ("l", "赤"))
    assert sides["en"].answers == (("g", "It is blue"), ("l", "Red"))


def test_prompts_of_promptfoo_are_arms_and_a_failed_test_is_no_answer(tmp_path: Path) -> None:
    def result(case: int, prompt: str, **said: object) -> dict[str, object]:
        values = {"question": f"問{case}は？", "answer": "青"}
        return {
            "testIdx": case,
            "provider": {"id": "p"},
            "prompt": {"label": prompt, "raw": "…"},
            "vars": values,
            **said,
        }

    results = [result(n, prompt, response={"output": f"{prompt}{n}"}) for n in (0, 1) for prompt in ("a", "b")]
    results[3] = result(1, "b", error="timeout")
    path = tmp_path / "結果.json"
    path.write_text(json.dumps({"version": 3, "results": {"version": 3, "results": results}}), encoding="utf-8")
    assert answers(read(path)) == [{"a": "a0", "b": "b0"}, {"a": "a1"}]


@pytest.mark.parametrize(
    ("header", "references"),
    [
        (["question", "reference", "model", "response"], ("青",)),
        (["question", "answer", "model", "output"], ("青",)),
        (["question", "note", "model", "answer"], ()),
        (["Question", "note", "model", "ModelAnswer"], ()),
    ],
)
def test_what_differs_between_the_models_is_their_answers(
    tmp_path: Path, header: list[str], references: tuple[str, ...]
) -> None:
    said = "同じ" if header[-1] == "ModelAnswer" else ""
    rows = [[f"問{n}は？", "青", model, said or f"{model}{n}"] for n in (1, 2) for model in ("gpt", "calm")]
    found = table(tmp_path, header, *rows)
    assert answers(found) == [{"gpt": said or f"gpt{n}", "calm": said or f"calm{n}"} for n in (1, 2)]
    assert found.questions and {one.references("ja") for one in found.questions.questions} == {references}


def test_the_answers_of_a_single_model_are_no_references(tmp_path: Path) -> None:
    found = table(tmp_path, ["Question", "ModelAnswer", "model"], ["空の色は？", "赤", "m"], ["雪の色は？", "黒", "m"])
    assert found.questions and column_models(found.questions) == ["column"]
    assert "no_reference_column" in codes(found) and "answer_as_reference" not in codes(found)


def test_models_and_languages_may_both_stand_in_rows(tmp_path: Path) -> None:
    header = ["id", "lang", "question", "reference", "model", "response"]
    asked = {"ja": ("空の色は？", "青"), "en": ("What colour is the sky?", "blue")}
    rows = [
        [n, code, *asked[code], model, f"{model}{code}"] for n in (1, 2) for code in asked for model in ("A社", "B")
    ]
    found = table(tmp_path, header, *rows)
    assert found.questions and [one.no for one in found.questions.questions] == ["1", "2"]
    for question in found.questions.questions:
        assert {code: (side.text, *side.references) for code, side in question.sides.items()} == asked
        assert question.sides["en"].answers == (("A社", "A社en"), ("B", "Ben"))


@pytest.mark.parametrize("group", [("モデル", "GPT-4", "社内"), ("言語", "日本語", "英語")])
def test_what_a_row_belongs_to_may_be_merged_over_several(tmp_path: Path, group: tuple[str, str, str]) -> None:
    name, first, second = group
    rows: Rows = [[name, "番号", "質問", "正解", "回答"]]
    rows += [
        [block if n == 1 else None, n, f"問{n}は？", "青", f"{block}{n}"] for block in (first, second) for n in (1, 2)
    ]
    found = reading(tmp_path, rows, "A2:A3", "A4:A5")
    assert found.questions and [one.no for one in found.questions.questions] == ["1", "2"]
    assert next(problem.code for problem in found.problems) == "merged_filled"
