"""Runs named, put away, deleted and brought back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.errors import NarabeError
from app.records import Arm
from app.store import Store
from app.verdicts import Verdict
from tests.browser.answers import fill


def test_a_run_has_a_name_of_its_own(store: Store) -> None:
    run = fill(store)
    store.rename_run(run.id, "  春の\n再実行  ")
    assert store.run(run.id).label == "春の 再実行" and store.run(run.id).name == run.name
    store.archive_run(run.id, archived=True)
    assert [one.archived for one in store.runs()] == [True]


def test_a_deleted_run_can_be_brought_back_for_thirty_days(store: Store) -> None:
    kept, run = fill(store, name="kept.xlsx"), fill(store)
    item = store.graded_run(run.id)[0].item.id
    store.add_verdict(Verdict(item, "correct", True, "", "花子", True))
    store.delete_run(run.id)
    assert [one.id for one in store.runs()] == [kept.id] and [one.id for one in store.deleted_runs()] == [run.id]
    assert store.find_run(store.question_set(run.id), [Arm()]) is None, "a deleted run is not gone on with"
    assert run.id not in [one.run_id for one in store.contents()]
    assert store.purge(datetime.now(UTC) + timedelta(days=29)) == 0
    store.restore_run(run.id)
    assert len(store.runs()) == 2 and len(store.verdicts(run.id)) == 1
    store.delete_run(run.id)
    assert store.purge(datetime.now(UTC) + timedelta(days=31)) == 1
    with pytest.raises(NarabeError):
        store.run(run.id)
    assert store.deleted_runs() == [] and store.graded_run(kept.id)


def test_a_run_in_progress_is_not_deleted(store: Store) -> None:
    run = fill(store)
    store.set_state(run.id, "queued")
    with pytest.raises(NarabeError, match="cancel it first"):
        store.delete_run(run.id)
    assert [one.id for one in store.runs()] == [run.id]
