"""Processes really killed (SIGKILL) while they load, answer, journal and export: nothing is lost or asked again."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from app.config import settings
from app.records import Run
from app.store import Store

ROOT = Path(__file__).parent.parent.parent
QUESTIONS = 150
KILLS = 20

DRIVER = """
import sys, time
from app.generation.local import LocalModel
from app.__main__ import main

log = sys.argv.pop()
complete = LocalModel.complete

def counted(self, prompts, **options):
    with open(log, "a", encoding="utf-8") as file:
        file.writelines(prompt + chr(10) for prompt in prompts)
    for found in complete(self, prompts, **options):
        time.sleep(0.02)
        yield found

LocalModel.complete = counted
print("ready", flush=True)
main()
"""
"""The command line, with the model's calls written down (last argument: where) and its answers a little slower."""


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.csv"
    rows = [
        f"{no},{no:03}番目の質問ですか？,はい,Is this question number {no:03}?,Yes" for no in range(1, QUESTIONS + 1)
    ]
    header = "NO,instruction(jp),response(jp),instruction(en),response(en)"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    return path


def start(*arguments: object) -> subprocess.Popen[str]:
    """A process that is about to work: everything is imported, nothing is loaded."""
    process = subprocess.Popen(
        [sys.executable, "-c", DRIVER, *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout and process.stdout.readline() == "ready\n"
    return process


def stored(store: Store) -> set[tuple[str, str]]:
    """(question text, language) of everything answered."""
    runs = store.runs()
    graded = store.graded_run(runs[0].id) if runs else []
    return {(one.item.question.sides[one.item.language].text, one.item.language) for one in graded if one.answer}


def asked(log: Path) -> str:
    return log.read_text(encoding="utf-8") if log.exists() else ""


def wait_until(process: subprocess.Popen[str], log: Path, chance: random.Random) -> None:
    """A random moment: half of them soon after the start, half of them while the model is answering."""
    if chance.random() < 0.5:
        time.sleep(chance.uniform(0.0, 2.0))
        return
    while not asked(log) and process.poll() is None:
        time.sleep(0.01)
    time.sleep(chance.uniform(0.0, 1.0))


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_killed_at_twenty_random_moments(questions: Path, tiny_model: Path, tmp_path: Path) -> None:
    chance = random.Random(20)
    out = tmp_path / "out.xlsx"
    command = ("run", questions, "--out", out, "--model", tiny_model, "--prompt", "original", "--max-new-tokens", 4)
    store = Store(settings().store_url)
    reached = []
    for attempt in range(KILLS):
        log = tmp_path / f"asked-{attempt}.log"
        before = stored(store)
        process = start(*command, log)
        wait_until(process, log, chance)
        process.kill()
        process.wait()
        assert not {text for text, _ in before if text in asked(log)}, "what was stored is not asked again"
        after = stored(store)
        assert before <= after, "what was stored stays"
        reached.append(len(after))
    assert len(set(reached)) > 3, "kills landed in the midst of answering"
    process = start(*command, tmp_path / "last.log")
    assert process.wait(timeout=600) == 0
    run = _only_run(store)
    assert (run.state, run.answered, run.errors) == ("done", 2 * QUESTIONS, 0)
    assert len(stored(store)) == 2 * QUESTIONS
    assert not store.ungraded(run.id)
    book = openpyxl.load_workbook(out)
    assert book["Answers"].max_row == QUESTIONS + 1


@pytest.mark.slow
def test_a_killed_export_leaves_the_old_workbook_or_the_new_one(
    questions: Path, tiny_model: Path, tmp_path: Path
) -> None:
    chance = random.Random(5)
    out = tmp_path / "out.xlsx"
    log = tmp_path / "log"
    command = ("run", questions, "--out", out, "--model", tiny_model, "--prompt", "original", "--max-new-tokens", 1)
    assert start(*command, log).wait(timeout=600) == 0
    run_id = _only_run(Store(settings().store_url)).id
    for _ in range(6):
        process = start("export", run_id, "--out", out, log)
        time.sleep(chance.uniform(0.0, 0.4))
        process.kill()
        process.wait()
        assert openpyxl.load_workbook(out)["Answers"].max_row == QUESTIONS + 1


def _only_run(store: Store) -> Run:
    (run,) = store.runs()
    return run
