"""ZeroGPU, with a stand-in for the platform's package: not yet run on a GPU."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import httpx
import pytest

from app import pipeline
from app.config import settings
from app.records import Answer, Arm, Question, QuestionSet, Run, Side
from app.runs import lending, worker, zerogpu
from app.store import Store
from app.ui import asking, slices
from app.ui.labels import Labels
from app.ui.page import Page
from app.ui.slices import AGAIN
from tests.security.conftest import free_port

ROOT = Path(__file__).parents[3]
STANDINS = ROOT / "tests" / "standins"
QUESTIONS = QuestionSet("花.xlsx", "a" * 64, tuple(Question(str(n), "", {"ja": Side(f"{n}は？")}) for n in range(5)))
LENT = Arm(model="some/model")


@pytest.fixture
def store(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.syspath_prepend(str(STANDINS))
    monkeypatch.setenv("SPACES_ZERO_GPU", "true")
    monkeypatch.setenv("STANDIN_CALLS", str(home / "calls"))
    settings.cache_clear()
    lending._lent.cache_clear()
    yield Store(settings().store_url)
    monkeypatch.undo()
    lending._lent.cache_clear()
    sys.modules.pop("spaces", None)


@pytest.fixture
def page(store: Store) -> Page:
    return Page(Labels("ja"), store, gr.Tabs(), gr.State(), gr.State(), gr.State())


def inline(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The GPU is here, and answers one question a call; the seconds of each."""
    asked: list[int] = []

    def lent() -> Callable[[str, str, int], None]:
        def call(url: str, run_id: str, seconds: int) -> None:
            asked.append(seconds)
            lending.slice_of(url, run_id, 0)

        return call

    def execute(held: Store, run: Run, *, keep_going: Callable[[], bool], **_: object) -> None:
        pending = held.pending(run.id, run.arms[0])
        held.save_answers({item.id: Answer("桜", "桜") for item in pending[:1]})
        end = time.monotonic() + 60
        while len(pending) > 1 and keep_going() and time.monotonic() < end:
            time.sleep(0.005)

    monkeypatch.setattr(worker, "SIGN_OF_LIFE", 0.01)
    monkeypatch.setattr(pipeline, "execute", execute)
    monkeypatch.setattr(lending, "_lent", lent)
    return asked


def test_a_worker_leaves_runs_for_the_gpu_to_the_page(store: Store) -> None:
    lent = store.create_run(QUESTIONS, [LENT], ["ja"])
    both = store.create_run(QUESTIONS, [Arm(), LENT], ["ja"])
    own = store.create_run(QUESTIONS, [Arm()], ["ja"], fresh=True)
    claim = store.claim("a worker", leaving=zerogpu.executed_elsewhere)
    assert claim and claim.run_id == own.id
    assert store.claim("a worker", leaving=zerogpu.executed_elsewhere) is None
    assert zerogpu.waits(store.run(lent.id)) and zerogpu.waits(store.run(both.id))


def test_elsewhere_nothing_is_left(home: Path) -> None:
    assert not zerogpu.present() and not zerogpu.executed_elsewhere(["some/model"])


def test_a_run_goes_on_a_slice_a_call_until_it_is_done(
    store: Store, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, run = inline(monkeypatch), store.create_run(QUESTIONS, [LENT], ["ja"])
    states = []
    for _ in range(6):
        slices.go_on(page, run.id)
        found = store.run(run.id)
        states.append((found.state, found.answered))
    assert states == [*(("queued", n) for n in range(1, 5)), ("done", 5), ("done", 5)]
    assert asked == [lending.SLICE] * 5, "what is done costs nobody's quota"


def test_every_call_is_within_what_the_platform_grants(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    import spaces  # type: ignore[import-not-found]

    monkeypatch.setattr(spaces, "GPU", lambda task, duration: seen.append((task, duration)))
    lending._lent()
    ((task, duration),) = seen
    assert task is lending.slice_of
    for seconds in (lending.TRIAL, lending.SLICE, 1000):
        assert seconds + lending.TO_END <= lending.MOST or duration("", "", seconds) == lending.MOST
    assert duration("", "", lending.TRIAL) < duration("", "", lending.SLICE) < lending.MOST


def test_nobody_spends_their_quota_on_a_strangers_run(
    store: Store, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, run = inline(monkeypatch), store.create_run(QUESTIONS, [LENT], ["ja"], owner="10.0.0.1")
    monkeypatch.setattr(asking, "role", lambda: "visitor")
    monkeypatch.setattr(asking, "visitor", lambda _: "10.0.0.2")
    slices.go_on(page, run.id)
    slices.go_on(page, "")
    assert asked == [] and store.run(run.id).state == "queued"
    monkeypatch.setattr(asking, "visitor", lambda _: "10.0.0.1")
    slices.go_on(page, run.id)
    assert len(asked) == 1


def test_a_run_that_was_paused_meanwhile_is_left_alone(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    inline(monkeypatch)
    run = store.create_run(QUESTIONS, [LENT], ["ja"])
    store.request_pause(run.id)
    lending.slice_of(settings().store_url, run.id, 40)
    assert (store.run(run.id).state, store.run(run.id).answered) == ("paused", 0)


def test_without_a_quota_the_run_is_paused_and_says_why(store: Store, page: Page, home: Path) -> None:
    (home / "calls.spent").touch()
    run = store.create_run(QUESTIONS, [LENT], ["ja"])
    with pytest.raises(gr.Error, match="quota"):
        slices.go_on(page, run.id)
    assert (store.run(run.id).state, store.run(run.id).message) == ("paused", "You have exceeded your GPU quota")
    slices.go_on(page, run.id)


def test_the_default_model_is_loaded_before_the_page_is_there(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(lending, "load_model", loaded.append)
    lending.load_first()
    assert loaded == [], "the built-in one wants no GPU"
    monkeypatch.setenv("NARABE_MODEL", "some/model")
    settings.cache_clear()
    lending.load_first()
    assert loaded == ["some/model"]


@pytest.mark.slow
def test_from_the_click_to_the_answers_on_a_space_with_a_gpu(home: Path, tiny_model: Path) -> None:
    """`space.py` itself, with the stand-in: what is answered, is answered in calls of visitors."""
    port = free_port()
    environment = os.environ | {
        "PYTHONPATH": str(STANDINS),
        "SPACES_ZERO_GPU": "true",
        "STANDIN_CALLS": str(home / "calls"),
        "NARABE_MODEL": str(tiny_model),
        "OMP_NUM_THREADS": "1",  # threads do not survive a fork; the platform's GPU needs none
    }
    start = f"from app.cli.serving import serve; serve(port={port})"
    process = subprocess.Popen([sys.executable, "-c", start], cwd=ROOT, env=environment)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120) as client:
            until_there(client, process)
            said = gone_on(client, begun(client, str(tiny_model)))
    finally:
        process.terminate()
        process.wait(60)
    assert (said["state"], said["answered"], said["errors"]) == ("done", 3, 0)
    calls = [json.loads(line) for line in (home / "calls").read_text().splitlines()]
    assert calls and all(one["asked"] and not one["late"] and one["seconds"] == 50 for one in calls)


def until_there(client: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 300
    while True:
        assert process.poll() is None and time.monotonic() < end, "the server did not start"
        try:
            client.get("/theme.css").raise_for_status()
            return
        except httpx.TransportError:
            time.sleep(0.2)


def call(client: httpx.Client, name: str, *data: object, **more: object) -> Any:
    body = {"data": list(data), "session_hash": "客", **more}
    return client.post(f"/gradio_api/run/{name}", json=body).raise_for_status().json()["data"]


def begun(client: httpx.Client, model: str) -> str:
    """A run of the sample's first three questions, queued, in the window of a visitor."""
    call(client, "load_sample")
    chosen = [[model], ["qa"], ["ja"], 3, False, ["none"], 8, 0.0, 1.0, 1.0, 1]
    return str(call(client, "start_run", None, *chosen)[1]["id"])


def gone_on(client: httpx.Client, run: str) -> dict[str, Any]:
    """What the open page does at intervals, until the run has ended."""
    layout = client.get("/config").json()
    timers = {one["id"] for one in layout["components"] if one["type"] == "timer" and one["props"]["value"] == AGAIN}
    shown = next(one for one in layout["dependencies"] if one["api_name"] == "start_run")["outputs"][0]
    tick = next(
        one["id"]
        for one in layout["dependencies"]
        if one["inputs"] == [shown] and any(target[0] in timers for target in one["targets"])
    )
    end = time.monotonic() + 200
    while time.monotonic() < end:
        call(client, "x", None, fn_index=tick)
        (said,) = call(client, "run_status", run)
        if said["state"] not in ("queued", "running"):
            return dict(said)
    raise AssertionError("the run does not end")
