"""Many reviewers at once, while a run goes on: is every acknowledged verdict kept, once, and how long does one wait?

    python benchmarks/load.py [--reviewers 50] [--seconds 60] [--streams 200] [--model embedded]

A real `serve` with its worker over a store of its own; each reviewer sends one verdict after another over HTTP, as a
browser does, and `--streams` further visitors only keep their page open.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import httpx
import psutil

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
THINKING = 0.2, 1.8
"""Seconds that a reviewer takes from one verdict to the next."""


async def reviewer(client: httpx.AsyncClient, name: str, items: list[int], end: float) -> list[tuple[int, float]]:
    """Sends verdicts until the end; (id, seconds) of those that were acknowledged."""
    kept, chance = [], random.Random(name)
    while time.monotonic() < end:
        await asyncio.sleep(chance.uniform(*THINKING))
        value = chance.choice(["correct", "incorrect", "unsure"])
        began = time.monotonic()
        sent = {"data": [chance.choice(items), value, name, None, f"{name} {len(kept)}"]}
        reply = await client.post("/gradio_api/run/verdict", json=sent)
        if reply.status_code == 200:
            kept.append((reply.json()["data"][0]["id"], time.monotonic() - began))
    return kept


async def stream(client: httpx.AsyncClient, number: int, end: float) -> int:
    """Keeps a page's connection open; how many bytes came."""
    count = 0
    async with client.stream("GET", f"/gradio_api/heartbeat/load{number}") as reply:
        async for part in reply.aiter_bytes():
            count += len(part)
            if time.monotonic() > end:
                break
    return count


async def load(url: str, items: list[int], reviewers: int, seconds: float, streams: int) -> list[tuple[int, float]]:
    """Everybody at once; what was acknowledged."""
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=url, timeout=120, limits=limits) as client:
        end = time.monotonic() + seconds
        open_ = [asyncio.create_task(stream(client, number, end)) for number in range(streams)]
        await asyncio.sleep(1)
        kept = await asyncio.gather(*(reviewer(client, f"査読者{n}", items, end) for n in range(reviewers)))
        broken = sum(task.done() and task.exception() is not None for task in open_)
        for task in open_:
            task.cancel()
        print(f"{streams - broken} of {streams} streams stayed open")
    return [one for each in kept for one in each]


def serve(home: Path, port: int) -> subprocess.Popen[bytes]:
    """The app over this home; returns once it answers."""
    command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"NARABE_HOME": str(home)})
    while True:
        try:
            httpx.get(f"http://127.0.0.1:{port}/", timeout=5)
            return process
        except httpx.HTTPError:
            assert process.poll() is None, "the app did not start"
            time.sleep(0.3)


def cpu(process: subprocess.Popen[bytes]) -> float:
    """Processor seconds of the page's process, without its worker; on a busy machine they tell more than waits."""
    times = psutil.Process(process.pid).cpu_times()
    return float(times.user + times.system)


def main() -> None:
    """Fill a store, start a run, let everybody in, and count."""
    from app import pipeline
    from app.config import settings
    from app.records import Answer, Arm, QuestionSet, digest
    from app.store import Store

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reviewers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--streams", type=int, default=200)
    parser.add_argument("--model", default="embedded", help="of the run that goes on meanwhile")
    chosen = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="narabe-load-"))
    (home / "models").symlink_to(settings().models, target_is_directory=True)
    store = Store(f"sqlite:///{home / 'narabe.sqlite3'}")
    sample, _ = pipeline.load_questions(ROOT / "samples" / "verify100.xlsx")
    run = store.create_run(sample, [Arm(model="column", prompt="none")], ["ja", "en"])
    items = [item.id for item in store.pending(run.id, run.arms[0])]
    store.save_answers({item: Answer("東京です", "東京です", "ja") for item in items})
    store.set_state(run.id, "done")
    many = QuestionSet("長い.xlsx", digest("load"), sample.questions * 20)
    going = store.create_run(many, [Arm(model=chosen.model, prompt="qa")], ["ja", "en"])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = serve(home, port)
    try:
        while not store.run(going.id).answered:
            time.sleep(1)
        before, spent = store.run(going.id).answered, cpu(process)
        kept = asyncio.run(load(f"http://127.0.0.1:{port}", items, chosen.reviewers, chosen.seconds, chosen.streams))
        after, spent = store.run(going.id), cpu(process) - spent
    finally:
        process.terminate()
        process.wait(30)
    verdicts = store.verdicts(run.id)
    stored = Counter(verdict.id for verdict in verdicts)
    comments = Counter((verdict.reviewer, verdict.comment) for verdict in verdicts)
    waits = sorted(wait for _, wait in kept)
    print(f"the run went on: {after.answered - before} answers meanwhile ({after.state})")
    print(f"acknowledged {len(kept)}, found {sum(number in stored for number, _ in kept)}, stored {len(verdicts)}")
    print(f"the server's processor time: {spent:.1f} s, {1000 * spent / max(len(kept), 1):.0f} ms a verdict")
    print(f"doubled {sum(count - 1 for count in comments.values())}")
    print(
        f"seconds: median {statistics.median(waits):.3f}, p95 {waits[int(0.95 * len(waits))]:.3f}, most {waits[-1]:.3f}"
    )


if __name__ == "__main__":
    main()
