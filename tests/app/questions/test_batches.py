"""Answers of batch APIs, joined with their questions by custom_id."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.questions import Reading, read
from app.runs.column import column_models

Record = dict[str, Any]


def asked(number: str, text: str) -> Record:
    return {"custom_id": number, "body": {"model": "m", "messages": [{"role": "user", "content": text}]}}


def answered(number: str, text: str, model: str = "m") -> Record:
    body = {"model": model, "choices": [{"message": {"role": "assistant", "content": text}}]}
    return {"id": "b", "custom_id": number, "response": {"status_code": 200, "body": body}, "error": None}


FAILED: Record = {"id": "b", "custom_id": "q-2", "response": None, "error": {"code": "rate", "message": "too many"}}
INPUT = [asked("q-1", "空の色は？"), asked("q-2", "雪の色は？")]
OUTPUT = [answered("q-2", "白い"), answered("q-1", "青い")]


def written(path: Path, records: list[Record]) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), encoding="utf-8")
    return path


def joined(folder: Path, output: list[Record], questions: list[Record] | Path = INPUT) -> Reading:
    source = questions if isinstance(questions, Path) else written(folder / "入力.jsonl", questions)
    return read(written(folder / "出力.jsonl", output), batch_input=source)


def codes(found: Reading) -> list[str]:
    return [problem.code for problem in found.problems if problem.code != "no_reference_column"]


def answers(found: Reading) -> list[str | None]:
    assert found.questions, found.problems
    return [question.sides["ja"].answer for question in found.questions.questions]


def test_answers_alone_ask_for_their_questions(tmp_path: Path) -> None:
    found = read(written(tmp_path / "出力.jsonl", OUTPUT))
    assert found.questions is None and codes(found) == ["batch_output"]
    assert "--batch-input" in found.problems[0].remedy


def test_input_and_output_are_joined_whichever_is_named_first_or_in_a_folder(tmp_path: Path) -> None:
    found = joined(tmp_path / "b", OUTPUT)
    for one in (
        found,
        read(tmp_path / "b" / "入力.jsonl", batch_input=tmp_path / "b" / "出力.jsonl"),
        read(tmp_path / "b"),
    ):
        assert answers(one) == ["青い", "白い"] and codes(one) == ["batch_joined"]
        assert one.questions and column_models(one.questions) == ["column"]


def test_several_models_are_several_arms(tmp_path: Path) -> None:
    found = joined(tmp_path, [*OUTPUT, answered("q-1", "あお", "other")])
    assert found.questions and column_models(found.questions) == ["column:m", "column:other"]
    assert found.questions.questions[0].sides["ja"].answers == (("m", "青い"), ("other", "あお"))


def test_the_questions_may_stand_in_a_table_with_references(tmp_path: Path) -> None:
    table = tmp_path / "質問.csv"
    table.write_text("NO,質問,正解,Question,Reference\n1,空の色は？,青,The sky?,blue\n", encoding="utf-8")
    found = joined(tmp_path, [answered("1-ja", "青い"), answered("1-en", "It is blue")], table)
    assert found.questions and codes(found) == ["batch_joined"]
    sides = found.questions.questions[0].sides
    assert (sides["ja"].answer, sides["en"].answer) == ("青い", "It is blue") and sides["ja"].references == ("青",)


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ([OUTPUT[1], FAILED], ["batch_joined", "batch_errors"]),
        ([OUTPUT[1]], ["batch_joined", "batch_missing"]),
        ([*OUTPUT, answered("q-9", "?")], ["batch_joined", "batch_unknown"]),
        ([*OUTPUT, answered("q-1", "?")], ["batch_joined", "batch_repeated"]),
    ],
)
def test_what_could_not_be_joined_is_said(tmp_path: Path, output: list[Record], expected: list[str]) -> None:
    found = joined(tmp_path, output)
    assert answers(found)[0] == "青い" and codes(found) == expected


def test_questions_of_another_batch_are_refused(tmp_path: Path) -> None:
    found = joined(tmp_path, [answered("x", "青い")])
    assert found.questions is None and codes(found) == ["batch_of_others"]
    alone = read(tmp_path / "入力.jsonl", batch_input=tmp_path / "入力.jsonl")
    assert alone.questions is None and codes(alone) == ["no_batch"]


@pytest.mark.parametrize(
    "output",
    [
        {
            "custom_id": "q-1",
            "result": {"type": "succeeded", "message": {"content": [{"type": "text", "text": "青い"}]}},
        },
        {
            "custom_id": "q-1",
            "response": {"body": {"output": [{"content": [{"type": "output_text", "text": "青い"}]}]}},
        },
    ],
)
def test_other_forms_of_batches(tmp_path: Path, output: Record) -> None:
    assert answers(joined(tmp_path, [output])) == ["青い", None]


def test_instructions_and_earlier_turns_are_said(tmp_path: Path) -> None:
    messages = [{"role": "system", "content": "短く"}, {"role": "user", "content": "空の色は？"}]
    found = read(written(tmp_path / "a.jsonl", [{"messages": messages}]))
    assert found.questions and "last_message_only" in codes(found)
