"""The Run tab: what a run would be, how it is started, and what is shown while it goes on and when it has ended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from app.config import settings
from app.errors import NarabeError, SettingsError
from app.records import Arm, Decoding, Language, Question, QuestionSet, Run, RunState, Side
from app.runs.workbooks import workbook_file
from app.runs.worker import work
from app.store import Store
from app.ui import figures
from app.ui.labels import Labels
from app.ui.loaded import SAMPLE, Loaded, load
from app.ui.page import Page
from app.ui.questions import trial
from app.ui.run import controls, probe, progress, refilling
from app.ui.run import tab as run
from app.ui.runs import current
from tests.app.taking import take
from tests.app.ui.pages import click, page, words
from tests.browser.answers import fill

SETTINGS: dict[str, Any] = {
    "models": ["embedded"],
    "prompts": ["qa"],
    "languages": ["ja", "en"],
    "limit": 100,
    "fresh": False,
}


@pytest.fixture
def store(home: Path) -> Store:
    return Store(settings().store_url)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store without a run, for tests that only read."""
    return Store(f"sqlite:///{tmp_path_factory.mktemp('untouched') / 'narabe.sqlite3'}")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store for tests that each look at one run."""
    return Store(f"sqlite:///{tmp_path_factory.mktemp('shared') / 'narabe.sqlite3'}")


@pytest.fixture(scope="module")
def sample_set() -> Loaded:
    return load(SAMPLE)


def small() -> Loaded:
    only_ja = Question("2", "open_qa", {"ja": Side("日本だけ？", ("はい",))})
    both = Question("1", "open_qa", {"ja": Side("首都は？", ("東京",)), "en": Side("Capital?", ("Tokyo",))})
    return Loaded("小.xlsx", QuestionSet("小.xlsx", "b" * 64, (both, only_ja)), ())


@pytest.mark.parametrize(
    ("changed", "answers"),
    [
        ({}, 200),
        ({"limit": 10}, 20),
        ({"languages": ["en"]}, 100),
        ({"languages": ["en", "fr"]}, 100),
        ({"prompts": ["qa", "original"], "models": ["embedded", "./folder"], "limit": 3}, 24),
    ],
)
def test_the_button_says_how_many_answers_a_run_has(
    untouched: Store, sample_set: Loaded, changed: dict[str, Any], answers: int, offer: Callable[[object], str]
) -> None:
    offer("./folder")
    text, button, _ = run.show_estimate(page(untouched), sample_set, **{**SETTINGS, **changed})
    assert button["value"] == f"Run: {answers} answers" and button["interactive"] is True
    assert f"= {answers} answers" in words(text)


def test_a_question_that_one_language_lacks_is_not_counted_there(untouched: Store) -> None:
    assert run.show_estimate(page(untouched), small(), **SETTINGS)[1]["value"] == "Run: 3 answers"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"models": []}, "モデルを選んでください。"),
        ({"prompts": []}, "プロンプトを選んでください。"),
        ({"languages": []}, "言語を選んでください。"),
        ({"languages": ["fr"]}, "言語を選んでください。"),
        ({"loaded": None}, "質問がまだ読み込まれていません。"),
    ],
)
def test_what_is_missing_is_said_before_and_at_the_start(untouched: Store, changed: dict[str, Any], said: str) -> None:
    chosen = {"loaded": small(), **SETTINGS, **changed}
    assert run.show_estimate(page(untouched, "ja"), **chosen)[1]["interactive"] is False
    with pytest.raises(gr.Error, match=said):
        run.start(page(untouched, "ja"), **chosen)
    assert untouched.runs() == []


STRANGE = ["/etc", "/proc/self", "../models", "owner/name", "endpoint:x", ""]
"""Models that nobody offers on the page."""


@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize(("language", "said"), [("ja", "このページでは選べません"), ("en", "not offered on this page")])
def test_a_visitor_can_have_no_other_model_opened_than_those_offered(
    untouched: Store, name: str, language: Language, said: str
) -> None:
    here, chosen = page(untouched, language), {**SETTINGS, "models": ["embedded", name]}
    text, button, _ = run.show_estimate(here, small(), **chosen)
    assert said in words(text) and button["interactive"] is False
    with pytest.raises(gr.Error, match=said):
        run.start(here, small(), **chosen)
    with pytest.raises(SettingsError) as refused:
        trial.ask(here, "首都は？", "", name, "qa")
    assert said in refused.value.text(language)
    assert probe.start(here, None, small(), **chosen) == "" and untouched.runs() == []


def test_without_a_limit_all_questions_are_asked(store: Store, sample_set: Loaded) -> None:
    assert run.start(page(store), sample_set, **{**SETTINGS, "limit": None})[1]["total"] == 200


def test_a_started_run_is_queued_and_goes_on_when_started_again(store: Store) -> None:
    run_id, status = run.start(page(store), small(), **{**SETTINGS, "limit": 1})
    assert (status["state"], status["total"], status["id"]) == ("queued", 2, run_id)
    assert "is in progress" in run.show_estimate(page(store), small(), **SETTINGS)[0]
    assert run.start(page(store), small(), **SETTINGS)[0] == run_id
    assert store.run(run_id).total == 3
    assert run.start(page(store), small(), **{**SETTINGS, "fresh": True})[0] != run_id


def answer_all(store: Store, tiny_model: str) -> Run:
    run_id, _ = run.start(page(store), small(), **{**SETTINGS, "models": [tiny_model], "prompts": ["original"]})
    done = work(store)
    assert done and done.id == run_id
    return done


@pytest.mark.slow
def test_a_run_of_a_real_model_is_shown_with_its_answers(
    store: Store, tiny_model: Path, offer: Callable[[object], str]
) -> None:
    done = answer_all(store, offer(tiny_model))
    workbook_file(store, done.id, settings().workbooks)  # until it is there, the page looks again
    shown = progress.show(page(store), "")
    assert "小.xlsx done" in words(shown.progress) and "3 / 3" in words(shown.progress)
    assert shown.progress.count("<li>") == 3
    assert done.id in shown.runs and not shown.timer.active
    assert [one["visible"] for one in (shown.cancel, shown.resume, shown.review, shown.results)] == [
        False,
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("state", "stage", "said", "visible", "going"),
    [
        ("queued", "", "順番を待っています", (True, False), True),
        ("running", "", "開始しています", (True, False), True),
        ("running", "converting", "内蔵モデルを準備しています", (True, False), True),
        ("running", "loading", "モデルを読み込んでいます", (True, False), True),
        ("running", "answering", "回答を生成しています", (True, False), True),
        ("paused", "", "続きから再開できます", (False, True), False),
        ("cancelled", "", "中止しました", (False, True), False),
        ("failed", "", "エラーで停止しました", (False, True), False),
        ("done", "", "すべて終わりました", (False, False), False),
    ],
)
def test_every_state_says_what_is_going_on_and_what_can_be_done(
    shared: Store, home: Path, state: RunState, stage: str, said: str, visible: tuple[bool, bool], going: bool
) -> None:
    run_id, _ = run.start(page(shared), small(), **SETTINGS)
    held = take(shared, run_id)
    held.set_stage(stage, 0.25)
    if state != "running":
        held.finish("paused")
        shared.set_state(run_id, state, "メモリー不足" if state == "failed" else "")
    workbook_file(shared, run_id, settings().workbooks)
    shown = progress.show(page(shared, "ja"), run_id)
    if state == "running":
        held.finish("paused")
    assert said in words(shown.progress)
    assert (shown.cancel["visible"], shown.resume["visible"]) == visible
    assert shown.timer.active is going
    assert ("メモリー不足" in shown.progress) is (state == "failed")
    assert ('aria-valuenow="25"' in shown.progress) is (stage in ("converting", "loading"))


@pytest.mark.parametrize(
    ("language", "said"), [("ja", "Excel はまだ最新ではありません"), ("en", "workbook is not up to date yet")]
)
def test_a_workbook_that_lags_is_said_until_it_is_written(store: Store, language: Language, said: str) -> None:
    here, done = page(store, language), fill(store)
    shown = progress.show(here, done.id)
    assert said in words(shown.progress) and shown.timer.active
    workbook_file(store, done.id, settings().workbooks)
    shown = progress.show(here, done.id)
    assert said not in words(shown.progress) and not shown.timer.active
    store.set_state(done.id, "queued")
    assert said not in words(progress.show(here, done.id).progress), "a run that goes on says more than that"


def test_errors_can_be_tried_again_and_hostile_answers_are_text(shared: Store) -> None:
    done = fill(shared)
    shown = progress.show(page(shared), done.id)
    assert shown.resume["visible"] and shown.resume["value"] == "Try the errors again"
    assert "the model ran out of memory" in words(shown.progress) and "Done, but" in words(shown.progress)
    assert "<img" not in shown.progress and "&lt;img src=x onerror=" in shown.progress
    assert "<script" not in shown.progress + shown.runs


def test_the_run_to_show_is_the_pages_then_one_in_progress_then_the_newest(store: Store) -> None:
    here = page(store)
    assert current(here, "") == ""
    old, new = fill(store, name="古い.xlsx"), fill(store, name="新しい.xlsx")
    assert current(here, "") == new.id
    assert current(here, old.id) == old.id
    assert current(here, "gone") == new.id
    store.set_state(old.id, "queued")
    assert current(here, "") == old.id
    assert controls.pick(click(new.id)) == new.id


def test_cancel_and_resume(store: Store) -> None:
    run_id, _ = run.start(page(store), small(), **SETTINGS)
    assert controls.cancel(page(store), run_id)["value"] == "Stopping…"
    assert store.run(run_id).state == "cancelled"
    assert controls.resume(page(store), run_id) == run_id
    assert store.run(run_id).state == "queued"
    take(store, run_id)
    controls.resume(page(store), run_id)
    assert store.run(run_id).state == "running"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_empty_store_says_what_to_do(untouched: Store, language: Language) -> None:
    here: Page = page(untouched, language)
    shown = progress.show(here, "")
    assert here.labels("run.none_hint") in words(shown.progress)
    assert words(shown.runs) == "" and not shown.timer.active


def test_the_status_for_scripts(shared: Store) -> None:
    run_id, _ = run.start(page(shared), small(), **SETTINGS)
    status = controls.run_status(page(shared), run_id)
    assert status["arms"][0]["decoding"]["max_new_tokens"] == Decoding().max_new_tokens
    assert status["arms"][0]["model"] == Arm().model
    assert controls.cancel_run(page(shared), run_id)["state"] == "cancelled"
    with pytest.raises(NarabeError, match="nothing"):
        controls.run_status(page(shared), "nothing")


def test_pause_and_the_places_in_the_queue(store: Store) -> None:
    first, second, third = (
        run.start(page(store), small(), **{**SETTINGS, "fresh": True, "limit": count})[0] for count in (1, 2, 2)
    )
    here = page(store, "en")
    assert "Waiting for its turn" in progress.show(here, first).progress
    assert "after one other run" in progress.show(here, second).progress
    assert "after 2 other runs" in progress.show(here, third).progress
    assert "waiting no. 3" in words(progress.show(here, "").runs)
    assert controls.pause(here, first)["interactive"] is False
    assert store.run(first).state == "paused"
    assert "after one other run" in progress.show(here, third).progress
    assert controls.pause_run(here, second)["state"] == "paused"
    assert controls.resume_run(here, second)["state"] == "queued"


def test_a_copied_runs_settings_fill_the_form(store: Store, sample_set: Loaded, offer: Callable[[object], str]) -> None:
    offer("./folder")
    chosen = {"models": ["embedded", "./folder"], "prompts": ["original"], "languages": ["ja"], "limit": 2}
    chosen |= {"max_new_tokens": 200, "temperature": 0.2, "samples": 3}
    run_id, _ = run.start(page(store), small(), **{**SETTINGS, **chosen})
    loaded, copied = refilling.copy(page(store), run_id, sample_set)
    assert loaded and loaded.questions and loaded.questions.sha256 == "b" * 64
    models, prompts, bases, *words, fresh, samples = refilling.show(page(store), copied)
    assert words == [200, 0.2, 1.0, 1.0] and samples == 3
    assert (models["value"], prompts["value"], fresh) == (["embedded", "./folder"], ["original"], False)
    assert bases["value"] == ["none"]
    *_, languages, limit = run.show_form(page(store), loaded, copied)
    assert (languages["value"], limit["value"]) == (["ja"], 2)
    *_, languages, limit = run.show_form(page(store), sample_set, copied)
    assert (languages["value"], limit["value"]) == (["ja", "en"], 100), "other questions are not asked like the copied"
    assert refilling.copy(page(store), run_id, loaded)[0] is loaded
    offer("embedded")
    assert refilling.show(page(store), copied)[0]["value"] == ["embedded"], "the other one is no longer offered"


@pytest.mark.parametrize(("limit", "asked"), [(1, 1), (2, 2)])
def test_how_many_questions_a_run_asks(store: Store, limit: int, asked: int) -> None:
    questions = small().questions
    assert questions
    run_id, _ = run.start(page(store), small(), **{**SETTINGS, "limit": limit})
    assert refilling.first_asked(questions, store.run(run_id)) == asked


def test_the_time_is_estimated_from_earlier_answers(store: Store, offer: Callable[[object], str]) -> None:
    offer("./other")
    here, ja = page(store), page(store, "ja")
    text, _, button = run.show_estimate(here, small(), **SETTINGS)
    assert "Takes" not in text and button["visible"]
    store.add_speed(Arm(), answers=2, tokens=7, seconds=50.0)
    text, _, button = run.show_estimate(here, small(), **SETTINGS)
    assert "Takes about 1 min 15 s once the model is loaded (estimated from 2 earlier answers" in words(text)
    assert not button["visible"]
    assert "約1分15秒" in words(run.show_estimate(ja, small(), **SETTINGS)[0])
    two = run.show_estimate(here, small(), **{**SETTINGS, "models": ["embedded", "./other"]})
    assert "Takes" not in two[0] and two[2]["visible"], "the speed of one of the models is unknown"


@pytest.mark.slow
def test_a_probe_asks_a_few_questions_and_tells_the_speed(
    store: Store, tiny_model: Path, sample_set: Loaded, offer: Callable[[object], str]
) -> None:
    here = page(store)
    chosen = {**SETTINGS, "models": [offer(tiny_model)], "prompts": ["original"]}
    probing = probe.start(here, None, sample_set, **chosen)
    assert "0 / 16" in words(probe.show(here, probing)[0]) and probe.show(here, probing)[1].active
    done = work(store)
    assert done and (done.id, done.total, done.trial) == (probing, 16, True)
    text, timer = probe.show(here, probing)
    assert words(text) == "" and not timer.active
    text, _, button = run.show_estimate(here, sample_set, **chosen)
    assert "at most" in words(text) and "16 earlier answers" in words(text) and not button["visible"]
    assert store.runs() == []


def test_a_probe_that_fails_says_why(
    store: Store, sample_set: Loaded, tmp_path: Path, offer: Callable[[object], str]
) -> None:
    here = page(store)
    probing = probe.start(here, None, sample_set, **{**SETTINGS, "models": [offer(tmp_path / "nothing")]})
    work(store)
    text, timer = probe.show(here, probing)
    assert "No estimate" in words(text) and "nothing" in words(text) and not timer.active


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.2, "1 s"), (59.4, "59 s"), (70, "1 min 10 s"), (600, "10 min"), (7500, "2 h 5 min")]
)
def test_times_to_reckon_with(seconds: float, said: str) -> None:
    assert figures.span(Labels("en"), seconds) == said
