"""What only a store in PostgreSQL has to show: several that write at once, and nobody waits for what is not theirs."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.records import Run
from app.store import Store
from app.store import _tables as tables
from app.verdicts import ReviewSettings, Verdict
from benchmarks import load
from tests import postgresql
from tests.browser.answers import fill

pytestmark = pytest.mark.slow


@pytest.fixture
def kind() -> str:
    """These are about one of the two databases."""
    return "postgresql"


def queued(store: Store, count: int) -> list[Run]:
    runs = [fill(store, name=f"{number}.xlsx") for number in range(count)]
    for run in runs:
        store.set_state(run.id, "queued")
    return runs


def test_a_run_that_another_worker_is_taking_is_passed_over(store: Store) -> None:
    first, second = queued(store, 2)
    with store._engine.begin() as db:
        db.execute(sa.select(tables.runs).where(tables.runs.c.id == first.id).with_for_update())
        claim = store.claim("a")
        assert claim and claim.run_id == second.id
        assert store.claim("b") is None
    claim = store.claim("b")
    assert claim and claim.run_id == first.id


def test_verdicts_do_not_wait_for_whoever_plans_a_run(store: Store) -> None:
    run = fill(store)
    item = store.graded_run(run.id)[0].item.id
    planned = threading.Thread(target=fill, args=(store,), kwargs={"name": "other.xlsx"})
    with store._writing():
        planned.start()
        store.add_verdict(Verdict(item, "correct", True, "", "花子", True))
        assert len(store.runs()) == 1
    planned.join()
    assert len(store.runs()) == 2


def test_reviewers_who_come_at_once_get_no_question_twice(store: Store) -> None:
    run = fill(store)
    store.set_review(run.id, ReviewSettings("split"), "鈴木")
    asked = len({one.item.question.no for one in store.graded_run(run.id)})
    start = threading.Barrier(8)

    def reserve(name: str) -> frozenset[int] | None:
        start.wait()
        return store.reserve(run.id, name)

    with ThreadPoolExecutor(8) as pool:
        shares = [share or frozenset() for share in pool.map(reserve, [f"評価者{n}" for n in range(8)])]
    assert sum(map(len, shares)) == len(frozenset().union(*shares)) == asked


def test_a_verdict_that_is_committed_later_than_a_newer_one_changes_the_content(store: Store) -> None:
    run = fill(store)
    one, two = (graded.item.id for graded in store.graded_run(run.id)[:2])
    with store._writing(alone=False) as db:
        values = {"item_id": one, "value": "correct", "comment": "", "reviewer": "太郎", "judgement_visible": True}
        values |= {"time": store.run(run.id).created}
        db.execute(sa.insert(tables.verdicts).values(values))
        store.add_verdict(Verdict(two, "correct", True, "", "花子", True))
        before = store.content(run.id).mark
    assert store.content(run.id).mark != before


def test_a_watch_sees_what_other_processes_write(store: Store) -> None:
    run = fill(store)
    watch = store.watch()
    watch.changed()
    assert not watch.changed()
    store.rename_run(run.id, "改名")
    assert watch.changed()
    watch.close()


def test_two_servers_on_one_store_lose_and_double_nothing(server: str, home: Path) -> None:
    with postgresql.database(server) as url:
        judged, items, _ = load.fill(url, "")
        with load.serving(home, url, 2) as (addresses, _):
            chosen = load.arguments(["--reviewers", "10", "--seconds", "3", "--streams", "4", "--pace", "0.1"])
            with ThreadPoolExecutor(1) as pool:  # a browser test may have left a loop in this one
                seen = pool.submit(asyncio.run, load.work(addresses, judged, items, chosen)).result()
        kept = {verdict.comment: verdict.id for verdict in Store(url).verdicts(judged)}
        assert len(Store(url).verdicts(judged)) == len(kept), "doubled"
    assert len(seen.acknowledged) >= 10 and not seen.refused
    assert seen.acknowledged.items() <= kept.items(), "lost"
