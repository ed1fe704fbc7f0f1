"""How start-up, keeping, scoring, export, memory and the page grow with the number of questions.

    python benchmarks/bulk.py --growth
    python benchmarks/bulk.py --growth --model --sizes 1000,10000

Answers are made up in place of a model, which would take hours: what is measured is everything but generation. With
`--model`, the built-in model answers in one language, and only the whole run's time and memory are measured. Each
size is a process of its own (so that its memory is its own) over a home of its own. The page is measured in a real
browser (Chromium and Playwright, as for the tests) at the largest size, while the worker process scores that
run again and writes another run's workbook over and over.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

STEPS = 120
"""Steps to the next question that are measured."""
ROOT = Path(__file__).parents[1]

# From one question to the next, as the reader sees it: the key, then the moment that other words stand there.
NEXT = """async ([steps, pause]) => {
  const shown = () => [...document.querySelectorAll('.rv-q')].map((one) => one.textContent).join();
  const times = [];
  for (let step = 0; step < steps; step += 1) {
    await new Promise((done) => setTimeout(done, pause));
    const before = shown(), began = performance.now();
    document.dispatchEvent(new KeyboardEvent('keydown', {code: 'ArrowRight', key: 'ArrowRight', bubbles: true}));
    while (shown() === before && performance.now() - began < 10000) await new Promise((done) => setTimeout(done, 2));
    times.push(performance.now() - began);
  }
  return times;
}"""


@dataclass(frozen=True)
class Grown:
    """One size: seconds of each step, peak memory in MiB after keeping, after scoring and after exporting."""

    questions: int
    answers: int
    start: float
    keep: float
    score: float
    export: float
    index: float
    memory: tuple[int, int, int]


def questions(count: int) -> Any:
    """Questions that differ from each other, made of the sample's."""
    from app.questions import read_questions
    from app.records import Question, QuestionSet, Side

    sample = read_questions(ROOT / "samples" / "verify100.xlsx")[0].questions
    made = []
    for place in range(count):
        like = sample[place % len(sample)]
        sides = {code: Side(f"({place}) {side.text}", side.references) for code, side in like.sides.items()}
        made.append(Question(str(place + 1), like.type, sides))
    return QuestionSet(f"{count}.xlsx", f"{count:064d}", tuple(made))


class MadeUp:
    """In place of a model: right answers, wrong ones, and ones in the other language."""

    def __init__(self, found: Any) -> None:
        self.references = [side.references[0] for one in found.questions for side in one.sides.values()]
        self.chance = random.Random(0)

    def complete(self, prompts: Sequence[str], **_: object) -> Iterator[tuple[int, Any]]:
        """See `AnswerModel.complete`."""
        from app.generation import Completion

        for index in range(len(prompts)):
            text = f" {self.chance.choice(self.references)}（{index}）\n\n"
            yield index, Completion(text, 8, 1.0, "stop")

    def fits(self, *_: object) -> bool:
        return True

    def as_prompt(self, *_: object) -> None:
        return None


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measure(home: str, count: int) -> Grown:
    """One size, in this process."""
    os.environ["NARABE_HOME"] = home
    from app import pipeline
    from app.config import settings
    from app.records import Arm
    from app.runs import answering as asking
    from app.runs.grading import grade, grade_rest
    from app.store import Eyes, Store, Wish

    store = Store(settings().store_url)
    found = questions(count)
    run = pipeline.plan_run(store, found, [Arm()], ["ja", "en"])
    model = MadeUp(found)
    asking.load_model = lambda *_, **__: model  # type: ignore[assignment]
    asking.grade = lambda *_: None
    keep = timed(lambda: pipeline.execute(store, run, keep_going=lambda: True, stage=lambda *_: None))
    kept = peak()
    grade(store, store.ungraded(run.id)[:8])  # loads the encoder and the judge
    left = len(store.ungraded(run.id))
    score = timed(lambda: grade_rest(store, run.id, lambda: True))
    scored = peak()
    store.set_state(run.id, "done")
    export = min(timed(lambda: pipeline.export(store, run.id, Path(home) / "out.xlsx")) for _ in range(2))
    exported = peak()
    index = timed(lambda: store.listing(run.id, Eyes(), Wish()))
    command = [sys.executable, "-m", "app", "runs"]
    start = timed(lambda: subprocess.run(command, cwd=ROOT, check=True, capture_output=True))
    return Grown(count, 2 * count, start, keep, score / left * 2 * count, export, index, (kept, scored, exported))


def answered(home: str, count: int) -> tuple[float, int]:
    """Seconds and peak MiB of a whole run of the built-in model in one language, judged, in this process."""
    os.environ["NARABE_HOME"] = home
    from app import pipeline
    from app.config import settings
    from app.records import Arm
    from app.store import Store

    store = Store(settings().store_url)
    run = pipeline.plan_run(store, questions(count), [Arm()], ["ja"])
    took = timed(lambda: pipeline.execute(store, run, keep_going=lambda: True, stage=lambda *_: None))
    assert store.run(run.id).answered == count
    return took, peak()


def _in_a_process(work: Callable[[str, int], Any], home: Path, count: int) -> Any:
    home.mkdir()
    context = multiprocessing.get_context("spawn")
    results: Any = context.Queue()
    process = context.Process(target=_put, args=(work, str(home), count, results))
    process.start()
    result = results.get()
    process.join()
    return result


def _put(work: Callable[[str, int], Any], home: str, count: int, results: Any) -> None:
    results.put(work(home, count))


def generation(sizes: Sequence[int]) -> None:
    """Whole runs of the built-in model, each size in a process and a home of its own."""
    print("| questions | seconds | answers/s | peak MiB |\n| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory(prefix="narabe-growth-") as folder:
        for count in sizes:
            seconds, memory = _in_a_process(answered, Path(folder) / str(count), count)
            print(f"| {count:,} | {seconds:.0f} | {count / seconds:.1f} | {memory} |", flush=True)


def growth(sizes: Sequence[int], *, page: bool = True) -> None:
    """Measure every size, print the table, then measure the page at the largest."""
    folder = Path(tempfile.mkdtemp(prefix="narabe-growth-"))
    print(
        "| questions | start-up, s | kept, answers/s | scored and judged, answers/s | 10,000 of them, s "
        "| export, s | rows/s | review list, s | peak MiB: kept, scored, exported |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for count in sizes:
        one: Grown = _in_a_process(measure, folder / str(count), count)
        memory = ", ".join(str(value) for value in one.memory)
        print(
            f"| {one.questions:,} | {one.start:.1f} | {one.answers / one.keep:.0f} | {one.answers / one.score:.0f} "
            f"| {10_000 * one.score / one.answers:.0f} | {one.export:.2f} | {one.questions / one.export:.0f} "
            f"| {one.index:.2f} | {memory} |",
            flush=True,
        )
    if page:
        latency(folder / str(sizes[-1]), sizes[-1])
    shutil.rmtree(folder)


def latency(home: Path, count: int) -> None:
    """The time to the next question: alone, while the worker scores and exports, and while it generates."""
    from playwright.sync_api import sync_playwright

    from app.store import Store
    from app.verdicts import Verdict

    store = Store(f"sqlite:///{home / 'narabe.sqlite3'}")
    *_, done = store.runs()
    asked = store.question_set(done.id), done.arms, done.languages
    again, fresh = store.create_run(*asked), store.create_run(*asked, fresh=True)  # the first takes answers over
    for run in (again, fresh):
        store.set_state(run.id, "paused")
    port = _free_port()
    command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"NARABE_HOME": str(home)})
    stop = threading.Event()
    try:
        print(f"\nserving after {timed(lambda: _wait_for(f'http://127.0.0.1:{port}/', server)):.1f} s", flush=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            context = browser.new_context(viewport={"width": 1400, "height": 900})
            context.add_init_script("localStorage.setItem('narabe.reviewer', 'somebody')")
            context.add_init_script(f"sessionStorage.setItem('narabe.run', '{done.id}')")
            page = context.new_page()
            opened = timed(lambda: _open(page, f"http://127.0.0.1:{port}/?lang=en#review"))
            print(f"review of {count:,} questions open after {opened:.1f} s", flush=True)
            _say("the page alone", page.evaluate(NEXT, [STEPS, 250]))
            store.set_state(again.id, "queued")
            first = store.graded_run(done.id)[0].item.id

            def verdicts() -> None:
                while not stop.wait(1):
                    store.add_verdict(Verdict(first, "correct", True, "", "another", True))

            threading.Thread(target=verdicts, daemon=True).start()
            _wait_until(lambda: bool(store.ungraded(again.id, 1)))
            _say("while scoring and exporting", page.evaluate(NEXT, [STEPS, 250]))
            print(f"(the run being scored was then {store.run(again.id).state})", flush=True)
            stop.set()
            store.request_cancel(again.id)
            store.set_state(fresh.id, "queued")
            _wait_until(lambda: store.run(fresh.id).answered > 0)
            _say("while generating", page.evaluate(NEXT, [STEPS, 250]))
            print(f"(the run had then {store.run(fresh.id).answered} answers)", flush=True)
            store.request_cancel(fresh.id)
            browser.close()
    finally:
        stop.set()
        server.terminate()
        server.wait()


def _wait_until(there: Callable[[], bool], seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.2)


def _open(page: Any, url: str) -> None:
    page.goto(url)
    page.locator(".rv-q").first.wait_for(timeout=120_000)


def _say(what: str, times: Sequence[float]) -> None:
    spread = statistics.quantiles(times, n=20)
    print(
        f"next question, {what}: median {statistics.median(times):.0f} ms, p95 {spread[-1]:.0f} ms, "
        f"longest {max(times):.0f} ms ({len(times)} steps)",
        flush=True,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    while True:
        try:
            urlopen(url, timeout=5).close()
            return
        except (URLError, ConnectionError, TimeoutError):
            assert server.poll() is None
            time.sleep(0.1)
