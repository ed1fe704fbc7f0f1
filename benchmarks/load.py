"""A team at work: reviewers who give verdicts, open pages, and a run that goes on meanwhile, on one or more servers.

    python benchmarks/load.py
    python benchmarks/load.py --reviewers 50 --seconds 60 --streams 200 --pace 1
    python benchmarks/load.py --database postgresql+psycopg://…/an_empty_one --servers 2

Starts `python -m app serve` on the loopback over a home of its own, with a run whose answers are made up (which the
reviewers judge) and one that the built-in model is answering. With several servers, each has its part of the
reviewers. Each reviewer gives a verdict every `pace` seconds, or as fast as they are acknowledged. At the end, every
acknowledged verdict is looked up in the store. Exit code 1: one is missing or doubled, or the 95th percentile is above
the target.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # in place of this folder, whose statistics.py would hide the standard library's
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import argparse
import asyncio
import os
import socket
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import numpy as np
import psutil

ROOT = Path(__file__).resolve().parents[1]
TARGET = 0.3
"""Seconds within which 95 of 100 verdicts are acknowledged."""
QUESTIONS = 500
VALUES = ("correct", "incorrect", "unsure")


@dataclass
class Seen:
    """What the reviewers saw: ids of acknowledged verdicts by comment, and seconds that things took."""

    acknowledged: dict[str, int] = field(default_factory=dict)
    verdicts: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    openings: list[float] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    streams: int = 0
    spent: float = 0.0
    """Processor seconds of the page's process, without its worker; on a busy machine they tell more than waits."""


def fill(url: str, model: str) -> tuple[str, list[int], str]:
    """A judged run and a queued one (without a model: none) in the store; their ids, and the items of the first."""
    from app import pipeline
    from app.records import Answer, Arm
    from app.store import Store
    from benchmarks.growth import questions

    store = Store(url)
    judged = store.create_run(questions(QUESTIONS), [Arm()], ["ja", "en"])
    items = [one.item for one in store.graded_run(judged.id)]
    answers = {one.id: one.question.references(one.language)[:1] or ("不明",) for one in items}
    store.save_answers({item: Answer(text, text, "ja") for item, (text,) in answers.items()})
    store.set_state(judged.id, "done")
    arms, more = [Arm(model=model)], questions(QUESTIONS + 1)
    going_on = pipeline.plan_run(store, more, arms, ["ja", "en"]).id if model else ""
    return judged.id, list(answers), going_on


@contextmanager
def serving(home: Path, database: str, servers: int) -> Iterator[tuple[list[str], list[psutil.Process]]]:
    """Servers, each with its worker, over this home and store; their addresses and processes."""
    with ExitStack() as started:
        pairs = [started.enter_context(_server(home, database)) for _ in range(servers)]
        for url, process in pairs:
            end = time.monotonic() + 120
            while not _answers(url):
                assert process.is_running() and time.monotonic() < end, "the app did not start"
                time.sleep(0.2)
        yield [url for url, _ in pairs], [process for _, process in pairs]


@contextmanager
def _server(home: Path, database: str) -> Iterator[tuple[str, psutil.Process]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
    environment = os.environ | {"NARABE_HOME": str(home), "NARABE_DATABASE_URL": database}
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        yield f"http://127.0.0.1:{port}", psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=60)


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/ja", timeout=5).is_success
    except httpx.HTTPError:
        return False


async def review(url: str, name: str, items: Sequence[int], end: float, pace: float, seen: Seen) -> None:
    """One reviewer, until the end: a verdict on one answer after the other, each with a comment of its own."""
    async with httpx.AsyncClient(base_url=url, timeout=60) as client:
        number = 0
        while time.monotonic() < end:
            began, comment = time.monotonic(), f"{name}・{number}"
            item, value = items[number % len(items)], VALUES[number % 3]
            try:
                answer = await client.post(
                    "/gradio_api/run/verdict",
                    json={"data": [item, value, name, True, comment], "session_hash": f"session{name}"},
                )
                if answer.is_success:
                    seen.acknowledged[comment] = int(answer.json()["data"][0]["id"])
                    seen.verdicts.append(time.monotonic() - began)
                else:
                    seen.refused[str(answer.status_code)] += 1
            except httpx.HTTPError as error:
                seen.refused[type(error).__name__] += 1
            number += 1
            await asyncio.sleep(max(0.0, pace - (time.monotonic() - began)))


async def keep_open(client: httpx.AsyncClient, url: str, session: str, end: float, seen: Seen) -> None:
    """An open page's stream, until the end."""
    async with client.stream("GET", f"{url}/gradio_api/heartbeat/{session}") as stream:
        lines = stream.aiter_lines()
        seen.streams += stream.is_success
        try:
            async with asyncio.timeout(end - time.monotonic()):
                async for _ in lines:
                    pass
            seen.streams -= 1  # the server ended it
        except TimeoutError:
            return


async def visit(url: str, end: float, seen: Seen) -> None:
    """Somebody who opens the page anew, every second."""
    async with httpx.AsyncClient(base_url=url, timeout=60) as client:
        while time.monotonic() < end:
            began = time.monotonic()
            if (await client.get("/ja")).is_success:
                seen.pages.append(time.monotonic() - began)
            await asyncio.sleep(1)


async def open_pages(urls: Sequence[str], run: str, chosen: argparse.Namespace, seen: Seen) -> None:
    """The reviewers' pages, one after the other: a new session costs the server much more than a verdict."""
    async with httpx.AsyncClient(timeout=60) as client:
        for number in range(chosen.reviewers):
            began, url = time.monotonic(), urls[number % len(urls)]
            body = {"data": [run], "session_hash": f"session評価者{number}"}
            (await client.post(f"{url}/gradio_api/run/run_status", json=body)).raise_for_status()
            seen.openings.append(time.monotonic() - began)


async def work(urls: Sequence[str], run: str, items: Sequence[int], chosen: argparse.Namespace) -> Seen:
    """Everybody at once, for as long as was chosen, once their pages are open."""
    seen = Seen()
    await open_pages(urls, run, chosen, seen)
    end = time.monotonic() + chosen.seconds
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(timeout=None, limits=limits) as pages, asyncio.TaskGroup() as group:
        for number in range(chosen.streams):
            group.create_task(keep_open(pages, urls[number % len(urls)], f"page{number}", end, seen))
        for number in range(chosen.reviewers):
            name = f"評価者{number}"
            first = number * len(items) // chosen.reviewers
            mine = [*items[first:], *items[:first]]
            group.create_task(review(urls[number % len(urls)], name, mine, end, chosen.pace, seen))
        group.create_task(visit(urls[0], end, seen))
    return seen


def measure(chosen: argparse.Namespace) -> bool:
    """The whole measurement, printed; whether the target was reached."""
    from app.config import settings
    from app.store import Store

    with tempfile.TemporaryDirectory(prefix="narabe-load-") as folder:
        home = Path(folder)
        settings().models.mkdir(parents=True, exist_ok=True)
        (home / "models").symlink_to(settings().models)  # converted once, if at all
        database = chosen.database or f"sqlite:///{home / 'narabe.sqlite3'}"
        judged, items, going_on = fill(database, chosen.model)
        store = Store(database)
        with serving(home, database, chosen.servers) as (urls, processes):
            until(lambda: store.run(going_on).answered > 0, chosen.patience)
            before, spent = store.run(going_on).answered, _processor_seconds(processes)
            seen = asyncio.run(work(urls, judged, items, chosen))
            seen.spent = _processor_seconds(processes) - spent
            now = store.run(going_on)
            store.request_cancel(going_on)
        kept = [verdict for verdict in store.verdicts(judged) if verdict.value != "withdrawn"]
    return report(chosen, seen, {v.comment: v.id for v in kept}, len(kept), (now.state, now.answered - before))


def _processor_seconds(processes: Sequence[psutil.Process]) -> float:
    return sum(one.user + one.system for one in (process.cpu_times() for process in processes))


def until(true: Any, seconds: float) -> None:
    """Waits until something is true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "the run did not start: is the built-in model installed?"
        time.sleep(0.5)


def report(chosen: argparse.Namespace, seen: Seen, found: dict[str, int], rows: int, run: tuple[str, int]) -> bool:
    """The figures, printed; whether nothing is missing or doubled, and the target is reached."""
    lost = [comment for comment, number in seen.acknowledged.items() if found.get(comment) != number]
    doubled = rows - len(found)
    p50, p95 = _percentiles(seen.verdicts)
    page50, page95 = _percentiles(seen.pages)
    print(f"{chosen.servers} servers, the store in {(chosen.database or 'sqlite').partition(':')[0]}")
    print(f"{chosen.reviewers} reviewers, {chosen.seconds:.0f} s, {seen.streams} of {chosen.streams} streams open")
    print(f"run meanwhile: {run[0]}, {run[1]} answers")
    print(f"verdicts: {len(seen.acknowledged)} acknowledged, {len(seen.acknowledged) - len(lost)} of them found")
    print(f"          {doubled} doubled, {dict(seen.refused) or 'none'} refused")
    print(f"          p50 {p50:.0f} ms, p95 {p95:.0f} ms, at most {max(seen.verdicts, default=0) * 1000:.0f} ms")
    each = 1000 * seen.spent / max(len(seen.acknowledged), 1)
    print(f"server:   {seen.spent:.1f} s of processor time, {each:.0f} ms a verdict, pages included")
    print(f"sessions: p50 {_percentiles(seen.openings)[0]:.0f} ms to open one")
    print(f"page:     p50 {page50:.0f} ms, p95 {page95:.0f} ms, at most {max(seen.pages, default=0) * 1000:.0f} ms")
    return not lost and not doubled and not seen.refused and p95 <= TARGET * 1000


def _percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th percentile, in milliseconds."""
    if not seconds:
        return float("nan"), float("nan")
    p50, p95 = 1000 * np.percentile(seconds, [50, 95])
    return float(p50), float(p95)


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """What the command line says; None: this process's."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reviewers", type=int, default=50, choices=range(1, 501), metavar="1-500")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--streams", type=int, default=200, choices=range(1001), metavar="0-1000")
    parser.add_argument("--pace", type=float, default=1.0, help="seconds from one verdict of a reviewer to the next")
    parser.add_argument("--model", default="embedded", help="of the run that goes on meanwhile")
    parser.add_argument("--patience", type=float, default=600, help="seconds that the run may take to start")
    parser.add_argument("--servers", type=int, default=1, choices=range(1, 9), metavar="1-8")
    parser.add_argument("--database", default="", help="URL of an empty database; default: SQLite in the home")
    return parser.parse_args(given)


def main() -> None:
    """See the module."""
    sys.exit(0 if measure(arguments()) else 1)


if __name__ == "__main__":
    main()
