"""What a visitor of a Space may ask for; on a laptop there is no limit."""

from __future__ import annotations

import pytest

from app import pipeline
from app.config import settings
from app.errors import NarabeError
from app.records import Arm, Question, QuestionSet, Side
from app.store import Store

QUESTIONS = QuestionSet(
    "花.xlsx", "e" * 64, tuple(Question(str(n), "", {"ja": Side(f"{n}番目の花は？", ("桜",))}) for n in range(500))
)


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("SPACE_ID", "owner/name")
    settings.cache_clear()
    return Store("sqlite://")


def test_a_visitors_run_is_small_and_the_message_says_how_small(store: Store) -> None:
    with pytest.raises(NarabeError, match="500 answers; at most 400") as error:
        pipeline.plan_run(store, QUESTIONS, [Arm()], ["ja"], owner="10.0.0.1")
    assert "上限 400 件" in error.value.japanese
    assert pipeline.plan_run(store, QUESTIONS, [Arm()], ["ja"], 400, owner="10.0.0.1").total == 400
    assert pipeline.plan_run(store, QUESTIONS, [Arm()], ["ja"], fresh=True).total == 500, "whoever runs the server"


def test_a_stranger_adds_nothing_to_somebodys_run(store: Store) -> None:
    mine = pipeline.plan_run(store, QUESTIONS, [Arm()], ["ja"], 2, owner="10.0.0.1")
    theirs = pipeline.plan_run(store, QUESTIONS, [Arm()], ["ja"], 5, owner="10.0.0.2")
    assert theirs.id != mine.id and store.run(mine.id).total == 2
    assert pipeline.plan_run(store, QUESTIONS, [Arm()], ["ja"], 3, owner="10.0.0.2").id == theirs.id


def test_trials_are_so_many_a_minute(store: Store) -> None:
    for n in range(6):
        run = pipeline.plan_trial(store, Arm(), {"ja": f"{n}は？"}, owner="10.0.0.1")
        store.set_state(run.id, "done")
    with pytest.raises(NarabeError, match="6 questions a minute"):
        pipeline.plan_trial(store, Arm(), {"ja": "七は？"}, owner="10.0.0.1")
    pipeline.plan_trial(store, Arm(), {"ja": "七は？"}, owner="10.0.0.2")


def test_there_is_no_limit_on_a_laptop() -> None:
    assert settings().most_answers == 0 and settings().most_trials == 0
    assert pipeline.plan_run(Store("sqlite://"), QUESTIONS, [Arm()], ["ja"], owner="127.0.0.1").total == 500
