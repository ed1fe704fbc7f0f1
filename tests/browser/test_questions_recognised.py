"""The Questions tab says what it recognised; each guess is changed with one click, remembered, and forgotten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.config import settings
from app.questions import user_memory
from tests.browser.conftest import Served

HEADER = ("NO", "質問", "正解")


def two_sheets(folder: Path) -> Path:
    """The same questions in two languages, a sheet each."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "日本語"
    second = book.create_sheet("English")
    for row in (HEADER, (1, "日本の首都はどこですか？", "東京"), (2, "世界一高い山は？", "エベレスト")):
        first.append(row)
    for row in (
        ("NO", "question", "answer"),
        (1, "What is the capital of Japan?", "Tokyo"),
        (2, "Which mountain is the highest?", "Everest"),
    ):
        second.append(row)
    book.save(folder / "two-sheets.xlsx")
    return folder / "two-sheets.xlsx"


def text(folder: Path, name: str, reference: str, encoding: str) -> Path:
    path = folder / name
    path.write_text(f"番号,質問,正解\n1,日本の首都はどこですか？,{reference}\n", encoding=encoding)
    return path


@pytest.fixture
def page(served: Served, visitor: Callable[..., BrowserContext]) -> Page:
    """The Questions tab."""
    page = visitor().new_page()
    page.goto(f"{served.url}?lang=en#questions")
    page.locator("#nb-drop input[type=file]").wait_for(state="attached")
    return page


def put(page: Page, path: Path) -> None:
    """Loads a file, in place of the one before."""
    clear = page.locator("#nb-drop button[aria-label=Clear], #nb-drop button[aria-label='Remove this file']")
    if clear.count():
        clear.first.click()
        page.locator("#nb-loaded").filter(has_text="loaded").wait_for(state="hidden")
    page.locator("#nb-drop input[type=file]").set_input_files(path)
    expect(page.locator("#nb-loaded")).to_contain_text(path.name)


def choose(page: Page, dropdown: str, name: str) -> None:
    """Picks an entry of a dropdown."""
    page.wait_for_timeout(1000)  # the page moves while it follows what was loaded
    page.locator(f"{dropdown} input").click()
    page.get_by_role("option", name=name, exact=True).click()


def forget(page: Page) -> None:
    """Forgets what was said about the layout."""
    page.locator("#nb-forget").click()
    expect(page.locator("#nb-forget")).to_be_hidden()
    assert user_memory().path.read_text("utf-8") == "{}"


def test_each_guess_is_changed_with_one_click_and_forgotten(
    page: Page, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    recognised, preview = page.locator("#nb-recognised"), page.locator("#nb-preview")
    assert settings().home in user_memory().path.parents

    put(page, two_sheets(tmp_path))
    expect(recognised).to_contain_text("two sheets joined")
    expect(preview).to_contain_text("What is the capital of Japan?")
    choose(page, "#nb-join", "read them apart")
    expect(preview).not_to_contain_text("What is the capital of Japan?")
    expect(preview).to_contain_text("日本の首都はどこですか？")
    forget(page)
    expect(preview).to_contain_text("What is the capital of Japan?")

    put(page, text(tmp_path, "several.csv", "東京；東京都", "utf-8"))
    expect(recognised).to_contain_text("東京；東京都 → 東京 | 東京都")
    expect(page.locator("#nb-problems")).to_contain_text("“Split several references in a cell”")
    references = preview.locator(".nb-ref")
    expect(references).to_have_text(["東京；東京都"])
    page.locator("#nb-split-references").click()
    expect(references).to_have_text(["東京", "東京都"])
    expect(page.locator("#nb-split-references")).to_have_text("Leave the references whole")
    forget(page)
    expect(references).to_have_text(["東京；東京都"])

    put(page, text(tmp_path, "windows.csv", "東京です", "cp932"))
    expect(recognised).to_contain_text("Shift_JIS (CP932)")
    expect(preview).to_contain_text("日本の首都はどこですか？")
    choose(page, "#nb-encoding", "EUC-JP")
    expect(preview).not_to_contain_text("日本の首都はどこですか？")
    choose(page, "#nb-encoding", "Shift_JIS (CP932)")
    expect(preview).to_contain_text("日本の首都はどこですか？")
    expect(recognised).to_contain_text("certain")
    assert "could not be carried out" not in caplog.text
