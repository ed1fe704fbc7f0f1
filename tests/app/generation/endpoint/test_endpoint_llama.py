"""The endpoint against llama.cpp's own server with the embedded model, through the whole flow."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from threading import Thread

import pytest

from app import pipeline
from app.config import settings
from app.errors import ModelError
from app.generation import available_models
from app.generation.base import Message
from app.generation.endpoint.model import EndpointModel, load
from app.records import Arm, Decoding, Question, QuestionSet, Side
from app.store import Store
from tests.app.generation.conftest import KEY
from tests.app.generation.servers import LlamaServer

pytestmark = pytest.mark.slow

ARM = Arm(model="endpoint:gemma", prompt="plain", decoding=Decoding(max_new_tokens=6))


def quiet(what: str, fraction: float) -> None:
    assert what
    assert 0 <= fraction <= 1


@pytest.fixture(autouse=True)
def chosen(llama: LlamaServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARABE_ENDPOINT_URL", llama.url)
    monkeypatch.setenv("NARABE_API_KEY", KEY)
    monkeypatch.setenv("NARABE_ENDPOINT_CONCURRENCY", "6")
    settings.cache_clear()


def questions(count: int) -> QuestionSet:
    sides = [(f"{no}の次の数は何ですか？", f"What number comes after {no}?", str(no + 1)) for no in range(1, count + 1)]
    return QuestionSet(
        "数.xlsx",
        "b" * 64,
        tuple(
            Question(str(no), "open_qa", {"ja": Side(ja, (right,)), "en": Side(en, (right,))})
            for no, (ja, en, right) in enumerate(sides, 1)
        ),
    )


def test_it_is_offered_and_answers_text_and_chat() -> None:
    assert "endpoint:gemma" in [info.name for info in available_models()]
    model = load("endpoint:gemma", quiet)
    assert isinstance(model, EndpointModel)
    chat = model.as_prompt([Message("system", "Be short."), Message("user", "The capital of Japan?")])
    assert chat is not None
    prompts = ["Question: What is the capital of Japan?\nAnswer:", chat, "質問：日本の首都はどこですか？\n答え：" * 100]
    found = dict(model.complete(prompts, stop=("\n",), decoding=Decoding(max_new_tokens=8)))
    assert (found[0].error, found[1].error) == (None, None)
    assert 0 < found[0].tokens <= 8 and 0 < found[1].tokens <= 8
    assert "\n" not in found[0].text
    assert found[2].error is not None and "HTTP 400" in found[2].error and not found[2].retryable


def test_names_and_keys_are_checked_by_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelError, match=r"no model 'llama'; it offers gemma\."):
        load("endpoint:llama", quiet)
    monkeypatch.setenv("NARABE_API_KEY", "wrong-key")
    settings.cache_clear()
    with pytest.raises(ModelError, match="refuses the key") as refused:
        list(load("endpoint:gemma", quiet).complete(["a"], stop=(), decoding=Decoding(max_new_tokens=1)))
    assert "wrong-key" not in str(refused.value)


def test_a_run_outlives_a_server_that_is_killed_and_started_again(llama: LlamaServer, tmp_path: Path) -> None:
    path = tmp_path / "narabe.sqlite3"
    store = Store(f"sqlite:///{path}")
    run = pipeline.plan_run(store, questions(7), [ARM], ["ja", "en"])
    saved: Counter[int] = Counter()
    save = store.save_answers

    def count(answers: dict[int, object]) -> None:
        saved.update(answers.keys())
        save(answers)  # type: ignore[arg-type]

    store.save_answers = count  # type: ignore[assignment,method-assign]
    restart = Thread(target=lambda: (llama.kill(), llama.start()))

    def keep_going() -> bool:
        if sum(saved.values()) >= 4 and not restart.ident:
            restart.start()
        return True

    pipeline.execute(store, run, keep_going=keep_going, stage=lambda stage, done: None)
    restart.join()
    done = store.run(run.id)
    assert (done.answered, done.errors, done.total) == (14, 0, 14)
    assert set(saved.values()) == {1}
    assert all(one.judgement is not None for one in store.graded_run(run.id))

    book = pipeline.export(store, run.id, tmp_path / "out.xlsx")
    assert KEY.encode() not in path.read_bytes() + book.read_bytes()
    assert not [one for one in store.graded_run(run.id) if KEY in repr(one)]
