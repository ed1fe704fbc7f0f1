"""The store: what is acknowledged is kept, claims exclude each other, verdicts are only appended."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.errors import NarabeError
from app.records import Answer, Arm, GradedAnswer, Question, QuestionSet, Side
from app.store import ClaimLost, Store, _answers, worker_name
from app.store import _tables as tables
from app.store._claims import process_is_gone
from app.store._database import MIGRATIONS, Claim
from app.verdicts import Verdict, standing
from evaluators.results import Judgement, Scores
from tests.app.taking import take

QUESTIONS = QuestionSet(
    name="小さな問題.xlsx",
    sha256="0" * 64,
    extra_columns=("出典", "level"),
    questions=(
        Question(
            "1",
            "open_qa",
            {
                "ja": Side("日本の首都はどこですか？", ("東京", "東京都")),
                "en": Side("What is the capital?", ("Tokyo",)),
            },
            {"出典": "地理", "level": 1, "when": datetime(2020, 1, 2, 3, 4)},
        ),
        Question("2", "classification", {"ja": Side("りんごは果物ですか？", ("はい",))}),
    ),
)


def graded(store: Store, run_id: str, arm: Arm, text: str = "東京です") -> list[GradedAnswer]:
    done = [
        GradedAnswer(
            item,
            Answer(text, text, "ja", 3, 0.1, "stop"),
            Scores(similarity=0.9, exact_match=0.0),
            Judgement("correct", 0.93, True, "same", "同じ", {"similarity": 0.9}),
        )
        for item in store.pending(run_id, arm)
    ]
    store.save_answers({one.item.id: one.answer for one in done if one.answer})
    assert [one.item for one in store.ungraded(run_id)] == [one.item for one in done]
    store.save_grades(
        {one.item.id: one.scores for one in done if one.scores},
        {one.item.id: one.judgement for one in done if one.judgement},
    )
    assert store.ungraded(run_id) == []
    return done


def test_a_question_set_comes_back_as_it_was(store: Store) -> None:
    run = store.create_run(QUESTIONS, [Arm()], ["ja", "en"])
    assert store.question_set(run.id) == QUESTIONS
    assert store.add_question_set(QUESTIONS) == store.add_question_set(QUESTIONS)


def test_items_are_the_questions_that_exist_in_a_language(store: Store) -> None:
    run = store.create_run(QUESTIONS, [Arm(), Arm(prompt="original")], ["ja", "en"])
    assert run.total == 2 * 3
    items = store.pending(run.id, Arm())
    assert [(item.question.no, item.language) for item in items] == [("1", "ja"), ("1", "en"), ("2", "ja")]


def without_evidence(one: GradedAnswer) -> GradedAnswer:
    return replace(one, judgement=one.judgement and replace(one.judgement, evidence={}))


def test_limit_and_extension(store: Store) -> None:
    run = store.create_run(QUESTIONS, [Arm()], ["ja"], limit=1)
    assert run.total == 1
    assert store.extend_run(run.id, ["ja", "en"], None).total == 3
    assert store.extend_run(run.id, ["en"], None).total == 3
    assert store.run(run.id).languages == ("ja", "en")


def test_answers_are_kept_and_errors_asked_again(store: Store) -> None:
    run = store.create_run(QUESTIONS, [Arm()], ["ja", "en"])
    first, *rest = store.pending(run.id, Arm())
    error = Answer("", "", error="out of memory")
    store.save_answers({first.id: error})
    assert (store.run(run.id).answered, store.run(run.id).errors) == (0, 1)
    assert store.pending(run.id, Arm()) == [first, *rest]
    done = graded(store, run.id, Arm())
    assert store.pending(run.id, Arm()) == []
    assert store.graded_run(run.id) == [without_evidence(one) for one in done]
    assert any(one.judgement and one.judgement.evidence for one in done)
    assert store.graded([rest[0].id, first.id]) == [done[1], done[0]]
    assert (store.run(run.id).answered, store.run(run.id).errors) == (3, 0)


def test_text_that_no_database_encodes_is_made_encodable(store: Store) -> None:
    run = store.create_run(QUESTIONS, [Arm()], ["ja"])
    done = graded(store, run.id, Arm(), text="a\ud800b\x00c𠮷")
    assert store.graded([done[0].item.id])[0].answer == Answer("a�b�c𠮷", "a�b�c𠮷", "ja", 3, 0.1, "stop")


def test_other_runs_answers_are_offered_unless_fresh(store: Store) -> None:
    run = store.create_run(QUESTIONS, [Arm()], ["ja", "en"])
    graded(store, run.id, Arm())
    again = store.create_run(QUESTIONS, [Arm(), Arm(prompt="original")], ["ja", "en"])
    offered = store.reusable(again.id, Arm())
    assert set(offered) == {(code, q.sides[code].text, 1) for q in QUESTIONS.questions for code in q.sides}
    assert {answer.text for answer in offered.values()} == {"東京です"}
    assert store.reusable(again.id, Arm(prompt="original")) == {}
    fresh = store.create_run(QUESTIONS, [Arm()], ["ja"], fresh=True)
    assert store.reusable(fresh.id, Arm()) == {}


def test_find_run_needs_the_same_arms(store: Store) -> None:
    run = store.create_run(QUESTIONS, [Arm()], ["ja"])
    assert store.find_run(QUESTIONS, [Arm()]) == run
    assert store.find_run(replace(QUESTIONS, sha256="1" * 64), [Arm()]) == run, "the file was saved again"
    assert store.find_run(QUESTIONS, [Arm(), Arm(prompt="original")]) is None
    assert store.find_run(replace(QUESTIONS, questions=QUESTIONS.questions[:1], sha256="1" * 64), [Arm()]) is None


def test_only_one_worker_gets_a_run(store: Store) -> None:
    runs = [store.create_run(QUESTIONS, [Arm()], ["ja"]) for _ in range(3)]
    with ThreadPoolExecutor(8) as pool:
        claimed = [run for run in pool.map(lambda n: store.claim(f"worker {n}"), range(8)) if run]
    assert sorted(claim.run_id for claim in claimed) == sorted(run.id for run in runs)
    assert {run.state for run in store.runs()} == {"running"}


def test_a_lease_that_passed_can_be_taken_over(store: Store) -> None:
    run = store.create_run(QUESTIONS, [Arm()], ["ja"])
    assert store.claim("a", run.id)
    assert store.claim("b", run.id) is None
    past = datetime.now(UTC) - timedelta(seconds=1)
    with store._engine.begin() as db:
        db.execute(sa.update(tables.runs).values(lease_until=past))
    assert store.pause_abandoned() == [run.id]
    assert store.claim("b", run.id)
    with pytest.raises(ClaimLost):
        store.held_by(Claim(run.id, "a")).renew()
    assert store.held_by(Claim(run.id, "b")).renew() == ""


def test_cancel_reaches_the_worker_and_resuming_forgets_it(store: Store) -> None:
    run = store.create_run(QUESTIONS, [Arm()], ["ja"])
    store.request_cancel(run.id)
    assert store.run(run.id).state == "cancelled"
    store.set_state(run.id, "queued")
    held = take(store, run.id)
    assert held.renew() == ""
    store.request_pause(run.id)
    assert held.renew() == "paused"
    store.request_cancel(run.id)
    assert held.renew() == "cancelled"
    assert store.run(run.id).state == "running"


def test_abandoned_runs_are_paused(store: Store) -> None:
    run = store.create_run(QUESTIONS, [Arm()], ["ja"])
    store.claim("a")
    assert store.pause_abandoned() == []
    with store._engine.begin() as db:
        db.execute(sa.update(tables.runs).values(lease_until=datetime.now(UTC) - timedelta(seconds=1)))
    assert store.pause_abandoned() == [run.id]
    assert store.run(run.id).state == "paused"


def test_a_run_of_a_process_that_is_gone_is_free_at_once(store: Store) -> None:
    run = store.create_run(QUESTIONS, [Arm()], ["ja"])
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert store.claim(f"{socket.gethostname()}:{gone.pid}:1")
    assert store.pause_abandoned() == [run.id]
    assert store.claim(worker_name(), run.id)
    assert store.pause_abandoned() == []


@pytest.mark.parametrize("worker", ["another-machine:1:1", "nonsense", "", "a:b:c"])
def test_other_machines_processes_are_not_known_to_be_gone(worker: str) -> None:
    assert not process_is_gone(worker)


def verdict(item_id: int, value: str, reviewer: str = "花子") -> Verdict:
    return Verdict(item_id, value, True, "", reviewer, True)  # type: ignore[arg-type]


def test_verdicts_are_appended_and_withdrawn_one_by_one(store: Store) -> None:
    run = store.create_run(QUESTIONS, [Arm()], ["ja", "en"])
    one, two, _ = (done.item.id for done in graded(store, run.id, Arm()))
    for given in (
        verdict(one, "correct"),
        verdict(one, "incorrect"),
        verdict(two, "unsure"),
        verdict(one, "correct", "太郎"),
    ):
        assert store.add_verdict(given).id
    sides = [side for row in store.review_index(run.id) for side in row.sides.values()]
    mine = [next((v.value for v in side.verdicts if v.reviewer == "花子"), None) for side in sides]
    assert mine == ["incorrect", "unsure", None]
    assert [v.value for v in sides[0].verdicts] == ["incorrect", "correct"]
    taken = store.withdraw_last(run.id, "花子")
    assert taken and (taken.item_id, taken.value) == (two, "withdrawn")
    taken = store.withdraw_last(run.id, "花子")
    assert taken and taken.item_id == one
    assert standing(store.verdicts(run.id))[one]["花子"].value == "correct"
    assert store.withdraw_last(run.id, "花子")
    assert store.withdraw_last(run.id, "花子") is None
    assert [v.value for v in store.verdicts(run.id)].count("withdrawn") == 3
    assert [v.reviewer for v in store.graded([one])[0].verdicts] == ["太郎"]


def test_a_run_can_be_read_page_by_page(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_answers, "AT_ONCE", 1)
    run = store.create_run(QUESTIONS, [Arm(), Arm(prompt="plain")], ["ja", "en"])
    items = [one.item.id for arm in run.arms for one in graded(store, run.id, arm)]
    for item, reviewer in zip(reversed(items), ("次郎", "花子", "太郎", "Lee", "太郎", "花子"), strict=True):
        store.add_verdict(verdict(item, "correct", reviewer))
    assert store.withdraw_last(run.id, "Lee")
    whole, pages = store.graded_run(run.id), list(store.graded_pages(run.id))
    assert [{one.item.question.no for one in page} for page in pages] == [{"1"}, {"2"}]
    assert [one for page in pages for one in page] == whole
    assert store.reviewers_of(run.id) == list(dict.fromkeys(v.reviewer for one in whole for v in one.verdicts))
    assert sorted(store.reviewers_of(run.id)) == ["太郎", "次郎", "花子"]


def test_many_verdicts_are_kept_in_their_order_or_none_of_them(store: Store) -> None:
    run = store.create_run(QUESTIONS, [Arm()], ["ja", "en"])
    one, two, _ = (done.item.id for done in graded(store, run.id, Arm()))
    many = [
        verdict(one, "correct"),
        verdict(two, "unsure"),
        verdict(one, "withdrawn"),
        verdict(one, "incorrect", "太郎"),
    ]
    kept = store.add_verdicts(many)
    assert store.verdicts(run.id) == kept
    assert [done.id for done in kept] == sorted({done.id for done in kept})
    assert kept[2].withdraws == kept[0].id
    answers, ever = store.reviewed_run(run.id)
    assert (answers, ever) == (store.graded_run(run.id), kept)
    with pytest.raises(NarabeError, match="no answer has the id 999"):
        store.add_verdicts([verdict(one, "correct"), verdict(999, "correct")])
    assert store.verdicts(run.id) == kept


def test_many_reviewers_at_once_lose_nothing(store: Store) -> None:
    run = store.create_run(QUESTIONS, [Arm()], ["ja", "en"])
    ids = [done.item.id for done in graded(store, run.id, Arm())]
    given = [verdict(ids[n % 3], "correct", f"reviewer {n % 4}") for n in range(100)]
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(store.add_verdict, given))
    assert len({one.id for one in kept}) == 100
    assert sorted(one.id for one in store.verdicts(run.id)) == sorted(one.id for one in kept)


def test_a_verdict_on_nothing_is_refused(store: Store) -> None:
    with pytest.raises(NarabeError, match="reload"):
        store.add_verdict(verdict(99, "correct"))


def test_unknown_run(store: Store) -> None:
    with pytest.raises(NarabeError, match="no run has the id"):
        store.run("nothing")


def test_sqlite_is_durable(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")
    newest = max(path.name[:4] for path in (MIGRATIONS / "versions").glob("0*.py"))
    with store._engine.begin() as db:
        assert db.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert db.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    with sqlite3.connect(tmp_path / "narabe.sqlite3") as raw:
        assert raw.execute("select version_num from alembic_version").fetchone() == (newest,)


def test_several_processes_may_open_a_new_store_at_once(url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: Store(url), range(4)))
    assert stores[0].runs() == []
