"""The example run of an empty home: finished, half graded, marked, removable, and no part of anybody's own runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app import pipeline
from app.runs.example import add_example
from app.runs.planning import planned
from app.store import Store
from app.ui.loaded import SAMPLE


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")


def test_an_empty_home_begins_with_a_half_graded_run(store: Store) -> None:
    run = add_example(store)
    assert run and run.example and run.state == "done" and (run.answered, run.total, run.errors) == (48, 48, 0)
    graded = store.graded_run(run.id)
    assert sum(bool(one.verdicts) for one in graded) == 24 and all(one.judgement for one in graded)
    sample, _ = pipeline.load_questions(SAMPLE)
    texts = {one.sides["ja"].text for one in sample.questions}
    assert {one.item.question.sides["ja"].text for one in graded} <= texts
    assert add_example(store) is None and len(store.runs()) == 1


def test_it_is_removed_for_good(store: Store) -> None:
    run = add_example(store)
    assert run
    store.delete_run(run.id)
    store.purge(datetime.now(UTC) + timedelta(days=31))
    assert store.runs() == store.deleted_runs() == [] and add_example(store) is None


def test_nobody_goes_on_with_it_and_its_answers_are_nobodys(store: Store) -> None:
    run = add_example(store)
    assert run
    questions = store.question_set(run.id)
    assert store.find_run(questions, run.arms) is None
    own = store.create_run(questions, [planned(run.arms[0])], ["ja", "en"])
    assert store.reusable(own.id, run.arms[0]) == {}
    sample, _ = pipeline.load_questions(SAMPLE)
    assert store.trace(sample).version == 1, "the sample is no further version of the example"
