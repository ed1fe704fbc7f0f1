"""Eight reviewers in eight browser pages over one run: how soon the next question stands there, a verdict is on disk.

    python benchmarks/review.py
    python benchmarks/review.py --mode overlap --reviewers 8 --questions 10000 --steps 40 --pace 2

Starts `python -m app serve` over a home of its own, with a run of 10,000 questions whose answers are made up.
Each page grades both languages of a question by key, in `pace` seconds. The time to the next question is from the
key to the moment that other words stand in the page; a verdict is on disk when the server has said so and the page has
let go of it. Chromium, the server and its worker share the machine. Exit code 1: a verdict is missing from the store or
doubled, or a limit is exceeded.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # in place of this folder, whose statistics.py would hide the standard library's
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import argparse
import asyncio
import os
import shutil
import statistics
import tempfile
from collections.abc import Sequence
from typing import Any

from benchmarks.growth import questions
from benchmarks.load import serving

ROOT = Path(__file__).parents[1]
NEXT, DISK = 100, 150
"""Milliseconds within which 95 of 100 questions stand there, and verdicts are on disk."""
GRADE = """async ([steps, pace, offset]) => {
  const wait = (pause) => new Promise((done) => setTimeout(done, pause));
  const shown = () => [...document.querySelectorAll('.rv-q')].map((one) => one.textContent).join();
  const kept = () => !Object.keys(localStorage).some((key) => key.startsWith('narabe.outbox.'));
  const until = async (true_) => {
    const began = performance.now();
    while (!true_() && performance.now() - began < 20000) await wait(10);
    return performance.now() - began;
  };
  const press = () => document.dispatchEvent(new KeyboardEvent('keydown', { code: 'Digit1', key: '1', bubbles: true }));
  const times = { next: [], disk: [] };
  await wait(offset);
  for (let step = 0; step < steps; step += 1) {
    press();
    times.disk.push(await until(kept));
    await wait(pace / 2);
    const before = shown();
    press();
    const [next, disk] = await Promise.all([until(() => shown() !== before && shown()), until(kept)]);
    times.next.push(next);
    times.disk.push(disk);
    await wait(pace / 2);
  }
  return times;
}"""


CALM = """(() => {
  const draw = window.requestAnimationFrame.bind(window);
  const endless = (step) => String(step).includes('performance.now()') && String(step).length < 100;
  window.requestAnimationFrame = (step) => (endless(step) ? setTimeout(step, 1000) : draw(step));
})()"""
"""Gradio's loading indicator goes on counting in every page after it is gone, sixty times a second. Each reviewer's own
computer pays for that; here eight of them would take half a core from the server."""


def fill(store: Any, count: int, mode: str, names: Sequence[str]) -> str:
    """A judged run of made-up answers, shared as the mode says; its id."""
    from app.records import Answer, Arm
    from app.verdicts import ReviewSettings
    from evaluators import Judgement, Scores

    run = store.create_run(questions(count), [Arm()], ["ja", "en"])
    items = [one.item for one in store.graded_run(run.id)]
    said = {one.id: one.question.references(one.language)[0] for one in items}
    store.save_answers({one.id: Answer(said[one.id], said[one.id], one.language) for one in items})
    judged = Judgement("correct", 0.9, True, "the answer contains the reference", "回答に参照解答が含まれています")
    store.save_grades({one.id: Scores(0.9, 0.8) for one in items}, {one.id: judged for one in items})
    store.set_state(run.id, "done")
    if mode != "all":
        store.set_review(run.id, ReviewSettings(mode, 2, team=tuple(names), lead_grades=False), "鈴木")  # type: ignore[arg-type]
    return str(run.id)


async def review(url: str, run: str, names: Sequence[str], chosen: argparse.Namespace) -> list[dict[str, list[float]]]:
    """Everybody's times, in milliseconds."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        pages = []
        for name in names:
            context = await browser.new_context(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
            await context.add_init_script(f"localStorage.setItem('narabe.reviewer', '{name}')")
            await context.add_init_script(CALM)
            page = await context.new_page()
            await page.goto(f"{url}/?lang=ja&run={run}#review")
            await page.locator(".rv-side:not([aria-busy]) .rv-q").first.wait_for(timeout=120_000)
            pages.append(page)
        pace = 1000 * chosen.pace
        grading = [page.evaluate(GRADE, [chosen.steps, pace, n * pace / len(names)]) for n, page in enumerate(pages)]
        times: list[Any] = await asyncio.gather(*grading)
        await browser.close()
    return times


def measure(chosen: argparse.Namespace) -> bool:
    """The whole measurement, printed; whether every verdict is there once and the limits are kept."""
    from app.store import Store

    names = [f"評価者{number}" for number in range(1, chosen.reviewers + 1)]
    with tempfile.TemporaryDirectory(prefix="narabe-review-") as folder:
        home = Path(folder)
        database = f"sqlite:///{home / 'narabe.sqlite3'}"
        store = Store(database)
        run = fill(store, chosen.questions, chosen.mode, names)
        with serving(home, database, 1) as ((url,), (process,)):
            before = process.cpu_times()
            times = asyncio.run(review(url, run, names, chosen))
            after = process.cpu_times()
        given = store.verdicts(run)
    once = len({(one.reviewer, one.item_id) for one in given}) == len(given) == 2 * chosen.steps * chosen.reviewers
    spent = after.user + after.system - before.user - before.system
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{chosen.reviewers} reviewers, {chosen.questions:,} questions, {chosen.mode}, pace {chosen.pace} s")
    print(f"{len(given):,} verdicts in the store, {'each once' if once else 'NOT each once'}")
    print(f"server: {spent:.0f} s of processor time, pages' opening included; load average {load}")
    slowest = [
        _told(name, [time for one in times for time in one[key]], limit)
        for name, key, limit in (("next question", "next", NEXT), ("verdict on disk", "disk", DISK))
    ]
    return once and all(slowest)


def _told(name: str, times: Sequence[float], limit: int) -> bool:
    p95 = statistics.quantiles(times, n=20, method="inclusive")[18]
    print(
        f"{name}: p50 {statistics.median(times):.0f} ms, p95 {p95:.0f} ms (limit {limit}), at most {max(times):.0f} ms"
    )
    return p95 <= limit


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reviewers", type=int, default=8, choices=range(1, 33), metavar="1-32")
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--mode", default="all", choices=("all", "split", "overlap"))
    parser.add_argument("--steps", type=int, default=25, help="questions that each reviewer grades")
    parser.add_argument("--pace", type=float, default=2.0, help="seconds for a question")
    sys.exit(0 if measure(parser.parse_args()) else 1)


if __name__ == "__main__":
    main()
