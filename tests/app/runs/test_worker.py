"""The worker: claims, cancels, failures and restarts, and workbooks that follow the store."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from app import pipeline
from app.config import settings
from app.records import Arm, Decoding, Question, QuestionSet, Run, Side
from app.runs import supervising, workbooks
from app.runs import worker as jobs
from app.store import Store
from app.verdicts import Verdict
from app.workbook import Choices
from tests.app.taking import take

QUESTIONS = QuestionSet(
    "問題 一.xlsx",
    "c" * 64,
    tuple(Question(str(no), "open_qa", {"ja": Side(f"{no}番ですか？", ("はい",))}) for no in range(1, 9)),
)


@pytest.fixture
def store(home: Path) -> Store:
    return Store(settings().store_url)


@pytest.fixture
def arm(tiny_model: Path) -> Arm:
    return Arm(model=str(tiny_model), prompt="original", decoding=Decoding(max_new_tokens=6))


def wait_for(condition: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


def test_a_queued_run_is_worked_on_until_done(store: Store, arm: Arm) -> None:
    assert jobs.work(store) is None
    run = pipeline.plan_run(store, QUESTIONS, [arm], ["ja"])
    done = jobs.work(store)
    assert done and (done.id, done.state, done.answered) == (run.id, "done", 8)
    assert jobs.work(store) is None


def test_a_model_that_cannot_be_loaded_fails_the_run_with_its_reason(store: Store, tmp_path: Path) -> None:
    pipeline.plan_run(store, QUESTIONS, [Arm(model=str(tmp_path / "nothing"))], ["ja"])
    failed = jobs.work(store)
    assert failed and failed.state == "failed"
    assert "nothing" in failed.message


def test_an_unforeseen_failure_is_kept_too(store: Store, arm: Arm, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(pipeline, "execute", broken)
    pipeline.plan_run(store, QUESTIONS, [arm], ["ja"])
    failed = jobs.work(store)
    assert failed and (failed.state, failed.message) == ("failed", "ZeroDivisionError: division by zero")


@pytest.mark.parametrize("full", [OSError(28, "No space left on device"), RuntimeError("database or disk is full")])
def test_a_full_disk_pauses_the_run(store: Store, arm: Arm, monkeypatch: pytest.MonkeyPatch, full: Exception) -> None:
    def no_room(*_: object, **__: object) -> None:
        raise full

    monkeypatch.setattr(pipeline, "execute", no_room)
    pipeline.plan_run(store, QUESTIONS, [arm], ["ja"])
    paused = jobs.work(store)
    assert paused and paused.state == "paused"
    assert "make room" in paused.message


def test_a_run_taken_over_by_another_worker_keeps_its_state(
    store: Store, arm: Arm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "SIGN_OF_LIFE", 0.05)

    def slow(held: Store, run: Run, *, keep_going: Callable[[], bool], stage: object, **_: object) -> None:
        held.finish("paused")
        take(store, run.id, "another worker")
        wait_for(lambda: not keep_going())

    monkeypatch.setattr(pipeline, "execute", slow)
    pipeline.plan_run(store, QUESTIONS, [arm], ["ja"])
    left = jobs.work(store)
    assert left and left.state == "running"


@pytest.mark.parametrize(("request_", "state"), [("request_cancel", "cancelled"), ("request_pause", "paused")])
def test_the_work_stops_when_asked(
    store: Store, arm: Arm, monkeypatch: pytest.MonkeyPatch, request_: str, state: str
) -> None:
    monkeypatch.setattr(jobs, "SIGN_OF_LIFE", 0.05)
    running = threading.Event()

    def slow(store: Store, run: object, *, keep_going: Callable[[], bool], stage: object, **_: object) -> None:
        running.set()
        wait_for(lambda: not keep_going())

    monkeypatch.setattr(pipeline, "execute", slow)
    run = pipeline.plan_run(store, QUESTIONS, [arm], ["ja"])
    thread = threading.Thread(target=jobs.work, args=(store,))
    thread.start()
    assert running.wait(120)
    getattr(store, request_)(run.id)
    thread.join(120)
    assert store.run(run.id).state == state


@pytest.mark.slow
def test_the_worker_process_executes_runs_and_survives_being_killed(store: Store, arm: Arm) -> None:
    worker = supervising.Worker()
    worker.start()
    try:
        first = pipeline.plan_run(store, QUESTIONS, [arm], ["ja"])
        wait_for(lambda: store.run(first.id).state == "done")
        assert worker._process
        before = worker._process
        before.kill()
        wait_for(lambda: worker._process is not before)
        second = pipeline.plan_run(store, QUESTIONS, [arm], ["ja"], fresh=True)
        wait_for(lambda: store.run(second.id).state == "done")
    finally:
        worker.stop()
    assert worker._process.poll() is not None


def test_workbooks_follow_the_store(store: Store, arm: Arm, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "KEEP_EVERY", 0.05)
    run = pipeline.plan_run(store, QUESTIONS, [arm], ["ja"])
    jobs.work(store)
    stop = threading.Event()
    keeper = threading.Thread(target=workbooks.keep_workbooks, args=(store, settings().workbooks, stop))
    keeper.start()
    try:
        path = workbooks.workbook_path(store.content(run.id), settings().workbooks)
        assert path.name == "問題 一-graded.xlsx"
        wait_for(path.exists)
        item = store.graded_run(run.id)[0].item
        store.add_verdict(Verdict(item.id, "correct", True, "=1+1", "花子", True))
        wait_for(lambda: workbooks.is_current(store.content(run.id), settings().workbooks))
    finally:
        stop.set()
        keeper.join()
    sheet = openpyxl.load_workbook(path)["Verdicts"]
    assert "花子" in [cell for row in sheet.iter_rows(values_only=True) for cell in row]


def test_a_workbook_that_takes_long_is_not_written_all_the_time(
    store: Store, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []

    class Impatient(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            pauses.append(timeout or 0.0)
            return len(pauses) > 1

    def write(_store: Store, _folder: Path) -> bool:
        time.sleep(0.3)
        return True

    monkeypatch.setattr(workbooks, "_write_those_behind", write)
    workbooks.keep_workbooks(store, settings().workbooks, Impatient())
    assert pauses[0] == workbooks.KEEP_EVERY
    assert pauses[1] >= 9 * 0.3


def test_a_verdict_given_while_a_workbook_is_written_makes_it_out_of_date(
    store: Store, arm: Arm, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = pipeline.plan_run(store, QUESTIONS, [arm], ["ja"])
    item = store.pending(run.id, run.arms[0])[0]
    store.set_state(run.id, "done")
    export = pipeline.export

    def slow(store: Store, run_id: str, path: Path, choices: Choices) -> Path:
        export(store, run_id, path, choices)
        store.add_verdict(Verdict(item.id, "correct", True, "よい", "花子", True))  # comes too late to be in it
        time.sleep(0.02)  # the file is closed, and its folder synced, a little later
        path.touch()
        return path

    monkeypatch.setattr(pipeline, "export", slow)
    path = workbooks.workbook_file(store, run.id, settings().workbooks)
    assert not workbooks.is_current(store.content(run.id), settings().workbooks)
    monkeypatch.setattr(pipeline, "export", export)
    assert workbooks.workbook_file(store, run.id, settings().workbooks) == path
    assert workbooks.is_current(store.content(run.id), settings().workbooks)
    assert openpyxl.load_workbook(path)["Verdicts"].max_row == 2


def test_the_workers_threads_wait_without_spinning(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str | None] = []

    class Ended:
        def __init__(self, *_: object, **__: object) -> None:
            started.append(os.environ.get("OMP_WAIT_POLICY"))

        def wait(self) -> None:
            worker._stop.set()

        def terminate(self) -> None:
            pass

    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    monkeypatch.setattr(supervising.subprocess, "Popen", Ended)
    worker = supervising.Worker()
    worker.start()
    worker.stop()
    assert started == ["PASSIVE"]


def test_a_slower_writer_does_not_bring_back_an_older_workbook(
    store: Store, arm: Arm, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = pipeline.plan_run(store, QUESTIONS, [arm], ["ja"])
    jobs.work(store)
    item = store.graded_run(run.id)[0].item.id
    export, reading, go_on = pipeline.export, threading.Event(), threading.Event()

    def slow(store: Store, run_id: str, path: Path, choices: Choices) -> Path:
        part = export(store, run_id, path.with_name("part.xlsx"), choices)
        reading.set()
        go_on.wait(120)
        return part.replace(path)

    monkeypatch.setattr(pipeline, "export", slow)
    writers = [threading.Thread(target=workbooks.workbook_file, args=(store, run.id, settings().workbooks))]
    writers[0].start()
    assert reading.wait(120)
    store.add_verdict(Verdict(item, "incorrect", True, "", "花子", True))
    monkeypatch.setattr(pipeline, "export", export)
    writers.append(threading.Thread(target=workbooks.workbook_file, args=(store, run.id, settings().workbooks)))
    writers[1].start()
    writers[1].join(1)
    go_on.set()
    for writer in writers:
        writer.join(120)
    book = openpyxl.load_workbook(workbooks.workbook_path(store.content(run.id), settings().workbooks))
    assert book["Verdicts"].max_row == 2


def test_a_worker_process_that_does_not_start_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[dict[str, str]] = []

    class Refused:
        def __init__(self, *_: object, env: dict[str, str], **__: object) -> None:
            tries.append(env)
            raise OSError(14, "Bad address")

    monkeypatch.setattr(supervising, "PAUSE", 0.01)
    monkeypatch.setattr(supervising.subprocess, "Popen", Refused)
    worker = supervising.Worker()
    worker.start()
    wait_for(lambda: len(tries) > 2)
    worker.stop()
    assert all(env is not os.environ for env in tries)


def test_a_run_in_the_hands_of_another_process_is_left_alone(store: Store, arm: Arm) -> None:
    run = pipeline.plan_run(store, QUESTIONS, [arm], ["ja"])
    assert store.claim("somebody else", run.id)
    assert jobs.work(store, run.id) is None
