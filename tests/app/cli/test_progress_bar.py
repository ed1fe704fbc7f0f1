"""What the command line says before a run begins."""

from __future__ import annotations

from pathlib import Path

from app.cli.progress_bar import _outlook
from app.records import Answer, Arm, Question, QuestionSet, Side
from app.store import Store

QUESTIONS = QuestionSet("q.csv", "e" * 64, tuple(Question(str(no), "", {"ja": Side(f"{no}？")}) for no in range(70)))


def test_the_time_is_told_where_earlier_answers_tell_it(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")
    run = store.create_run(QUESTIONS, [Arm()], ["ja"])
    assert _outlook(store, run) == "70 answers to go"
    store.add_speed(Arm(), answers=40, tokens=120, seconds=40.0)
    said = "70 answers to go, about 1 min 10 s once the model is loaded (from 40 earlier answers here)"
    assert _outlook(store, run) == said
    store.save_answers({item.id: Answer("はい", "はい") for item in store.pending(run.id, run.arms[0])})
    assert _outlook(store, store.run(run.id)) == "every answer is there already"


def test_nothing_is_recorded_where_nothing_was_answered(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")
    with store.measured(Arm()) as count:
        count(None)
    assert store.of_unknown_speed([Arm(), Arm(model="./other"), Arm(prompt="original")]) == [
        Arm(),
        Arm(model="./other"),
    ]
