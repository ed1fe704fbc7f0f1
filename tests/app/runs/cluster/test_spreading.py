"""Runs on a Ray cluster: the workbook of one machine, cell for cell, and nothing lost with a worker that is killed."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import psutil
import pytest

from app import pipeline
from app.config import choose, let_ray_be_quiet
from app.records import Answer, Arm, Decoding, Question, QuestionSet, Run, Side, digest
from app.runs.worker import work
from app.store import Store

pytestmark = pytest.mark.slow
PLACES = (
    ("日本", "Japan", "東京", "Tokyo"),
    ("フランス", "France", "パリ", "Paris"),
    ("韓国", "Korea", "ソウル", "Seoul"),
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A cluster of two machines with a core each."""
    pytest.importorskip("ray")
    let_ray_be_quiet()
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    cluster.add_node(num_cpus=1)
    try:
        yield str(cluster.address)
    finally:
        cluster.shutdown()


@pytest.fixture
def on_ray(address: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    for name in ("NARABE_ENGINE", "NARABE_RAY_ADDRESS", "NARABE_RAY_WORKERS"):
        monkeypatch.setenv(name, "")  # so that they are as they were afterwards
        monkeypatch.delenv(name)
    return address


def asked(count: int) -> QuestionSet:
    questions = tuple(
        Question(
            str(number),
            "open_qa",
            {
                "ja": Side(f"{ja}の首都はどこですか？（{number}）", (capital_ja,)),
                "en": Side(f"What is the capital of {en}? ({number})", (capital,)),
            },
        )
        for number in range(count)
        for ja, en, capital_ja, capital in [PLACES[number % len(PLACES)]]
    )
    return QuestionSet("首都.xlsx", digest(["cluster", count]), questions)


def cells(path: Path) -> list[list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(path)
    return [list(book[name].iter_rows(values_only=True)) for name in ("Answers", "Summary", "Verdicts")]


def planned(on_ray: str, tiny_model: Path, home: Path) -> tuple[Store, Run]:
    """A run for two workers that takes them a while."""
    choose(engine="ray", ray_address=on_ray, ray_workers=2)
    store = Store(f"sqlite:///{home / 'narabe.sqlite3'}")
    arm = Arm(model=str(tiny_model), prompt="plain", decoding=Decoding(max_new_tokens=150))
    return store, pipeline.plan_run(store, asked(500), [arm], ["ja", "en"])


def test_the_workbook_is_that_of_one_machine(on_ray: str, tmp_path: Path) -> None:
    books = []
    for engine in ("local", "ray"):
        choose(engine=engine, ray_address=on_ray, ray_workers=2)
        store = Store(f"sqlite:///{tmp_path / engine}.sqlite3")
        run = pipeline.plan_run(store, asked(5), [Arm(decoding=Decoding(max_new_tokens=24))], ["ja", "en"])
        done = work(store, run.id)
        assert done and (done.state, done.answered, done.message) == ("done", 10, "")
        books.append(cells(pipeline.export(store, run.id, tmp_path / f"{engine}.xlsx")))
    for one, two in zip(*books, strict=True):  # sheet by sheet, row by row: so that a failure names the cells
        assert len(one) == len(two)
        for of_one, of_two in zip(one, two, strict=True):
            assert [pair for pair in zip(of_one, of_two, strict=True) if pair[0] != pair[1]] == []
    assert any("correct" in row for row in books[0][0])


def test_a_worker_that_is_killed_takes_no_answer_along(on_ray: str, tiny_model: Path, tmp_path: Path) -> None:
    store, run = planned(on_ray, tiny_model, tmp_path)
    with counted_answers() as saved:
        thread = threading.Thread(target=work, args=(store, run.id))
        thread.start()
        before = _kill_one(store, run)
        thread.join(240)
    done = store.run(run.id)
    assert 0 < before < run.total, "it was killed at work"
    assert (done.state, done.answered, done.errors) == ("done", run.total, 0), done.message
    assert set(saved.values()) == {1}, "nothing was asked for twice"
    assert store.ungraded(run.id) == []


def test_a_cancelled_run_stops_and_one_machine_can_finish_it(on_ray: str, tiny_model: Path, tmp_path: Path) -> None:
    store, run = planned(on_ray, tiny_model, tmp_path)
    with counted_answers() as saved:
        thread = threading.Thread(target=work, args=(store, run.id))
        thread.start()
        _wait_for_answers(store, run)
        store.request_cancel(run.id)
        thread.join(240)
        stopped = store.run(run.id)
        assert stopped.state == "cancelled" and 0 < stopped.answered == len(saved) < run.total, stopped
        _wait_for(lambda: not _workers())
        choose(engine="local")
        store.resume_run(run.id)
        done = work(store, run.id)
    assert done and (done.state, done.answered, done.errors) == ("done", run.total, 0), done
    assert set(saved.values()) == {1}, "nothing was asked for twice"
    assert store.ungraded(run.id) == []


@contextmanager
def counted_answers() -> Iterator[Counter[int]]:
    """How often the answer of each item was kept meanwhile."""
    saved: Counter[int] = Counter()
    keep = Store.save_answers

    def counted(self: Store, answers: Mapping[int, Answer]) -> None:
        saved.update(answers.keys())
        keep(self, answers)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "save_answers", counted)
        yield saved


def _kill_one(store: Store, run: Run) -> int:
    """Kill the worker that is at it longest, once some answers are there; how many there were."""
    answered = _wait_for_answers(store, run)
    workers = _workers()
    assert len(workers) == 2, workers
    os.kill(workers[0].pid, signal.SIGKILL)
    return answered


def _wait_for_answers(store: Store, run: Run) -> int:
    _wait_for(lambda: bool(store.run(run.id).answered or store.run(run.id).state == "failed"))
    assert store.run(run.id).state != "failed", store.run(run.id).message
    return store.run(run.id).answered


def _wait_for(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 240
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def _workers() -> list[psutil.Process]:
    return [one for one in psutil.process_iter(["cmdline"]) if "Answering" in " ".join(one.info["cmdline"] or [])]
