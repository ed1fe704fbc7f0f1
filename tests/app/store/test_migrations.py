"""Migrations: step by step up to the tables of today, and down again, without losing what older versions had."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from app.errors import SettingsError
from app.records import Answer, Arm
from app.store import Store
from app.store import _tables as tables
from app.store._database import MIGRATIONS, migrating
from app.verdicts import Verdict
from tests.browser.answers import fill

STEPS = sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("0*.py"))
FIRST = ("question_sets", "questions", "runs", "arms", "items", "answers", "judgements", "scores", "verdicts")


def step(store: Store, revision: str, *, down: bool = False) -> None:
    with migrating(store._engine) as config:
        (command.downgrade if down else command.upgrade)(config, revision)


def counts(store: Store) -> dict[str, int]:
    with store._engine.begin() as db:
        return {name: db.scalar(sa.text(f"SELECT count(*) FROM {name}")) or 0 for name in FIRST}


def test_the_newest_step_builds_the_tables(url: str) -> None:
    with Store(url)._engine.connect() as db:
        assert compare_metadata(MigrationContext.configure(db), tables.metadata) == []


def test_each_step_can_be_taken_back_and_made_again(url: str) -> None:
    store = Store(url)
    run = fill(store)
    item = store.graded_run(run.id)[0].item.id
    store.add_verdict(Verdict(item, "correct", True, "よい𠮷", "花子", True))
    there = counts(store)
    assert all(there.values())
    for revision in reversed(STEPS[:-1]):
        step(store, revision, down=True)
        assert counts(store) == there, f"down to {revision}"
    step(store, "head")
    assert counts(store) == there
    again = Store(url)
    assert again.verdicts(run.id)[-1].comment == "よい𠮷" and again.run(run.id).total == run.total
    more = again.create_run(again.question_set(run.id), [Arm(prompt="original")], ["ja"])
    again.save_answers({one.id: Answer("東京", "東京", "ja") for one in again.pending(more.id, more.arms[0])})
    with again._engine.connect() as db:
        assert compare_metadata(MigrationContext.configure(db), tables.metadata) == []


def test_runs_of_visitors_from_before_keep_their_limits(url: str) -> None:
    store = Store(url)
    own, visitors = fill(store), fill(store)
    with store._engine.execution_options(write=True).begin() as db:
        db.execute(sa.update(tables.runs).where(tables.runs.c.id == visitors.id).values(owner="10.0.0.1"))
    step(store, "0010", down=True)
    step(store, "head")
    with store._engine.connect() as db:
        assert dict(db.execute(sa.select(tables.runs.c.id, tables.runs.c.bounded)).tuples().all()) == {
            own.id: False,
            visitors.id: True,
        }


def test_nothing_is_left_below_the_first_step(url: str) -> None:
    store = Store(url)
    step(store, "base", down=True)
    assert set(sa.inspect(store._engine).get_table_names()) == {"alembic_version"}


def test_a_store_of_a_newer_version_is_not_touched(url: str) -> None:
    store = Store(url)
    with store._engine.execution_options(write=True).begin() as db:
        db.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SettingsError, match="newer version"):
        Store(url)
