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
        # what a fine-tuned model completed
        ({"prompt": "空の色は？", "completion": "青い", "gold": "青"}, "1", Side("空の色は？", ("青",), "青い"),
         {"no_number_column"}),
        # SQuAD
        ({"id": "a", "question": "空の色は？", "answers": {"text": ["青"], "answer_start": [0]}}, "a", SKY, set()),
        ({"id": "a", "question": "空の色は？", "answers": [{"text": "青", "answer_start": 0}]}, "a", SKY, set()),
        # TriviaQA, TruthfulQA
        ({"id": "a", "question": "空の色は？", "answer": {"value": "青", "aliases": ["青色"]}}, "a",
         Side("空の色は？", ("青", "青色")), set()),
        ({"id": "a", "question": "空の色は？", "correct_answers": ["青色", "青"], "best_answer": "青"}, "a",
         Side("空の色は？", ("青", "青色")), set()),
        # answers in a list beside a reference are no references
        ({"id": "a", "question": "空の色は？", "reference": "青", "prediction": ["青い"]}, "a",
         Side("空の色は？", ("青",), '["青い"]'), set()),
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


def test_what_is_carried_over_of_a_benchmark(tmp_path: Path) -> None:
    found = lines(tmp_path, {"input": "空の色は？", "output": "青", "eval_aspect": "色の名前"})
    assert found.questions and found.questions.questions[0].extra == {"eval_aspect": "色の名前"}


def test_the_questions_of_squads_nested_form(tmp_path: Path) -> None:
    asked = [{"id": str(n), "question": f"問{n}は？", "answers": [{"text": "青"}]} for n in (1, 2)]
    data = {"version": "2", "data": [{"title": "空", "paragraphs": [{"context": "空は青い。", "qas": asked}]}]}
    (tmp_path / "a.json").write_text(json.dumps(data), encoding="utf-8")
    found = read(tmp_path / "a.json")
    assert found.questions and [one.no for one in found.questions.questions] == ["1", "2"]
    assert found.questions.questions[0].sides["ja"] == Side("問1は？\n空は青い。", ("青",))
    assert [problem.code for problem in found.problems] == ["context_follows"]


def test_values_by_language_and_by_model_are_columns(tmp_path: Path) -> None:
    record = {
        "question": {"ja": "空の色は？", "en": "What colour is the sky?"},
        "reference": {"ja": "青", "en": "blue"},
        "outputs": {"gpt-4": "青", "calm3": "赤"},
    }
    found = lines(tmp_path, record)
    assert found.questions
    sides = found.questions.questions[0].sides
    assert sides["ja"] == Side("空の色は？", ("青",), None, (("gpt-4", "青"), ("calm3", "赤")))
    assert sides["en"] == Side("What colour is the sky?", ("blue",))


@pytest.mark.parametrize("cell", ["['青', '青色']", "{'text': array(['青', '青色'], dtype=object)}", '["青", "青色"]'])
def test_a_printed_list_of_references_is_each_of_them(tmp_path: Path, cell: str) -> None:
    found = lines(tmp_path, {"id": "1", "question": "空の色は？", "answers": cell})
    assert found.questions and found.questions.questions[0].references("ja") == ("青", "青色")


def test_a_question_of_squad_without_an_answer_has_no_reference(tmp_path: Path) -> None:
    found = lines(tmp_path, {"id": "1", "question": "空の色は？", "answers": {"text": [], "answer_start": []}})
    assert found.questions and found.questions.questions[0].references("ja") == ()
    assert {problem.code for problem in found.problems} <= {"no_reference_column", "blank_reference"}


@pytest.mark.parametrize(
    ("record", "name"),
    [
        ({"q_id": 1, "question": "色は？", **{f"choice{n}": str(n) for n in range(5)}, "label": 0}, "JCommonsenseQA"),
        ({"question_id": 1, "category": "writing", "turns": ["色は？", "なぜ？"]}, "MT-bench"),
        ({"input": "色は？", "output": "青", "eval_aspect": "色"}, "ELYZA-tasks-100"),
        ({"Question": "色は？", "output": "青", "ModelAnswer": "青"}, "Shaberi"),
        ({"instruction": "色は？", "input": "", "output": "青", "category": "open_qa"}, "Dolly"),
        ({"custom_id": "1", "body": {"messages": [{"role": "user", "content": "色は？"}]}}, "OpenAI batch input"),
        ({"messages": [{"role": "user", "content": "色は？"}]}, "chat messages"),
        ({"question": "色は？", "答え": "青"}, ""),
    ],
)
def test_a_known_layout_is_named(tmp_path: Path, record: dict[str, object], name: str) -> None:
    assert lines(tmp_path, record).layout == name


@pytest.mark.parametrize(
    "record",
    [
        {"ja": {"q": "空の色は？", "a": ["青", "あお"]}, "en": {"q": "What colour is the sky?", "a": ["blue"]}},
        {
            "translations": {
                "ja": {"question": "空の色は？", "references": ["青", "あお"]},
                "en": {"question": "What colour is the sky?", "references": ["blue"]},
            }
        },
        {
            "question": {"ja": "空の色は？", "en": "What colour is the sky?"},
            "references": {"ja": ["青", "あお"], "en": ["blue"]},
        },
    ],
)
def test_a_language_may_hold_its_question_and_its_references(tmp_path: Path, record: dict[str, object]) -> None:
    path = tmp_path / "両言語.jsonl"
    path.write_text(json.dumps(record | {"outputs": {"ja": {"gpt": "青い"}, "en": {"gpt": "Blue"}}}), encoding="utf-8")
    found = read(path)
    assert found.questions, found.problems
    sides = found.questions.questions[0].sides
    assert [(side.text, side.references) for side in sides.values()] == [
        ("空の色は？", ("青", "あお")),
        ("What colour is the sky?", ("blue",)),
    ]
    assert [side.answers for side in sides.values()] == [(("gpt", "青い"),), (("gpt", "Blue"),)]


def test_scored_options_are_choices_with_the_right_one(tmp_path: Path) -> None:
    examples = [{"input": "古都は？", "target_scores": {"東京": 0, "京都": 1}}]
    path = tmp_path / "task.json"
    path.write_text(json.dumps({"name": "都", "examples": examples}), encoding="utf-8")
    found = read(path)
    assert found.questions and found.questions.questions[0].sides["ja"] == Side(
        "古都は？\nA. 東京\nB. 京都", ("京都", "B", "(B) 京都")
    )


def test_records_may_stand_under_models_languages_or_kinds(tmp_path: Path) -> None:
    def record(text: str, answer: str) -> list[dict[str, str]]:
        return [{"question": text, "gold": "青", "prediction": answer}]

    path = tmp_path / "組.json"
    path.write_text(json.dumps({"gpt": record("空は？", "青い"), "calm": record("空は？", "赤")}), encoding="utf-8")
    models = read(path)
    assert models.questions and models.questions.questions[0].sides["ja"].answers == (("gpt", "青い"), ("calm", "赤"))
    path.write_text(json.dumps({"色": record("空は？", "青い"), "自然": record("海は？", "赤")}), encoding="utf-8")
    kinds = read(path)
    assert kinds.questions and [one.type for one in kinds.questions.questions] == ["色", "自然"]
    path.write_text(json.dumps({"ja": record("空は？", "青い"), "en": record("Sky?", "Red")}), encoding="utf-8")
    languages = read(path)
    assert languages.questions and languages.questions.languages == ("ja", "en")


def test_answers_may_be_a_list_of_models(tmp_path: Path) -> None:
    said = [{"model": "gpt", "ja": "青い", "en": "Blue"}, {"model": "calm", "ja": "赤", "en": "Red"}]
    found = lines(tmp_path, {"prompt_ja": "空は？", "prompt_en": "Sky?", "responses": said})
    assert found.questions and found.questions.questions[0].sides["en"].answers == (("gpt", "Blue"), ("calm", "Red"))
    found = lines(tmp_path, {"question": "空は？", "outputs": [{"model": "gpt", "text": "青い"}]})
    assert found.questions and found.questions.questions[0].sides["ja"].answers == (("gpt", "青い"),)
