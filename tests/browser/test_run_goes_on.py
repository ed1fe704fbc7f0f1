"""A run on a real server, as its viewers see it: it outlives the page, and can be cancelled, paused and resumed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app import pipeline
from app.records import Arm, Question, QuestionSet, Side
from app.store import Store
from tests.browser.conftest import Served, serving

QUESTIONS = 300
PATIENCE = 180_000
"""Milliseconds: a worker on a busy machine starts slowly."""


@pytest.fixture
def address(home: Path, tiny_model: Path, tmp_path: Path) -> Iterator[str]:
    """A server whose model is tiny, with questions enough to keep it busy for a while."""
    path = tmp_path / "questions.csv"
    rows = [f"{no},{no}番目の質問ですか？,はい,Is this question {no}?,Yes" for no in range(1, QUESTIONS + 1)]
    header = "NO,instruction(jp),response(jp),instruction(en),response(en)"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    with serving(home, "--workbook", path, NARABE_MODEL=str(tiny_model)) as url:
        yield url


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).locator("visible=true").click()


def answered(page: Page) -> int:
    """How many answers the page shows to be there."""
    found = re.search(r"([\d,]+)\s*/", page.locator("#nb-progress .nb-figures div").first.inner_text())
    return int(found[1].replace(",", "")) if found else 0


@pytest.mark.timeout(900)
def test_a_run_outlives_its_page_and_stops_when_told(
    address: str, home: Path, visitor: Callable[..., BrowserContext]
) -> None:
    page = visitor("").new_page()
    page.goto(f"{address}?lang=en#run")
    expect(page.locator("#nb-start")).to_have_text(f"Run: {2 * QUESTIONS:,} answers")
    page.locator("#nb-start").click()
    page.get_by_role("button", name="Pause", exact=True).locator("visible=true").wait_for()
    page.close()

    page, other = visitor("").new_page(), visitor("").new_page()
    for viewer in (page, other):
        viewer.goto(f"{address}?lang=en#run")
        expect(viewer.locator("#nb-progress .nb-feed li").first).to_be_visible(timeout=PATIENCE)
    press(page, "Cancel")
    for viewer in (page, other):
        expect(viewer.locator("#nb-progress")).to_contain_text("Cancelled", timeout=PATIENCE)
    cancelled = answered(page)
    assert 0 < cancelled < 2 * QUESTIONS

    press(page, "Resume")
    expect(page.locator("#nb-progress .nb-stage")).to_have_text("Answering", timeout=PATIENCE)
    press(page, "Pause")
    expect(page.locator("#nb-progress")).to_contain_text("Paused", timeout=PATIENCE)
    paused = answered(page)
    assert cancelled <= paused < 2 * QUESTIONS
    page.close()

    press(other, "Resume")
    expect(other.locator("#nb-progress")).to_contain_text("All done", timeout=PATIENCE)
    store = Store(f"sqlite:///{home / 'narabe.sqlite3'}")
    (run,) = (run for run in store.runs() if not run.example)
    assert (run.answered, run.errors) == (2 * QUESTIONS, 0)


def test_a_runs_settings_are_copied_into_the_form(served: Served, visitor: Callable[..., BrowserContext]) -> None:
    questions = QuestionSet(
        "コピー.xlsx",
        "7" * 64,
        tuple(Question(str(no), "", {"ja": Side(f"{no}？"), "en": Side(f"{no}?")}) for no in range(1, 31)),
    )
    run = pipeline.plan_run(served.store, questions, [Arm(prompt="original")], ["en"], 20)
    served.store.set_state(run.id, "cancelled")
    page = visitor("").new_page()
    page.goto(f"{served.url}?lang=en#run")
    page.locator(f"#nb-runs [data-pick='{run.id}']").click()
    expect(page.locator("#nb-progress")).to_contain_text("コピー.xlsx")
    press(page, "Copy its settings to the form")
    expect(page.locator("#nb-plan")).to_contain_text("コピー.xlsx")
    expect(page.locator("#nb-start")).to_have_text("Run: 20 answers")
    expect(page.locator("#nb-estimate")).to_contain_text("Questions 20 × languages 1 × arms 1")
    expect(page.get_by_label("original (the experiment of August 2023)").locator("visible=true")).to_be_checked()
