"""The model `column`: the answers of a file become a run like any other, and the original's layout comes out again."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas
import pytest

from app import pipeline
from app.cli.main import main
from app.questions import read_questions
from app.records import COLUMN, Arm, Decoding, GradedAnswer, Item, Question, Run, Side
from app.runs.column import NO_ANSWER, column_models, file_answers, with_column
from app.runs.grading import graded_anew
from app.runs.worker import work
from app.store import Store
from app.workbook import read_graded
from tests.data.make import BAD, GOOD, RAW, raw_workbook

ARM = Arm(model=COLUMN, prompt="none")


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    path = tmp_path / "QEU-verify100-jp(Raw).xlsx"
    path.write_bytes(raw_workbook())
    return path


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")


def graded(store: Store, path: Path, *arms: Arm) -> Run:
    questions, _ = pipeline.load_questions(path)
    run = work(store, pipeline.plan_run(store, questions, arms, ["ja", "en"]).id)
    assert run is not None
    return run


def test_whatever_prompt_and_decoding_are_asked_for_the_file_has_one_answer() -> None:
    asked = [Arm("column", "qa"), Arm("column", "original", decoding=Decoding(7)), Arm("embedded")]
    assert with_column(asked) == [ARM, Arm("embedded")]
    assert ARM.label == "column"


def test_what_follows_the_reasoning_is_the_answer() -> None:
    raws = ["<think>大阪？</think>東京です。", "<think>大阪かもしれない", "最終回答：東京"]
    asked = [Question(str(no), "", {"ja": Side("日本の首都は？", ("東京",), raw)}) for no, raw in enumerate(raws)]
    found = file_answers(Item(no, one, "ja", ARM) for no, one in enumerate(asked))
    assert [(one.raw, one.text) for one in found.values()] == list(
        zip(raws, ["東京です。", "", "最終回答：東京"], strict=True)
    )
    _, judged = graded_anew([GradedAnswer(Item(no, one, "ja", ARM), found[no]) for no, one in enumerate(asked)])
    assert [one.value for one in judged.values()] == ["correct", "unjudged", "correct"]


def test_an_item_without_an_answer_is_an_error_and_no_answer(raw: Path) -> None:
    questions, _ = read_questions(raw)
    assert column_models(questions) == [COLUMN]
    found = file_answers(Item(place, one, "ja", ARM) for place, one in enumerate(questions.questions))
    assert [(one.text, one.language, one.error) for one in found.values()] == [
        ("Tokyo", "en", None),
        ("空は青いです。", "ja", None),
        ("", "none", NO_ANSWER),
    ]


@pytest.mark.parametrize(("name", "expected"), [("tidy.xlsx", False), ("harness.jsonl", True), ("inspect.eval", True)])
def test_which_files_have_answers(tmp_path: Path, name: str, expected: bool) -> None:
    (tmp_path / name).write_bytes({**GOOD, **BAD}[name])
    assert bool(column_models(read_questions(tmp_path / name)[0])) is expected


THREE = (
    "id,question,reference,answer_gpt4,Llama-3,回答（calm）,answer_score\n"
    "1,日本の首都は？,東京,東京,わかりません,東京です,5\n"
    "2,空の色は？,青,赤,,青です,1\n"
)


def test_each_column_of_answers_is_an_arm(tmp_path: Path) -> None:
    path = tmp_path / "三つ.csv"
    path.write_text(THREE, encoding="utf-8")
    questions, problems = read_questions(path)
    models = ["column:gpt4", "column:Llama-3", "column:calm"]
    assert column_models(questions) == models
    (said,) = [problem for problem in problems if problem.code == "answers_read"]
    assert "column:gpt4, column:Llama-3, column:calm" in said.message
    assert [arm.model for arm in with_column([Arm(COLUMN), Arm("embedded")], questions)] == [*models, "embedded"]
    assert [arm.label for arm in with_column([Arm("column:calm", "qa")], questions)] == ["column:calm"]


def test_an_answer_column_without_answers_is_no_arm(tmp_path: Path) -> None:
    path = tmp_path / "空欄.csv"
    path.write_text("question,reference,gpt-4o,claude-3,回答\n空の色は？,青,青,,\n", encoding="utf-8")
    assert column_models(read_questions(path)[0]) == ["column:gpt-4o"]


def test_answers_in_two_languages_are_one_arm(tmp_path: Path) -> None:
    path = tmp_path / "日英.csv"
    path.write_text(
        "質問（日）,正解（日）,質問（英）,正解（英）,AI回答（日）,AI回答（英）\n"
        "空の色は？,青,The colour?,blue,青です,It is blue.\n",
        encoding="utf-8",
    )
    (question,) = read_questions(path)[0].questions
    assert {code: side.answers for code, side in question.sides.items()} == {
        "ja": (("AI", "青です"),),
        "en": (("AI", "It is blue."),),
    }


@pytest.mark.slow
def test_several_models_of_one_file_are_compared_in_one_run(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "三つ.csv"
    path.write_text(THREE, encoding="utf-8")
    run = graded(store, path, Arm(COLUMN, "original"))
    assert (run.state, run.total, run.answered, run.errors) == ("done", 6, 5, 1)
    values = {
        (one.item.arm.model, one.item.question.no): one.judgement.value
        for one in store.graded_run(run.id)
        if one.judgement
    }
    assert values["column:gpt4", "1"] == values["column:calm", "1"] == values["column:calm", "2"] == "correct"
    assert values["column:gpt4", "2"] == "incorrect" and values["column:Llama-3", "2"] == "unjudged"
    out = pipeline.export(store, run.id, tmp_path / "g.xlsx")
    assert {one.item.arm.label for one in read_graded(out).answers} == {arm.label for arm in run.arms}


@pytest.mark.slow
def test_the_answers_of_a_file_are_kept_scored_and_judged(store: Store, raw: Path) -> None:
    run = graded(store, raw, Arm("column", "original"))
    assert (run.state, run.total, run.answered, run.errors) == ("done", 3, 2, 1)
    tokyo, sky, missing = store.graded_run(run.id)
    assert tokyo.judgement and tokyo.judgement.value == "correct" and tokyo.judgement.language_ok is False
    assert sky.judgement and sky.judgement.value == "correct" and sky.judgement.language_ok is True
    assert sky.scores and sky.scores.similarity is not None
    assert missing.judgement and missing.judgement.value == "unjudged"
    again = graded(store, raw, Arm("column"))
    assert again.id == run.id


@pytest.mark.slow
def test_answers_are_never_taken_over_from_another_file(store: Store, raw: Path, tmp_path: Path) -> None:
    graded(store, raw, ARM)
    other = tmp_path / "other.xlsx"
    pandas.DataFrame({**RAW, "Answer": ["京都", "赤", "3"]}).to_excel(other, sheet_name="Sheet_name_1")
    run = graded(store, other, ARM)
    assert [one.answer.text for one in store.graded_run(run.id) if one.answer] == ["京都", "赤", "3"]


@pytest.mark.slow
def test_both_languages_and_another_model_beside_it(store: Store, tmp_path: Path, tiny_model: Path) -> None:
    path = tmp_path / "both.csv"
    path.write_text(
        "NO,instruction(jp),response(jp),instruction(en),response(en),Answer(jp),Answer(en)\n"
        "1,日本の首都は？,東京,The capital of Japan?,Tokyo,東京です,\n",
        encoding="utf-8",
    )
    run = graded(store, path, ARM, Arm(str(tiny_model), "original", decoding=Decoding(max_new_tokens=4)))
    assert (run.total, run.answered, run.errors, run.message) == (4, 3, 1, "")
    assert sorted(arm.model for arm in run.arms) == sorted(["column", str(tiny_model)])


Narabe = Callable[..., int]


@pytest.fixture
def narabe(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Narabe:
    def call(*arguments: object) -> int:
        monkeypatch.setattr(sys, "argv", ["narabe", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        assert "Traceback" not in "".join(capfd.readouterr())
        return int(ended.value.code or 0)

    return call


@pytest.mark.slow
def test_one_command_grades_what_the_originals_script_wrote(narabe: Narabe, raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "graded.xlsx"
    assert narabe("run", raw, "--model", "column", "--out", out) == 1
    sheet = openpyxl.load_workbook(out)["Answers"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    assert [sheet.cell(row, columns["Answer(jp)"]).value for row in (2, 3, 4)] == ["Tokyo", "空は青いです。", None]
    assert [sheet.cell(row, columns["judgement(jp)"]).value for row in (2, 3)] == ["correct", "correct"]
    assert sheet.cell(4, columns["error(jp)"]).value == NO_ANSWER


@pytest.mark.slow
def test_the_original_layout_reads_back_as_what_pandas_wrote(narabe: Narabe, tmp_path: Path) -> None:
    whole = {**RAW, "Answer": ["Tokyo", "空は青いです。", "2です"]}
    raw, out = tmp_path / "raw.xlsx", tmp_path / "again.xlsx"
    pandas.DataFrame(whole).to_excel(raw, sheet_name="Sheet_name_1")
    options = ["--model", "column", "--languages", "ja", "--layout", "original"]
    assert narabe("run", raw, "--out", out, *options) == 0
    written, original = openpyxl.load_workbook(out), openpyxl.load_workbook(raw)
    assert written.sheetnames == original.sheetnames == ["Sheet_name_1"]
    for mine, theirs in zip(written.active.iter_rows(), original.active.iter_rows(), strict=True):
        assert [(c.coordinate, c.value, c.data_type) for c in mine] == [
            (c.coordinate, c.value, c.data_type) for c in theirs
        ]
    for index in (None, 0):
        mine, theirs = pandas.read_excel(out, index_col=index), pandas.read_excel(raw, index_col=index)
        pandas.testing.assert_frame_equal(mine, theirs)
    assert read_questions(out)[0].questions == read_questions(raw)[0].questions
