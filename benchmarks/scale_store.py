"""How the store, Review, the report and the exports bear many questions: 100,000, answered and judged, without a model.

    python benchmarks/scale_store.py
    python benchmarks/scale_store.py --questions 10000 --home DIR

A run is filled through the store's own functions with made-up answers and judgements, in Japanese. Each measurement is
then a process of its own, so that its memory is its own. `--home` keeps the store, or measures one that is there.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

sys.path[0] = str(Path(__file__).parents[1])  # the app, and not what lies beside this file

AT_ONCE = 2_000
"""Answers of one transaction, as many as a run's stage would keep in a few seconds."""
STEPS = 200
"""Questions that are opened one after the other."""


def peak() -> int:
    """The most memory that this process had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def p95(times: Iterable[float]) -> float:
    """The time that 95 of 100 stay below, in milliseconds."""
    ordered = sorted(times)
    return 1000 * ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def each(work: Callable[[Any], object], values: Iterable[Any]) -> list[float]:
    """Seconds for each of the values."""
    times = []
    for value in values:
        began = time.perf_counter()
        work(value)
        times.append(time.perf_counter() - began)
    return times


def opened() -> tuple[Any, str]:
    """The store in `NARABE_HOME`, and its run."""
    from app.config import settings
    from app.store import Store

    store = Store(settings().store_url)
    return store, store.runs()[0].id


def fill(count: int) -> str:
    """Questions, answers, scores and judgements of one run."""
    from app import pipeline
    from app.config import settings
    from app.records import Answer, Arm, Question, QuestionSet, Side
    from app.store import Store
    from evaluators.results import Judgement, Scores

    chance = random.Random(0)
    words = ("富士山", "東京", "1868年", "水素", "川端康成", "H2O", "りんご", "はい")

    def question(no: int) -> Question:
        side = Side(f"({no}) {chance.choice(words)}について、よく知られている名前は何ですか？", (chance.choice(words),))
        return Question(str(no), ("open_qa", "classification")[no % 2], {"ja": side})

    questions = QuestionSet(f"{count}問.xlsx", f"{count:064d}", tuple(map(question, range(1, count + 1))))
    store, arm = Store(settings().store_url), Arm()
    began = time.perf_counter()
    run = pipeline.plan_run(store, questions, [arm], ["ja"])
    planned = time.perf_counter() - began
    items = [item.id for item in store.pending(run.id, run.arms[0])]
    for start in range(0, count, AT_ONCE):
        some = items[start : start + AT_ONCE]
        texts = [chance.choice(words) for _ in some]
        answers = [Answer(f"{text}\n", text, "ja", 5, 0.1, "stop") for text in texts]
        store.save_answers(dict(zip(some, answers, strict=True)))
        scores, judgements = {}, {}
        for item in some:
            right = chance.random() < 0.4
            scores[item] = Scores(similarity=chance.random())
            reasons = "The answer is a reference.", "参照解答と同じです。", {"same": 1.0}
            judgements[item] = (
                Judgement("correct", 0.9, True, *reasons) if right else Judgement("incorrect", 0.1, True, *reasons)
            )
        store.save_grades(scores, judgements)
    store.set_state(run.id, "done")
    return f"planned in {planned:.1f} s, all of it in {time.perf_counter() - began:.1f} s"


def review() -> str:
    """The review list of a new reviewer, with all counts, as it is sent."""
    ask = asking("read_index", {"queue": "unreviewed", "counts": True})
    times, sent = each(lambda _: ask({}), range(5)), json.dumps(ask({}), ensure_ascii=False).encode()
    return f"list of {len(sent) / 1e3:.0f} kB, p95 {p95(times):.0f} ms"


def filters() -> str:
    """The list narrowed by filters and queues, without the counts, which stay as they are."""
    ask = asking("read_index", {})
    narrowed: list[dict[str, Any]] = [
        {"filters": {"judgement": "correct", "type": "open_qa"}},
        {"filters": {"verdict": "none", "answered": "ja"}},
        {"filters": {"low": "0.2", "high": "0.4"}},
        {"filters": {"pattern": "both"}},
        {"queue": "uncertain"},
        {"queue": "errors"},
    ]
    times = each(ask, narrowed * 5)
    offered = each(asking("read_choices", {}), [{}, {"filters": {"judgement": "correct"}}] * 2)
    return f"filter p95 {p95(times):.0f} ms, the choices with their counts p95 {p95(offered):.0f} ms"


def asking(name: str, wish: dict[str, Any]) -> Callable[[dict[str, Any]], object]:
    """What the screen calls on the server, as the reviewer 花子."""
    from types import SimpleNamespace

    from app.ui.labels import Labels
    from app.ui.review import tab

    store, run = opened()
    page, request = SimpleNamespace(store=store, labels=Labels("ja")), SimpleNamespace(username=None)
    asked = {"run": run, "reviewer": "花子", "blind": False, **wish}
    return lambda more: getattr(tab, name)(page, {**asked, **more}, request)


def following() -> str:
    """Questions opened one after the other."""
    from app.ui.labels import Labels
    from app.ui.review.cards import cards

    store, run = opened()
    chosen = random.Random(1).sample(range(1, store.run(run).total + 1), STEPS)  # its items: the store has one run
    words = Labels("ja")
    times = each(lambda item: cards(store, [item], "花子", words), chosen)
    return f"next question p95 {p95(times):.0f} ms"


def search() -> str:
    """Words looked for in questions, references and answers."""
    ask = asking("read_index", {})
    times = each(lambda words: ask({"words": words}), ["富士山", "りんご 東京", "ありません", "(77", "H2O"])
    return f"search p95 {p95(times):.0f} ms"


def report() -> str:
    """The whole report as text."""
    from app.report import render_full
    from app.runs.reporting import report_on

    store, run = opened()
    began = time.perf_counter()
    render_full(report_on(store, [run]))
    return f"report in {time.perf_counter() - began:.1f} s"


def export(ending: str) -> str:
    """The run as a file."""
    from app import pipeline

    store, run = opened()
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        path = pipeline.export(store, run, Path(folder) / f"out{ending}")
        return f"{ending} of {path.stat().st_size / 1e6:.1f} MB in {time.perf_counter() - began:.1f} s"


def _put(work: Callable[..., str], home: str, arguments: tuple[Any, ...], results: Any) -> None:
    os.environ["NARABE_HOME"] = home
    results.put((work(*arguments), peak()))


def measured(home: str, work: Callable[..., str], *arguments: Any) -> None:
    """One measurement in a process of its own, as a row of the table."""
    context = multiprocessing.get_context("spawn")
    results: Any = context.Queue()
    process = context.Process(target=_put, args=(work, home, arguments, results))
    process.start()
    said, memory = results.get(timeout=3600)
    process.join()
    print(f"| {work.__name__} | {said} | {memory} |", flush=True)


def main() -> None:
    """Fill a store unless it is there, and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=100_000)
    parser.add_argument("--home", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="narabe-scale-") as folder:
        home = str(given.home or folder)
        print("| what | took | peak MiB |\n| --- | --- | --- |", flush=True)
        if not (Path(home) / "narabe.sqlite3").exists():
            measured(home, fill, given.questions)
        for work in (review, following, filters, search, report):
            measured(home, work)
        for ending in (".csv", ".jsonl", ".xlsx"):
            measured(home, export, ending)


if __name__ == "__main__":
    main()
