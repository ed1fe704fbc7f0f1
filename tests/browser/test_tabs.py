"""Questions, Run and Results in a real browser: the way through them, and what they look like to a reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import BrowserContext, Page, expect

from app.records import Answer
from app.ui.loaded import SAMPLE
from evaluators import Judgement, Scores
from tests.app.taking import take
from tests.browser.answers import HOSTILE, fill
from tests.browser.conftest import Served

Open = Callable[..., Page]
KANA = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{2,}")
NAMES = {
    "Excel",
    "NO",
    "Hugging",
    "Face",
    "csv",
    "xlsx",
    "McNemar",
    "Wilson",
    "Narabe",
    "response",
    "jp",
    "Markdown",
    "PNG",
    "SVG",
}
"""Names that stay as they are in Japanese text: products, methods, columns."""


@pytest.fixture
def tab(served: Served, visitor: Callable[..., BrowserContext]) -> Open:
    """Opens a tab and waits for it."""

    def open_tab(name: str, *, language: str = "en", **options: object) -> Page:
        page = visitor("", locale="ja-JP" if language == "ja" else "en-US", **options).new_page()
        page.goto(f"{served.url}?lang={language}#{name}")
        page.locator(f"#nb-{name}").wait_for(state="visible")
        return page

    return open_tab


def go(page: Page, name: str) -> None:
    page.locator(f'[role=tab][data-tab-id="{name}"]').click()
    page.locator(f"#nb-{name}").wait_for(state="visible")


def test_from_the_sample_to_a_running_run(served: Served, tab: Open) -> None:
    page = tab("questions")
    page.get_by_role("button", name="Use the sample").locator("visible=true").click()
    expect(page.locator("#nb-loaded")).to_contain_text("100 questions loaded")
    expect(page.locator("#nb-preview tbody tr")).to_have_count(50)
    page.locator("#nb-preview [data-pick]").last.click()
    expect(page.locator("#nb-preview")).to_contain_text("51–100 of 100")
    page.get_by_role("button", name="Next: Run").click()
    page.locator("#nb-options > button").click()
    page.locator("#nb-run input[type=number]").first.fill("3")
    page.locator("#nb-run input[type=number]").first.blur()
    expect(page.locator("#nb-start")).to_have_text("Run: 6 answers")
    page.locator("#nb-start").click()
    expect(page.locator("#nb-progress")).to_contain_text("Waiting for its turn")
    run = served.store.runs()[0]
    items = served.store.pending(run.id, run.arms[0])
    held = take(served.store, run.id)
    held.set_stage("answering")
    served.store.save_answers({one.id: Answer("東京", "東京", "ja", 3, 0.1, "stop") for one in items[:2]})
    served.store.save_grades(
        {one.id: Scores(0.9) for one in items[:2]},
        {one.id: Judgement("correct", 0.9, True, "same", "同じ") for one in items[:2]},
    )
    expect(page.locator(".nb-feed li")).to_have_count(2)
    expect(page.locator("#nb-progress")).to_contain_text("Answering")
    page.get_by_role("button", name="Cancel").locator("visible=true").click()
    held.finish("cancelled")
    expect(page.get_by_role("button", name="Resume")).to_be_visible()
    page.reload()
    expect(page.locator("#nb-progress")).to_contain_text("Cancelled. The answers so far are kept")
    page.get_by_role("button", name="Resume").click()
    expect(page.locator("#nb-progress")).to_contain_text("Waiting for its turn")
    served.store.set_state(run.id, "done")


def test_a_broken_workbook_is_explained(tab: Open, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["NO", "instruction(jp)", "response(jp)"], [1, HOSTILE, "はい"], [1, None, HOSTILE]):
        sheet.append(row)
    book.save(tmp_path / "壊れた.xlsx")
    page = tab("questions", language="ja")
    page.locator("#nb-questions input[type=file]").set_input_files(tmp_path / "壊れた.xlsx")
    expect(page.locator("#nb-loaded")).to_contain_text("このファイルは使えません")
    expect(page.locator("#nb-problems")).to_contain_text("3行目")
    expect(page.get_by_role("button", name="次へ：実行")).to_be_hidden()


def test_runs_of_the_command_line_appear_and_their_results_open(served: Served, tab: Open) -> None:
    page = tab("questions")
    run = fill(served.store, name="from-the-shell.xlsx")
    go(page, "run")
    page.locator("#nb-runs").get_by_role("button", name="from-the-shell.xlsx").first.click()
    expect(page.locator("#nb-progress h2")).to_contain_text("from-the-shell.xlsx")
    page.get_by_role("button", name="See the results").click()
    expect(page.locator("#nb-results-tables .nb-results tbody tr")).to_have_count(9)
    with page.expect_download() as download:
        page.locator("#nb-download").click()
    assert download.value.suggested_filename == "from-the-shell-graded.xlsx"
    assert served.store.run(run.id).state == "done"


@pytest.mark.parametrize("name", ["questions", "run", "results"])
@pytest.mark.parametrize("width", [390, 1400])
def test_nothing_hostile_runs_and_nothing_sticks_out(served: Served, tab: Open, name: str, width: int) -> None:
    fill(served.store, name=f"{HOSTILE}.xlsx")
    page = tab(name, width=width)
    if name == "questions":
        page.locator("#nb-questions input[type=file]").set_input_files(SAMPLE)
        page.locator("#nb-loaded .nb-ok").wait_for()
    else:
        page.locator({"run": "#nb-progress h2", "results": ".nb-results"}[name]).wait_for()
    assert page.evaluate("window.pwned") is None
    assert page.evaluate("document.documentElement.scrollWidth") <= width


WORDS = """(root) => {
  const found = [];
  const walker = document.createTreeWalker(document.querySelector(root), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent.closest('[data-content], [data-fixed], [hidden], .hide, script, style, ul[role=listbox]')) continue;
    if (!parent.checkVisibility()) continue;
    if (node.textContent.trim()) found.push(node.textContent.trim());
  }
  for (const element of document.querySelectorAll(`${root} [aria-label], ${root} [title], ${root} [placeholder]`)) {
    if (!element.checkVisibility() || element.closest('[data-content], [data-fixed]')) continue;
    const names = ['aria-label', 'placeholder', ...(element.type === 'checkbox' ? [] : ['title'])];
    found.push(...names.map((name) => element.getAttribute(name)).filter(Boolean));
  }
  return found;
}"""


@pytest.mark.parametrize("name", ["questions", "run", "results"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_word_of_the_other_language_is_left(served: Served, tab: Open, name: str, language: str) -> None:
    fill(served.store)
    page = tab("questions", language=language)
    page.locator("#nb-questions").get_by_role("button").filter(
        has_text=re.compile("サンプル100問|Use the sample")
    ).click()
    page.locator("#nb-loaded .nb-ok").wait_for()
    go(page, name)
    page.wait_for_timeout(800)
    found = page.evaluate(WORDS, f"#nb-{name}")
    assert found
    if language == "en":
        assert [text for text in found if KANA.search(text)] == []
    else:
        foreign = {text: set(LATIN.findall(text)) - NAMES for text in found if not KANA.search(text)}
        known = re.compile(r"verify|Gemma|embedded|\d{4}-\d{2}-\d{2}")
        assert {text for text, words in foreign.items() if words and not known.search(text)} == set()


@pytest.mark.parametrize(("name", "drop"), [("questions", "#nb-drop"), ("run", "#nb-knowledge-drop")])
def test_an_upload_button_drawn_late_or_anew_has_its_name(tab: Open, name: str, drop: str) -> None:
    page = tab(name, language="ja")
    if name == "run":
        page.locator("#nb-options > button").click()
        page.get_by_role("button", name="自分の資料を追加・削除").click()
    button = page.locator(f"{drop} [aria-dropeffect]")
    button.wait_for(state="attached")
    page.evaluate(
        """(drop) => {
          const old = document.querySelector(drop);
          const anew = old.cloneNode(true);
          anew.querySelector('[aria-dropeffect]').ariaLabel = 'Click to upload or drop files';
          old.replaceWith(anew);
        }""",
        drop,
    )
    page.wait_for_function("(button) => /[ぁ-んァ-ヶ]/.test(button.ariaLabel)", arg=button.element_handle())
