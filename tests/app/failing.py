"""Programs that come to grief on purpose, for `test_faults`: each says in JSON what was acknowledged and found.

python -m tests.app.failing killed FOLDER     # processes of the page and of the worker, killed at twenty moments
python -m tests.app.failing full FOLDER       # a disk that is full at every write; FOLDER is a small one of its own
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa

from app import pipeline
from app.atomic import write_text_whole
from app.errors import NarabeError
from app.records import Answer, Arm, Question, QuestionSet, Run, Side
from app.security.audit import Audit
from app.store import Store, worker_name
from app.store.backup.keeping import Keeping
from app.store.backup.places import Folder
from app.verdicts import Verdict

MOMENTS = 20
QUESTIONS = QuestionSet(
    "花.xlsx", "a" * 64, tuple(Question(str(n), "", {"ja": Side(f"{n}番は？", ("桜",))}) for n in range(3000))
)


def database(folder: Path) -> str:
    return f"sqlite:///{folder / 'narabe.sqlite3'}"


def verdict(store: Store, item: int, comment: str) -> int:
    kept = store.add_verdict(Verdict(item, "correct", True, comment, "花子", True))
    assert kept.id is not None
    return kept.id


# -- killed ---------------------------------------------------------------------------------------------------------


def killed(folder: Path) -> dict[str, object]:
    """Two processes write, one as the page does and one as the worker does, and both are killed; twenty times."""
    store = Store(database(folder))
    run = store.create_run(QUESTIONS, [Arm()], ["ja"])
    item = store.graded_run(run.id)[0].item.id
    chance, acknowledged, answered = random.Random(17), list[str](), list[str]()
    store._engine.dispose()  # nobody inherits a connection
    for moment in range(MOMENTS):
        page = Child(lambda say, moment=moment: give_verdicts(folder, item, moment, say))  # type: ignore[misc]
        worker = Child(lambda say: answer_items(folder, run.id, say))
        page.wait_for_a_word(), worker.wait_for_a_word()
        time.sleep(chance.uniform(0.001, 0.06))
        acknowledged += page.kill()
        answered += worker.kill()
    found = Store(database(folder))
    comments = Counter(one.comment for one in found.verdicts(run.id))
    have = {str(one.item.id) for one in found.graded_run(run.id) if one.answer}
    with sqlite3.connect(folder / "narabe.sqlite3") as db:
        (sound,) = db.execute("PRAGMA integrity_check").fetchone()
    return {
        "verdicts": len(acknowledged),
        "lost": [one for one in acknowledged if not comments[one]] + [one for one in answered if one not in have],
        "doubled": [one for one, count in comments.items() if count > 1],
        "asked twice": [one for one, count in Counter(answered).items() if count > 1],
        "answers": len(answered),
        "sound": sound,
    }


def give_verdicts(folder: Path, item: int, moment: int, say: Callable[[str], None]) -> None:
    store, number = Store(database(folder)), 0
    while True:
        verdict(store, item, f"{moment}・{number}")
        say(f"{moment}・{number}")
        number += 1


def answer_items(folder: Path, run_id: str, say: Callable[[str], None]) -> None:
    store = Store(database(folder))
    store.pause_abandoned()  # by a worker that was killed
    claim = store.claim(worker_name(), run_id)
    assert claim
    held = store.held_by(claim)
    for one in held.pending(run_id, Arm()):
        held.save_answers({one.id: Answer("桜", "桜", "ja")})
        say(str(one.id))


class Child:
    """A forked process, and what it says."""

    def __init__(self, act: Callable[[Callable[[str], None]], None]) -> None:
        reading, writing = os.pipe()
        self._said, self._reading = b"", reading
        self._process = os.fork()
        if self._process == 0:
            try:
                act(lambda text: os.write(writing, f"{text}\n".encode()) and None)
            except BaseException as error:  # noqa: BLE001 - it is told apart from a kill
                os.write(2, f"{error!r}\n".encode())
            os._exit(1)
        os.close(writing)

    def wait_for_a_word(self) -> None:
        while b"\n" not in self._said:
            part = os.read(self._reading, 65536)
            assert part, "it ended by itself"
            self._said += part

    def kill(self) -> list[str]:
        """Everything that it said, whole lines only."""
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        while part := os.read(self._reading, 65536):
            self._said += part
        os.close(self._reading)
        return self._said.decode().rpartition("\n")[0].split("\n")


# -- a full disk ----------------------------------------------------------------------------------------------------


def full(folder: Path) -> dict[str, object]:
    """Every kind of write, with less and less room, until there is none; and again once there is."""
    home, kept = folder / "home", folder / "kept"
    home.mkdir(), kept.mkdir()
    store = Store(database(home))
    run = store.create_run(replace_questions(40), [Arm()], ["ja"])
    items = [one.item.id for one in store.graded_run(run.id)]
    claim = store.claim(worker_name(), run.id)
    assert claim
    keeping = Keeping(Folder(kept), home, home / "narabe.sqlite3")
    seen: dict[str, Counter[str]] = {}
    acknowledged: list[int] = []
    number = 0
    for room in (None, *(4096 * pages for pages in (40, 20, 12, 8, 6, 5, 4, 3, 2, 1, 0)), None):
        fill(folder, room)
        for name, act in writes(store, run, items, claim, keeping, home, f"{number}").items():
            number += 1
            try:
                done = act()
            except EXPECTED as error:
                seen.setdefault(name, Counter())[kind_of(error)] += 1
            else:
                seen.setdefault(name, Counter())["written"] += 1
                acknowledged += [done] if isinstance(done, int) else []
    found = Counter(one.id for one in store.verdicts(run.id))
    with sqlite3.connect(home / "narabe.sqlite3") as db:
        (sound,) = db.execute("PRAGMA integrity_check").fetchone()
    return {
        "writes": {name: dict(count) for name, count in seen.items()},
        "lost": [one for one in acknowledged if not found[one]],
        "doubled": [one for one, count in found.items() if count > 1],
        "verdicts": len(acknowledged),
        "more than acknowledged": len(found) - len(acknowledged),
        "sound": sound,
        "leftovers": [path.name for path in home.rglob("*.part")],
    }


EXPECTED = (NarabeError, OSError, sa.exc.OperationalError, sqlite3.Error)


def kind_of(error: Exception) -> str:
    said = str(error).casefold()
    told = "full" in said or "no space" in said or "disk i/o" in said or "unable to open" in said
    return "no room" if told else f"{type(error).__name__}: {error}"[:200]


def replace_questions(count: int) -> QuestionSet:
    return QuestionSet("花.xlsx", "b" * 64, QUESTIONS.questions[:count])


def writes(
    store: Store, run: Run, items: list[int], claim: object, keeping: Keeping, home: Path, mark: str
) -> dict[str, Callable[[], object]]:
    """One of each kind of what Narabe writes."""
    held = store.held_by(claim)  # type: ignore[arg-type]
    more = QuestionSet(f"{mark}.xlsx", f"{int(mark):064x}", (Question("1", "", {"ja": Side(f"{mark}は？")}),))
    return {
        "verdict": lambda: verdict(store, items[0], "あ" * 600),
        "answer": lambda: held.save_answers({items[1]: Answer("桜" * 900, "桜", "ja")}),
        "sign of life": lambda: held.renew() and None,
        "run": lambda: store.create_run(more, [Arm()], ["ja"]) and None,
        "workbook": lambda: pipeline.export(store, run.id, home / "out.xlsx") and None,
        "kept": keeping.keep,
        "users": lambda: write_text_whole(home / "users.json", json.dumps({mark: "x" * 5000})),
        "audit": lambda: Audit(home).note("花子", "admin", "run.managing.delete", mark),
    }


def fill(folder: Path, room: int | None) -> None:
    """Leave so many bytes free; None: as many as there are."""
    filler = folder / "filler"
    filler.unlink(missing_ok=True)
    if room is None:
        return
    with filler.open("wb") as file, suppress(OSError):
        while True:
            os.write(file.fileno(), b"\0" * 4096)
    os.truncate(filler, max(filler.stat().st_size - room, 0))


if __name__ == "__main__":
    what, where = sys.argv[1:]
    sys.stdout.write(json.dumps({"killed": killed, "full": full}[what](Path(where)), ensure_ascii=False) + "\n")
