"""The same run on each kind of model: the embedded one, a GPTQ checkpoint on the CPU, and a llama.cpp server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from app import pipeline
from app.config import settings
from app.generation import load_model
from app.records import Arm, Decoding
from app.runs import answering as asking
from app.store import Store
from tests.app.generation.conftest import KEY
from tests.app.generation.servers import LlamaServer

pytestmark = pytest.mark.slow
WORKBOOK = (
    "NO,instruction(jp),response(jp),instruction(en),response(en),type\n"
    "1,日本の首都はどこですか？,東京,What is the capital of Japan?,Tokyo,open_qa\n"
    "2,1たす1はいくつですか？,2,What is 1 + 1?,2,open_qa\n"
    "3,カエルは鳥ですか。,いいえ,Is a frog a bird?,No,classification\n"
)
KINDS = ("embedded", "gptq", "endpoint")


@pytest.fixture
def named(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """What --model takes for a kind."""

    def name(kind: str) -> str:
        if kind == "gptq":
            return str(request.getfixturevalue("quantised"))
        if kind == "endpoint":
            server: LlamaServer = request.getfixturevalue("llama")
            monkeypatch.setenv("NARABE_ENDPOINT_URL", server.url)
            monkeypatch.setenv("NARABE_API_KEY", KEY)
            settings.cache_clear()
            return "endpoint:gemma"
        return kind

    return name


@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_is_answered_graded_and_not_asked_again(
    kind: str, named: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "問題.csv"
    path.write_text(WORKBOOK, encoding="utf-8")
    store = Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")
    questions, _ = pipeline.load_questions(path)
    arm = Arm(model=named(kind), prompt="plain", decoding=Decoding(max_new_tokens=6))

    def execute() -> str:
        run = pipeline.plan_run(store, questions, [arm], ["ja", "en"])
        pipeline.execute(store, run, keep_going=lambda: True, stage=lambda stage, done: None)
        return run.id

    run = execute()
    done = store.run(run)
    assert (done.total, done.answered, done.errors) == (6, 6, 0)
    graded = store.graded_run(run)
    assert all(one.judgement is not None and one.scores is not None for one in graded)
    assert all(one.answer is not None and 0 < one.answer.tokens <= 6 for one in graded)
    book = openpyxl.load_workbook(pipeline.export(store, run, tmp_path / "out.xlsx"))
    assert book["Answers"].max_row == 4

    monkeypatch.setattr(asking, "load_model", lambda *_, **__: pytest.fail("it was asked again"))
    assert execute() == run
    assert [one.answer for one in store.graded_run(run)] == [one.answer for one in graded]


@pytest.mark.parametrize("kind", KINDS)
def test_a_loaded_model_is_used_again(kind: str, named: Callable[[str], str]) -> None:
    name = named(kind)
    assert load_model(name) is load_model(name)
