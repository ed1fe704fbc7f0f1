"""What fell under force: races, locks, full disks, clocks set back, damaged files. Interleavings are forced."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from xlsxwriter.exceptions import FileCreateError

from app import pipeline
from app.config import settings
from app.errors import NarabeError
from app.records import Answer, Arm, GradedAnswer, Question, QuestionSet, Run, Side
from app.runs import calibrating, grading, references, supervising, workbooks, worker
from app.store import Bounds, ClaimLost, Store, _answers, _carrying, _claims, _database, _runs, _verdicts
from app.store import _tables as t
from app.ui.faults import locked as is_locked
from app.ui.labels import Labels
from app.ui.messages import in_language
from app.verdicts import Verdict
from app.workbook import Choices
from evaluators.judge.calibration import Calibration, HeldOut
from evaluators.results import Judgement, Scores
from tests.app.killed_server import REVIEWERS, killed
from tests.app.store.backup.test_wiped import Server, comments
from tests.app.taking import take

ROOT = Path(__file__).parents[2]
QUESTIONS = QuestionSet(
    "花.xlsx",
    "f" * 64,
    (
        Question(
            "1",
            "open_qa",
            {"ja": Side("日本の国花は何ですか？", ("桜",)), "en": Side("The national flower?", ("cherry",))},
        ),
        Question("2", "open_qa", {"ja": Side("日本の首都はどこですか？", ("東京",))}),
    ),
)
FILLED = QuestionSet(
    "回答.xlsx", "c" * 64, (Question("1", "", {"ja": Side("日本の国花は何ですか？", ("桜",), answer="桜")}),)
)
RIGHT = Judgement("correct", 0.9, True, "same", "同じ")


@pytest.fixture
def store(home: Path) -> Store:
    return Store(settings().store_url)


def answered(store: Store, questions: QuestionSet = QUESTIONS, text: str = "菊") -> Run:
    run = store.create_run(questions, [Arm()], ["ja", "en"])
    ids = [item.id for item in store.pending(run.id, Arm())]
    store.save_answers({item_id: Answer(text, text, "ja") for item_id in ids})
    return run


def judged(store: Store) -> tuple[Run, int]:
    """A run with judged answers, and its first item."""
    run = answered(store)
    pipeline.grade(store, store.ungraded(run.id))
    return run, store.graded_run(run.id)[0].item.id


def verdict(item: int, value: str = "correct", reviewer: str = "花子") -> Verdict:
    return Verdict(item, value, True, "", reviewer, True)  # type: ignore[arg-type]


def wait_for(condition: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


class Gate:
    """Stops whoever passes until it is opened, and tells that somebody came."""

    def __init__(self) -> None:
        self.reached, self.open = threading.Event(), threading.Event()

    def hold(self) -> None:
        self.reached.set()
        assert self.open.wait(120)


@contextmanager
def going_on(act: Callable[[], object], gate: Gate) -> Iterator[None]:
    """`act` in a thread that stands at the gate while the block runs; it has ended afterwards."""
    failed: list[BaseException] = []

    def attempt() -> None:
        try:
            act()
        except BaseException as error:  # noqa: BLE001 - a failure in the thread is the test's
            failed.append(error)

    thread = threading.Thread(target=attempt)
    thread.start()
    assert gate.reached.wait(120)
    yield
    gate.open.set()
    thread.join(120)
    assert not thread.is_alive() and not failed, failed


# -- states and claims ----------------------------------------------------------------------------------------------


def test_calibrating_does_not_bring_back_the_state_that_a_run_had(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, _ = judged(store)
    held, gate = take(store, run.id), Gate()

    def slow(_: object, __: object) -> tuple[Calibration, HeldOut]:
        gate.hold()
        return Calibration("threshold", shift=-1.0, helps=True), HeldOut((), ())

    monkeypatch.setattr(calibrating.calibration, "calibrate", slow)
    with going_on(lambda: pipeline.calibrate(store, run.id, apply=True), gate):
        held.finish("done")
    assert store.run(run.id).state == "done" and store.run(run.id).calibration
    assert store.pause_abandoned() == [] and store.claim("another") is None


def test_a_run_that_is_extended_is_queued_in_one_step(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    run = store.create_run(QUESTIONS, [Arm()], ["ja"], 1)
    store.set_state(run.id, "done")
    move, claims = _runs.move, list[object]()
    claimant = threading.Thread(target=lambda: claims.append(store.claim("another", run.id)))

    def interrupted(*given: Any, **named: Any) -> bool:
        claimant.start()
        claimant.join(0.3)
        assert claimant.is_alive(), "nobody claims a run between its new items and its new state"
        return move(*given, **named)

    monkeypatch.setattr(_runs, "move", interrupted)
    store.extend_run(run.id, ["ja"], None)
    claimant.join(120)
    assert claims != [None] and store.run(run.id).state == "running"


def test_a_run_that_is_extended_while_it_runs_keeps_its_worker(store: Store) -> None:
    run = store.create_run(QUESTIONS, [Arm()], ["ja"], 1)
    held = take(store, run.id)
    assert store.extend_run(run.id, ["ja"], None).state == "running"
    assert store.claim("another") is None and store.claim("another", run.id) is None
    assert held.renew() == ""
    held.finish("done")
    assert store.run(run.id).state == "queued", "it has items that nobody has answered"


def test_a_worker_that_lost_its_claim_writes_nothing(store: Store) -> None:
    run = store.create_run(QUESTIONS, [Arm()], ["ja"])
    stale = take(store, run.id, "stale")
    past = datetime.now(UTC) - timedelta(seconds=1)
    with store._engine.begin() as db:
        db.execute(sa.update(t.runs).values(lease_until=past))
    assert store.pause_abandoned() == [run.id]
    assert "gone" in store.run(run.id).message
    take(store, run.id, "the new one")
    item = store.pending(run.id, Arm())[0].id
    for write in (
        lambda: stale.save_answers({item: Answer("x", "x")}),
        lambda: stale.save_grades({item: Scores()}, {item: RIGHT}),
        lambda: stale.set_stage("loading"),
        lambda: stale.finish("failed", "late"),
        stale.renew,
    ):
        with pytest.raises(ClaimLost):
            write()
    after = store.run(run.id)
    assert (after.state, after.stage, after.answered, after.message) == ("running", "", 0, "")


def test_a_running_run_without_a_lease_is_abandoned(store: Store) -> None:
    run = store.create_run(QUESTIONS, [Arm()], ["ja"])
    with store._engine.begin() as db:
        db.execute(sa.update(t.runs).values(state="running"))
    assert store.claim("a") is None
    assert store.pause_abandoned() == [run.id]
    assert store.claim("a", run.id)


# -- references -----------------------------------------------------------------------------------------------------


def test_a_judgement_that_was_overtaken_by_another_reference_is_not_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, item = judged(store)
    english = next(one.item.id for one in store.graded_run(run.id) if one.item.language == "en")
    store.save_answers({english: Answer("a chrysanthemum", "a chrysanthemum", "en")})
    pipeline.grade(store, store.ungraded(run.id))
    gate, graded_anew = Gate(), references.graded_anew

    def slow(answers: Sequence[GradedAnswer]) -> Any:
        grades = graded_anew(answers)
        if threading.current_thread() is not threading.main_thread():
            gate.hold()
        return grades

    monkeypatch.setattr(references, "graded_anew", slow)
    assert references.accept(store, english, "花子")
    with going_on(lambda: references.judge_anew(store), gate):
        assert references.accept(store, item, "太郎")
        assert references.judge_anew(store) == 2
    now = store.graded([item])[0]
    assert now.judgement and (now.judgement.value, now.rejudged) == ("correct", 2)
    assert references.judge_anew(store) == 0


def test_an_answer_that_was_judged_while_a_reference_came_is_judged_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = answered(store)
    item = store.graded_run(run.id)[0].item.id
    gate, graded_anew = Gate(), grading.graded_anew

    def slow(answers: Sequence[GradedAnswer]) -> Any:
        grades = graded_anew(answers)
        gate.hold()
        return grades

    monkeypatch.setattr(grading, "graded_anew", slow)
    with going_on(lambda: pipeline.grade(store, store.ungraded(run.id)), gate):
        references.accept(store, item, "花子")
        references.judge_anew(store)
    before = store.graded([item])[0].judgement
    assert before and before.value == "incorrect", "it was judged without the reference"
    references.judge_anew(store)
    after = store.graded([item])[0].judgement
    assert after and after.value == "correct"


def test_accepting_a_reference_judges_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    _, item = judged(store)
    monkeypatch.setattr(grading, "_judge", lambda _: pytest.fail("judged in the process of the page"))
    assert pipeline.accept_reference(store, item, "花子")
    assert pipeline.withdraw_reference(store, item, "花子")


# -- locks and full disks -------------------------------------------------------------------------------------------


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Locks are given up after a tenth of a second, where it would be half a minute."""
    monkeypatch.setattr(_database, "BUSY", 0.1)
    monkeypatch.setattr(worker, "POLL", 0.05)
    monkeypatch.setattr(worker, "SIGN_OF_LIFE", 0.05)


@contextmanager
def locked() -> Iterator[None]:
    """Another program has the database for itself."""
    other = sqlite3.connect(settings().home / "narabe.sqlite3", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def test_an_idle_worker_outlives_a_locked_database(
    impatient: None, store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(
        pipeline,
        "execute",
        lambda held, run, **_: held.save_answers(
            {item.id: Answer("はい", "はい") for item in held.pending(run.id, run.arms[0])}
        ),
    )
    run = store.create_run(QUESTIONS, [Arm()], ["ja"])
    stopping = threading.Event()
    thread = threading.Thread(target=worker.keep_working, args=(store, stopping))
    with locked():
        thread.start()
        wait_for(lambda: "runs could not be looked at" in caplog.text)
        assert thread.is_alive()
    wait_for(lambda: store.run(run.id).state == "done")
    stopping.set()
    thread.join(120)


def test_a_run_outlives_a_locked_database(
    impatient: None, store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Both its answers and its signs of life wait for the lock."""
    run = store.create_run(QUESTIONS, [Arm()], ["ja"])

    def hold(until: threading.Event, begun: threading.Event) -> None:
        with locked():
            begun.set()
            wait_for(lambda: caplog.text.count("waits") > 4)
        until.set()

    def execute(held: Store, run: Run, **_: object) -> None:
        answers = {item.id: Answer("はい", "はい") for item in held.pending(run.id, run.arms[0])}
        free, begun = threading.Event(), threading.Event()
        threading.Thread(target=hold, args=(free, begun)).start()
        assert begun.wait(30)
        held.save_answers(answers)
        assert free.wait(30)

    monkeypatch.setattr(pipeline, "execute", execute)
    done = worker.work(store)
    assert done and (done.id, done.state, done.answered) == (run.id, "done", 2)


def test_a_verdict_waits_for_a_lock_that_ends_and_is_refused_by_one_that_does_not(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a minute is `BUSY`; here it is a tenth of a second, and then long enough."""
    _, item = judged(store)
    monkeypatch.setattr(_database, "BUSY", 0.1)
    impatient, before = Store(settings().store_url), len(store.graded([item])[0].verdicts)
    with locked(), pytest.raises(sa.exc.OperationalError) as error:
        pipeline.record_verdict(impatient, verdict(item))
    assert is_locked(error.value), "the page says that another program keeps the database"
    assert len(store.graded([item])[0].verdicts) == before, "what was refused is not there"
    kept: list[Verdict] = []
    giving = threading.Thread(target=lambda: kept.append(pipeline.record_verdict(store, verdict(item))))
    with locked():
        giving.start()
        giving.join(0.2)
        assert giving.is_alive() and not kept
    giving.join(120)
    assert [one.id for one in store.graded([item])[0].verdicts] == [one.id for one in kept]


def test_a_worker_without_memory_pauses_its_run_and_says_what_to_do(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for error in (MemoryError(), RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to …")):
        run = store.create_run(QUESTIONS, [Arm()], ["ja"], fresh=True)

        def execute(*_: object, failing: Exception = error, **__: object) -> None:
            raise failing

        monkeypatch.setattr(pipeline, "execute", execute)
        after = worker.work(store)
        assert after and (after.id, after.state, after.message) == (run.id, "paused", worker.NO_MEMORY)
    assert in_language(Labels("ja"), worker.NO_MEMORY).startswith("メモリーが足りません")


def comes_to_grief(how: str, folder: Path, *before: str) -> dict[str, Any]:
    """What `tests.app.failing` says."""
    script = [sys.executable, "-m", "tests.app.failing", how, str(folder)]
    done = subprocess.run([*before, *script], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows ends processes in another way")
def test_nothing_is_lost_or_doubled_by_kills_at_twenty_moments(tmp_path: Path) -> None:
    found = comes_to_grief("killed", tmp_path)
    assert found["verdicts"] >= 20 and found["answers"] >= 20
    assert (found["lost"], found["doubled"], found["asked twice"], found["sound"]) == ([], [], [], "ok")


@pytest.mark.slow
def test_a_killed_server_has_every_verdict_that_it_acknowledged_over_http(tmp_path: Path) -> None:
    found = killed(tmp_path, moments=3)
    assert found.pop("acknowledged", 0)
    assert found == {"lost": [], "doubled": [], "refused": [], "read again": sorted(REVIEWERS), "sound": "ok"}


def may_mount() -> bool:
    try:
        trial = ["unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=1m tmpfs /mnt"]
        return subprocess.run(trial, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@pytest.mark.slow
def test_a_disk_that_is_full_at_every_write_takes_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    if not may_mount():
        pytest.skip("a small disk of its own needs the right to mount one")
    mounted = f'mount -t tmpfs -o size=3m tmpfs {tmp_path} && exec "$@"'
    found = comes_to_grief("full", tmp_path, "unshare", "-m", "sh", "-c", mounted, "sh")
    assert (found["lost"], found["doubled"], found["more than acknowledged"], found["sound"]) == ([], [], 0, "ok")
    assert found["leftovers"] == [] and found["verdicts"] >= 2
    for name, ends in found["writes"].items():
        assert set(ends) <= {"written", "no room"}, (name, ends)
        assert ends["written"] >= 2, f"{name}: before, and once there is room again"
    assert sum("no room" in ends for ends in found["writes"].values()) >= 6


def test_workbooks_are_kept_after_a_full_disk(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "KEEP_EVERY", 0.05)
    run = answered(store)
    store.set_state(run.id, "done")
    export, tries = pipeline.export, list[str]()

    def full(store: Store, run_id: str, path: Path, choices: Choices) -> Path:
        tries.append(run_id)
        if len(tries) < 3:
            raise FileCreateError(OSError(28, "No space left on device"))
        return export(store, run_id, path, choices)

    monkeypatch.setattr(pipeline, "export", full)
    stop = threading.Event()
    keeper = threading.Thread(target=workbooks.keep_workbooks, args=(store, settings().workbooks, stop))
    keeper.start()
    wait_for(lambda: workbooks.is_current(store.content(run.id), settings().workbooks))
    stop.set()
    keeper.join(120)
    assert tries == [run.id] * 3


# -- long work and long lists ---------------------------------------------------------------------------------------


def test_verdicts_do_not_wait_for_those_that_are_carried(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    _, item = judged(store)
    kept = store.add_verdict(verdict(item))
    other = store.graded_run(store.runs()[0].id)[1].item.id
    store.add_verdict(verdict(other, "incorrect"))
    new = answered(
        store, QuestionSet("花.xlsx", "e" * 64, (*QUESTIONS.questions, Question("3", "", {"ja": Side("？")})))
    )
    gate, read_graded = Gate(), _carrying.read_graded

    def slow(*given: Any, **named: Any) -> list[GradedAnswer]:
        rows = read_graded(*given, **named)
        gate.hold()
        return rows

    monkeypatch.setattr(_carrying, "read_graded", slow)
    with going_on(lambda: store.carry_verdicts(new.id), gate):
        assert store.add_verdict(verdict(item, "unsure", "太郎")).id
        assert store.withdraw(kept.id, "花子")
    carried = {(one.value, one.reviewer) for one in store.verdicts(new.id)}
    assert carried == {("incorrect", "花子")}, "what was taken back meanwhile is not repeated"


@pytest.mark.slow
def test_lists_of_any_length_can_be_asked_for(store: Store) -> None:
    @sa.event.listens_for(store._engine, "connect")
    def few_variables(connection: Any, _: object) -> None:
        connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 600)

    store._engine.dispose()
    many = tuple(Question(str(no), "", {"ja": Side(f"{no}番は？", ("はい",))}) for no in range(1300))
    run = answered(store, QuestionSet("長い.csv", "9" * 64, many))
    ids = [one.item.id for one in store.ungraded(run.id)]
    store.save_grades(dict.fromkeys(ids, Scores()), dict.fromkeys(ids, RIGHT))
    store.add_verdicts([verdict(item) for item in ids])
    assert len(store.graded(ids)) == len(store.graded_run(run.id)) == len(store.added_references(ids)) == 1300
    again = answered(store, QuestionSet("長い.csv", "8" * 64, (*many, QUESTIONS.questions[0])))
    assert store.carry_verdicts(again.id) == 1300
    for no in range(601):
        store.create_run(QUESTIONS, [Arm()], ["ja"], 1, trial=no % 2 == 1)
    assert len(store.runs(trials=True)) == 603


def test_a_run_needs_a_model(store: Store) -> None:
    with pytest.raises(NarabeError, match="choose"):
        pipeline.plan_run(store, QUESTIONS, [Arm(model=" ")], ["ja"])
    with pytest.raises(NarabeError, match="choose"):
        store.create_run(QUESTIONS, [], ["ja"])
    assert store.runs(trials=True) == []


# -- workbooks ------------------------------------------------------------------------------------------------------


def test_a_damaged_workbook_is_written_again(store: Store) -> None:
    run = answered(store)
    store.set_state(run.id, "done")
    path = workbooks.workbook_file(store, run.id, settings().workbooks)
    path.write_bytes(b"no workbook")
    later = time.time() + 3600
    os.utime(path, (later, later))
    assert not workbooks.is_current(store.content(run.id), settings().workbooks)
    assert openpyxl.load_workbook(workbooks.workbook_file(store, run.id, settings().workbooks))["Answers"].max_row == 3


@pytest.mark.parametrize("hours", [1, -1, 24 * 365, -24 * 365])
def test_a_clock_that_jumps_costs_nothing_that_was_acknowledged(
    store: Store, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    run = store.create_run(QUESTIONS, [Arm()], ["ja"])
    held = take(store, run.id)
    first, second = (item.id for item in held.pending(run.id, Arm()))
    held.save_answers({first: Answer("桜", "桜", "ja")})
    early = store.add_verdict(verdict(first))

    class Jumped(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime.now(tz) + timedelta(hours=hours)

    for module in (_claims, _answers, _verdicts):
        monkeypatch.setattr(module, "datetime", Jumped)
    assert store.pause_abandoned() == ([run.id] if hours > 0 else []), "a lease that is over by the new clock is over"
    if hours > 0:
        with pytest.raises(ClaimLost):
            held.save_answers({second: Answer("東京", "東京", "ja")})
        held = take(store, run.id, "another")
    held.save_answers({second: Answer("東京", "東京", "ja")})
    late = store.add_verdict(verdict(first, "incorrect"))
    assert held.renew() == ""
    held.finish("done")
    assert (store.run(run.id).state, store.run(run.id).answered) == ("done", 2)
    assert [one.id for one in store.verdicts(run.id)] == [early.id, late.id]
    (standing,) = store.graded([first])[0].verdicts
    assert standing.id == late.id, "what was given later stands, whatever the clock says"


def test_a_clock_set_back_does_not_make_a_workbook_out_of_date_for_ever(store: Store) -> None:
    run, item = judged(store)
    store.set_state(run.id, "done")
    with store._engine.begin() as db:
        db.execute(sa.update(t.runs).values(updated=datetime.now(UTC) + timedelta(hours=1)))
    workbooks.workbook_file(store, run.id, settings().workbooks)
    assert workbooks.is_current(store.content(run.id), settings().workbooks)
    store.add_verdict(verdict(item))
    assert not workbooks.is_current(store.content(run.id), settings().workbooks), "also by what is older than `updated`"


# -- the queue ------------------------------------------------------------------------------------------------------


def queued(store: Store, owner: str, *, trial: bool = False) -> str:
    return store.create_run(QUESTIONS, [Arm()], ["ja"], 1, trial=trial, owner=owner).id


def turns(store: Store, count: int) -> list[str]:
    """Whose runs are executed, one after the other."""
    order = []
    for _ in range(count):
        claim = store.claim("a worker")
        assert claim
        store.held_by(claim).finish("cancelled")
        order.append(claim.run_id)
    return order


def test_trials_go_first_but_never_keep_a_run_waiting(store: Store) -> None:
    first = queued(store, "花子", trial=True)
    run = queued(store, "太郎")
    others = [queued(store, "花子", trial=True) for _ in range(4)]
    assert turns(store, 3) == [first, run, others[0]]


def test_everybody_has_a_turn(store: Store) -> None:
    flood = [queued(store, "花子") for _ in range(5)]
    mine, yours = queued(store, "太郎"), queued(store, "次郎")
    assert turns(store, 4) == [flood[0], mine, yours, flood[1]]


def test_how_many_runs_wait_is_bounded(store: Store) -> None:
    bounds = Bounds(each=2, together=3)

    def ask(owner: str) -> str:
        return store.create_run(QUESTIONS, [Arm()], ["ja"], owner=owner, bounds=bounds).id

    ask("花子"), ask("花子")
    with pytest.raises(NarabeError, match="runs of yours"):
        ask("花子")
    taken = ask("太郎")
    with pytest.raises(NarabeError, match="try again"):
        ask("次郎")
    take(store, taken).finish("cancelled")
    assert ask("次郎")


def test_bounds_are_for_visitors_of_a_space(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    arm = Arm(model="column")
    monkeypatch.setenv("SPACE_ID", "somebody/narabe")
    settings.cache_clear()
    for _ in range(3):
        pipeline.plan_run(store, QUESTIONS, [arm], ["ja"], fresh=True, owner="1.2.3.4")
    with pytest.raises(NarabeError, match="3 runs of yours"):
        pipeline.plan_run(store, QUESTIONS, [arm], ["ja"], fresh=True, owner="1.2.3.4")
    monkeypatch.setenv("NARABE_RUNS_EACH", "0")
    settings.cache_clear()
    assert pipeline.plan_run(store, QUESTIONS, [arm], ["ja"], fresh=True, owner="1.2.3.4")


# -- undoing --------------------------------------------------------------------------------------------------------


def test_an_undo_takes_back_the_verdict_that_it_names_once(store: Store) -> None:
    run, item = judged(store)
    first, second = store.add_verdict(verdict(item)), store.add_verdict(verdict(item, "incorrect"))
    later = store.add_verdict(verdict(store.graded_run(run.id)[1].item.id))
    taken = pipeline.undo_verdict(store, run.id, "花子", second.id)
    assert taken and (taken.item_id, taken.withdraws) == (item, second.id)
    assert pipeline.undo_verdict(store, run.id, "花子", second.id) is None, "a repeated request takes back no other one"
    assert pipeline.undo_verdict(store, run.id, "太郎", first.id) is None
    assert [one.id for one in store.graded([item])[0].verdicts] == [first.id]
    assert store.graded([later.item_id])[0].verdicts == (later,)


# -- processes ------------------------------------------------------------------------------------------------------


def test_a_watch_sees_every_write_and_nothing_else(store: Store) -> None:
    watch, elsewhere = store.watch(), Store(settings().store_url)
    assert watch.changed() and not watch.changed()
    store.runs()
    assert not watch.changed()
    for writer in (store, elsewhere):
        writer.create_run(QUESTIONS, [Arm()], ["ja"])
        assert watch.changed() and not watch.changed()


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )


@pytest.mark.slow
def test_a_broken_database_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "narabe.sqlite3").write_bytes(b"this is no database" * 100)
    done = command("runs", NARABE_HOME=str(tmp_path))
    assert done.returncode == 2 and "Traceback" not in done.stderr
    (line,) = done.stderr.strip().splitlines()
    assert "narabe.sqlite3" in line and "not a database" in line and "→" in line


@pytest.mark.slow
def test_a_database_that_is_damaged_in_the_middle_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "narabe.sqlite3"
    whole = Store(f"sqlite:///{path}")
    answered(whole)
    whole._engine.dispose()
    data = bytearray(path.read_bytes())
    for at in range(4096, len(data), 4096):
        data[at : at + 200] = b"\xff" * 200
    path.write_bytes(data)
    path.with_name("narabe.sqlite3-wal").unlink(missing_ok=True)
    done = command("runs", NARABE_HOME=str(tmp_path))
    assert done.returncode == 2 and "Traceback" not in done.stderr
    (line,) = done.stderr.strip().splitlines()
    assert "narabe.sqlite3" in line and "malformed" in line and "→" in line


@pytest.mark.slow
def test_two_servers_on_one_home_lose_nothing_and_the_newer_one_keeps_it(home: Path, tmp_path: Path) -> None:
    store = Store(settings().store_url)
    _, item = judged(store)
    (tmp_path / "kept").mkdir()
    servers = [Server(home, tmp_path / "kept"), Server(home, tmp_path / "kept")]
    try:
        column = pipeline.plan_run(store, FILLED, [Arm(model="column")], ["ja"])

        def give(number: int) -> None:
            servers[number % 2].verdict(item, f"第{number}")

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(give, range(40)))
        wait_for(lambda: store.run(column.id).state == "done")
        wait_for(lambda: servers[0].client.get("/backup").json()["state"] == "elsewhere")
        assert servers[1].client.get("/backup").json()["state"] != "elsewhere"
    finally:
        for server in servers:
            server.kill()
    assert comments(home) == Counter(f"第{number}" for number in range(40))
    assert store.run(column.id).answered == 1


@pytest.mark.slow
def test_a_home_that_cannot_be_written_to_is_one_clear_line() -> None:
    done = command("runs", NARABE_HOME="/proc/narabe")
    assert done.returncode == 2 and "Traceback" not in done.stderr
    (line,) = done.stderr.strip().splitlines()
    assert "/proc/narabe" in line and "NARABE_HOME" in line


@pytest.mark.slow
def test_a_worker_that_is_told_to_stop_pauses_its_run_and_says_why(store: Store, tiny_model: Path) -> None:
    many = tuple(Question(str(no), "", {"ja": Side(f"{no}番は？")}) for no in range(3000))
    run = pipeline.plan_run(store, QuestionSet("長い.csv", "9" * 64, many), [Arm(model=str(tiny_model))], ["ja"])
    process = supervising.Worker()
    process.start()
    wait_for(lambda: store.run(run.id).answered > 0, 400)
    process.stop()
    stopped = store.run(run.id)
    assert (stopped.state, stopped.message) == ("paused", worker.STOPPED)
    assert 0 < stopped.answered < 3000
