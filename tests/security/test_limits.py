"""What a visitor of a Space may ask for, and all visitors together; on a laptop there is no limit."""

from __future__ import annotations

import shutil
import time
from collections import namedtuple
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app import pipeline
from app.config import SPACE_LIMITS, settings
from app.errors import NarabeError
from app.records import Answer, Arm, Question, QuestionSet, Run, Side
from app.runs import turns, worker
from app.store import Bounds, Store
from app.store import _tables as t
from app.ui.labels import Labels
from app.ui.messages import in_language
from tests.app.taking import take

QUESTIONS = QuestionSet(
    "花.xlsx", "e" * 64, tuple(Question(str(n), "", {"ja": Side(f"{n}番目の花は？", ("桜",))}) for n in range(500))
)
HERE, THERE = "10.0.0.1", "10.0.0.2"


@pytest.fixture
def store(home: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("SPACE_ID", "owner/name")
    settings.cache_clear()
    return Store(settings().store_url)


def limited(monkeypatch: pytest.MonkeyPatch, **limits: int) -> None:
    for name, most in limits.items():
        monkeypatch.setenv(f"NARABE_{name.upper()}", str(most))
    settings.cache_clear()


def plan(store: Store, owner: str = HERE, questions: int = 2) -> Run:
    return pipeline.plan_run(store, QUESTIONS, [Arm()], ["ja"], questions, fresh=True, owner=owner)


def answered(store: Store, run: Run, tokens: int, hours_ago: float = 0.0) -> None:
    ids = [one.item.id for one in store.graded_run(run.id)]
    store.save_answers({item: Answer("桜", "桜", "ja", tokens=tokens) for item in ids})
    with store._engine.begin() as db:
        at = datetime.now(UTC) - timedelta(hours=hours_ago)
        db.execute(sa.update(t.answers).where(t.answers.c.item_id.in_(ids)).values(time=at))
    store.set_state(run.id, "done")


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def executed(store: Store, monkeypatch: pytest.MonkeyPatch, execute: Callable[..., None]) -> Run:
    monkeypatch.setattr(worker, "SIGN_OF_LIFE", 0.01)
    monkeypatch.setattr(pipeline, "execute", execute)
    done = worker.work(store)
    assert done
    return done


def refused(error: pytest.ExceptionInfo[NarabeError], *japanese: str) -> None:
    assert "→" in str(error.value) and "left" in str(error.value)
    assert all(one in error.value.japanese for one in (*japanese, "→", "残り")), error.value.japanese


def test_a_visitors_run_is_small_and_the_message_says_how_small(store: Store) -> None:
    with pytest.raises(NarabeError, match="500 answers; at most 400") as error:
        pipeline.plan_run(store, QUESTIONS, [Arm()], ["ja"], owner=HERE)
    assert "上限 400 件" in error.value.japanese
    assert pipeline.plan_run(store, QUESTIONS, [Arm()], ["ja"], 400, owner=HERE).total == 400
    assert pipeline.plan_run(store, QUESTIONS, [Arm()], ["ja"], fresh=True).total == 500, "whoever runs the server"


def test_a_stranger_adds_nothing_to_somebodys_run(store: Store) -> None:
    mine = pipeline.plan_run(store, QUESTIONS, [Arm()], ["ja"], 2, owner=HERE)
    theirs = pipeline.plan_run(store, QUESTIONS, [Arm()], ["ja"], 5, owner=THERE)
    assert theirs.id != mine.id and store.run(mine.id).total == 2
    assert pipeline.plan_run(store, QUESTIONS, [Arm()], ["ja"], 3, owner=THERE).id == theirs.id


def test_trials_are_so_many_a_minute_and_the_message_says_when(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(owner: str, number: int) -> None:
        store.set_state(pipeline.plan_trial(store, Arm(), {"ja": f"{number}は？"}, owner=owner).id, "done")

    for n in range(6):
        ask(HERE, n)
    with pytest.raises(NarabeError, match=r"6 questions a minute .* none is left → again in \d+ s") as error:
        ask(HERE, 7)
    refused(error, "1分に 6 件", "秒後")
    ask(THERE, 7)
    limited(monkeypatch, trials_together=8)
    ask("10.0.0.3", 8)
    with pytest.raises(NarabeError, match="all visitors together try 8 questions") as error:
        ask("10.0.0.4", 9)
    refused(error, "全員で1分に 8 件", "秒後")


def test_runs_that_wait_and_answers_they_ask_for_are_bounded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    limited(monkeypatch, answers_together=10, runs_each=2)
    first = plan(store, questions=4)
    plan(store, questions=4)
    with pytest.raises(NarabeError, match=r"2 runs of yours .*at most 2, none is left") as error:
        plan(store)
    refused(error, "上限 2 件")
    with pytest.raises(NarabeError, match="asks for 3 answers; 2 of 10 are left for all visitors") as error:
        plan(store, THERE, 3)
    refused(error, "残り 2 件", "10 件")
    assert len(store.runs()) == 2, "nothing of it was kept"
    store.set_state(first.id, "cancelled")
    assert plan(store, THERE, 3)
    with pytest.raises(NarabeError, match="asks for 4 answers; 3 of 10 are left"):
        pipeline.resume_run(store, first.id, owner=HERE)
    assert store.run(first.id).state == "cancelled"


def test_runs_that_are_kept_are_bounded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    limited(monkeypatch, runs_kept_each=2)
    first = plan(store)
    for run in (first, plan(store)):
        store.set_state(run.id, "done")
    with pytest.raises(NarabeError, match="2 runs of yours are kept here") as error:
        plan(store)
    refused(error, "上限 2 件")
    pipeline.resume_run(store, first.id, owner=HERE)
    store.set_state(first.id, "done")
    store.delete_run(first.id)
    assert plan(store)


def test_tokens_are_so_many_a_day_and_the_message_says_when(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    limited(monkeypatch, tokens_each=100, tokens_together=500)
    answered(store, plan(store), 30, hours_ago=25)
    answered(store, plan(store), 30, hours_ago=20.5)
    last = plan(store)
    answered(store, last, 25)
    with pytest.raises(NarabeError, match="100 tokens or more, and none is left → again in 4 h") as error:
        plan(store)
    refused(error, "100 トークン", "約 4 時間後")
    with pytest.raises(NarabeError, match="100 tokens"):
        pipeline.resume_run(store, last.id, owner=HERE)
    with pytest.raises(NarabeError, match="100 tokens"):
        pipeline.plan_trial(store, Arm(), {"ja": "花は？"}, owner=HERE)
    assert plan(store, THERE), "somebody else has their own"
    store.add_speed(Arm(), 4, 500, 1.0)
    with pytest.raises(NarabeError, match="500 tokens were generated here for all visitors") as error:
        plan(store, THERE)
    refused(error, "全員の回答が上限の 500 トークン", "約 24 時間後")


def test_a_run_pauses_when_its_visitors_tokens_are_spent(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    limited(monkeypatch, tokens_each=100)
    run = plan(store, questions=5)

    def execute(held: Store, run: Run, *, keep_going: Callable[[], bool], **_: object) -> None:
        for item in held.pending(run.id, run.arms[0])[:2]:
            held.save_answers({item.id: Answer("桜", "桜", tokens=60)})
        until(lambda: not keep_going())

    paused = executed(store, monkeypatch, execute)
    assert (paused.id, paused.state, paused.answered) == (run.id, "paused", 2)
    assert "100 tokens or more" in paused.message
    assert in_language(Labels("ja"), paused.message).startswith("直近24時間の回答が上限の 100 トークン")


def test_a_long_run_lets_others_go_first_and_goes_on(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    limited(monkeypatch, slice_seconds=60)
    now = [0.0]
    monkeypatch.setattr(turns, "clock", lambda: now[0])
    long, short = plan(store, HERE, 5), plan(store, THERE, 1)
    turn_is_over: list[str] = []

    def execute(held: Store, run: Run, *, keep_going: Callable[[], bool], **_: object) -> None:
        if run.id == short.id or turn_is_over:
            held.save_answers({item.id: Answer("桜", "桜") for item in held.pending(run.id, run.arms[0])})
            return
        turn = turns.Turn(held, run)
        now[0] += 100
        turn_is_over.append(turn.over())
        held.save_answers({held.pending(run.id, run.arms[0])[0].id: Answer("桜", "桜")})
        turn_is_over.append(turn.over())
        until(lambda: not keep_going())

    first = executed(store, monkeypatch, execute)
    assert turn_is_over == ["", "turn"], "not before something was answered"
    assert (first.id, first.state, first.answered) == (long.id, "queued", 1)
    second, third = executed(store, monkeypatch, execute), executed(store, monkeypatch, execute)
    assert (second.id, second.state) == (short.id, "done")
    assert (third.id, third.state, third.answered) == (long.id, "done", 5)


def test_a_run_that_nobody_waits_for_is_executed_to_its_end(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "clock", iter(range(0, 10_000, 100)).__next__)
    run = plan(store, HERE, 5)
    held = take(store, run.id)
    turn = turns.Turn(held, run)
    held.save_answers({held.pending(run.id, run.arms[0])[0].id: Answer("桜", "桜")})
    assert turn.over() == "" and not plan(store, HERE, 1).message and turn.over() == "", "one's own runs wait"
    pipeline.plan_trial(store, Arm(), {"ja": "花は？"}, owner=HERE)
    assert turn.over() == "turn", "somebody looks on while a trial is answered"


def test_the_limits_are_for_visitors_alone(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    limited(monkeypatch, runs_each=1, answers_together=3, tokens_each=100, trials_a_minute=1, runs_kept_each=2)
    whole = [pipeline.plan_run(store, QUESTIONS, [Arm()], ["ja"], owner="花子", bounded=False, fresh=True)]
    whole += [pipeline.plan_run(store, QUESTIONS, [Arm()], ["ja"], owner="花子", bounded=False, fresh=True)]
    assert [run.total for run in whole] == [500, 500]
    for n in range(3):
        pipeline.plan_trial(store, Arm(), {"ja": f"{n}は？"}, owner="花子", bounded=False)
    answered(store, whole[0], 1)
    assert store.spent(whole[1].id, Bounds(tokens=100)) == ""
    pipeline.resume_run(store, whole[0].id, owner="花子", bounded=False)
    assert plan(store, questions=3).total == 3, "what they ask for is not taken from the visitors"
    with pytest.raises(NarabeError, match="1 runs of yours"):
        plan(store)


def test_a_visitors_run_that_an_admin_resumes_is_the_admins_affair(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited(monkeypatch, tokens_each=100)
    run = plan(store)
    answered(store, run, 60)
    assert "100 tokens" in store.spent(run.id, Bounds(tokens=100))
    with pytest.raises(NarabeError, match="100 tokens"):
        pipeline.resume_run(store, run.id, owner=HERE)
    pipeline.resume_run(store, run.id, owner="taro", bounded=False)
    assert store.run(run.id).state == "queued" and store.spent(run.id, Bounds(tokens=100)) == ""


def test_a_full_disk_takes_nothing_of_visitors(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**12, 10**12, 300 * 1024**2))
    with pytest.raises(NarabeError, match="300 MB are left, 500 MB must stay free") as error:
        plan(store)
    with pytest.raises(NarabeError, match="300 MB are left"):
        pipeline.plan_run(store, QUESTIONS, [Arm()], ["ja"], owner="花子", bounded=False)
    refused(error, "残り 300 MB")
    assert pipeline.plan_run(store, QUESTIONS, [Arm()], ["ja"], 2), "whoever runs the server decides for themselves"


def test_there_is_no_limit_on_a_laptop() -> None:
    assert not any(settings().limit(name) for name in SPACE_LIMITS)
    assert pipeline.plan_run(Store("sqlite://"), QUESTIONS, [Arm()], ["ja"], owner="127.0.0.1").total == 500


def test_every_limit_has_a_value_on_a_space(store: Store) -> None:
    assert all(settings().limit(name) > 0 for name in SPACE_LIMITS)
