"""The whole way as a newcomer goes it: the sample, a run of the built-in model, grading by keyboard, the workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import press, serving
from tests.browser.test_review_keys import saved

FIRST_START = 300_000
"""Milliseconds for a first run, which converts the model."""


@pytest.fixture
def address(home: Path) -> Iterator[str]:
    """The address of a real `python -m app`, with its worker, over a fresh home."""
    with serving(home) as url:
        yield url


@pytest.mark.timeout(900)
def test_sample_run_grade_download(address: str, visitor: Callable[..., BrowserContext], tmp_path: Path) -> None:
    page = visitor("").new_page()
    page.goto(f"{address}?lang=en#questions")
    page.get_by_role("button", name="Use the sample").locator("visible=true").click()
    expect(page.locator("#nb-loaded")).to_contain_text("100 questions loaded")
    page.get_by_role("button", name="Next: Run").click()
    page.locator("#nb-options > button").click()
    page.locator("#nb-run input[type=number]").first.fill("4")
    page.locator("#nb-run input[type=number]").first.blur()
    expect(page.locator("#nb-start")).to_have_text("Run: 8 answers")
    page.locator("#nb-start").click()
    page.get_by_role("button", name="Cancel").locator("visible=true").wait_for()
    page.close()  # the run does not depend on the page

    page = visitor("").new_page()
    page.goto(f"{address}?lang=en#run")
    expect(page.locator("#nb-progress")).to_contain_text("All done", timeout=FIRST_START)
    page.get_by_role("button", name="Review →").locator("visible=true").click()
    page.get_by_role("dialog").locator("input").fill("花子")
    press(page, "Enter")
    page.locator(".rv-q").first.wait_for()
    for key in "12311L22":
        press(page, key)
    saved(page)
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name="Download Excel").locator("visible=true").click()
    download.value.save_as(tmp_path / "graded.xlsx")

    book = openpyxl.load_workbook(tmp_path / "graded.xlsx")
    header, *rows = book["Answers"].iter_rows(values_only=True)
    assert len(rows) == 4
    column = {name: index for index, name in enumerate(header)}
    assert [(row[column["verdict(jp)"]], row[column["verdict(en)"]]) for row in rows] == [
        ("correct", "incorrect"),
        ("unsure", "correct"),
        ("correct", "correct"),
        ("incorrect", "incorrect"),
    ]
    assert rows[2][column["language_ok(en)"]] is False
    assert {row[column["reviewer(jp)"]] for row in rows} == {"花子"}
    assert all(row[column["Answer(jp)"]] for row in rows)
    assert book["Verdicts"].max_row == 9
