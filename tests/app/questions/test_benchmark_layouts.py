"""Layouts of benchmarks and of other tools, each loaded as it is meant: questions, references, answers, warnings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.questions import Reading, read
from app.records import Side


def lines(folder: Path, *records: dict[str, object]) -> Reading:
    """What is read from these records, one a line."""
    path = folder / "記録.jsonl"
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), encoding="utf-8")
    return read(path)


SKY = Side("空の色は？", ("青",))


@pytest.mark.parametrize(
    ("record", "no", "side", "codes"),
    [
        # databricks-dolly-15k-ja
        ({"index": "3", "instruction": "空の色は？", "input": "", "output": "青", "category": "open_qa"}, "3", SKY,
         {"context_follows"}),
        # ELYZA-tasks-100
        ({"input": "空の色は？", "output": "青", "eval_aspect": "色の名前"}, "1", SKY, {"no_number_column"}),
        # MT-bench, Japanese
        ({"question_id": 81, "category": "writing", "turns": ["空の色は？", "理由は？"], "reference": ["青", "散乱"]},
         "81", SKY, {"first_turn_only"}),
        # results of Shaberi
        ({"Question": "空の色は？", "output": "青", "ModelAnswer": "青い", "score": 4}, "1",
         Side("空の色は？", ("青",), "青い"), {"no_number_column"}),
        # OpenAI's batch API, what is sent
        ({"custom_id": "q-1", "body": {"model": "m", "messages": [{"role": "user", "content": "空の色は？"}]}}, "q-1",
         Side("空の色は？"), {"no_reference_column"}),
        # chat messages
        ({"messages": [{"role": "user", "content": "空の色は？"}, {"role": "assistant", "content": "青"}]}, "1", SKY,
         {"no_number_column"}),
    ],
)  # fmt: skip
def test_a_record_loads_as_it_is_meant(
    tmp_path: Path, record: dict[str, object], no: str, side: Side, codes: set[str]
) -> None:
    found = lines(tmp_path, record)
    assert found.questions, found.problems
    (question,) = found.questions.questions
    assert (question.no, question.sides) == (no, {"ja": side})
    assert {problem.code for problem in found.problems} == codes


def test_answers_without_their_questions_are_explained(tmp_path: Path) -> None:
    body = {"choices": [{"message": {"role": "assistant", "content": "青"}}]}
    found = lines(tmp_path, {"id": "batch", "custom_id": "q-1", "response": {"status_code": 200, "body": body}})
    assert found.questions is None and [problem.code for problem in found.problems] == ["batch_output"]


def test_what_is_carried_over_of_a_benchmark(tmp_path: Path) -> None:
    found = lines(tmp_path, {"input": "空の色は？", "output": "青", "eval_aspect": "色の名前"})
    assert found.questions and found.questions.questions[0].extra == {"eval_aspect": "色の名前"}
