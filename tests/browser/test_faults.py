"""What goes wrong on the server is said on the page, in its language; what is too long for a page does not widen it."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import BrowserContext, Page, expect

from app import pipeline
from app.records import Arm
from app.ui.questions import tab as questions
from tests.browser import answers
from tests.browser.answers import fill
from tests.browser.conftest import Served, press
from tests.browser.test_review_keys import latest, saved

Open = Callable[[str], Page]


@pytest.fixture
def visit(served: Served, visitor: Callable[..., BrowserContext]) -> Open:
    """Opens a tab of the Japanese page on a phone."""

    def open_tab(name: str) -> Page:
        page = visitor("花子", locale="ja-JP", width=390, height=844).new_page()
        page.goto(f"{served.url}?lang=ja#{name}")
        page.locator(f"#nb-{name}").wait_for(state="visible")
        page.locator(".nb-faults").wait_for(state="attached")
        return page

    return open_tab


def workbook(path: Path, *rows: list[str]) -> Path:
    book = Workbook()
    for row in (["NO", "type", "instruction(jp)", "response(jp)", "instruction(en)", "response(en)"], *rows):
        book.active.append(row)
    book.save(path)
    return path


def test_a_row_in_one_language_is_shown_with_its_warning(visit: Open, tmp_path: Path) -> None:
    page = visit("questions")
    rows = ["1", "open_qa", "首都は？", "東京", "Capital?", "Tokyo"], ["2", "open_qa", "日本だけ？", "はい", "", ""]
    page.locator("input[type=file]").first.set_input_files(workbook(tmp_path / "片方.xlsx", *rows))
    expect(page.locator("#nb-loaded")).to_contain_text("2問を読み込みました")
    expect(page.locator("#nb-preview tbody tr")).to_have_count(2)
    expect(page.locator("#nb-problems")).to_contain_text("もう一方の言語だけで質問します")


def test_a_fault_of_the_server_is_said_in_the_language_of_the_page(
    visit: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visit("questions")
    monkeypatch.setattr(questions, "counts", lambda _: 1 / 0)
    row = ["1", "open_qa", "首都は？", "東京", "Capital?", "Tokyo"]
    page.locator("input[type=file]").first.set_input_files(workbook(tmp_path / "失敗.xlsx", row))
    said = page.get_by_role("alert").filter(has_text="サーバーで予期しないエラーが起きました")
    expect(said).to_be_visible(timeout=60_000)
    expect(said).not_to_contain_text("division")


def test_what_lacks_for_a_trial_is_said(visit: Open) -> None:
    page = visit("questions")
    page.get_by_label("日本語で").fill("")
    page.get_by_label("英語で").fill(" ")
    page.get_by_role("button", name="質問する").click()
    expect(page.get_by_role("alert").filter(has_text="質問を日本語か英語で書いてください")).to_be_visible()


def test_a_lost_connection_is_said_in_the_language_of_the_page(visit: Open) -> None:
    page = visit("questions")
    page.context.set_offline(True)
    page.get_by_role("button", name="サンプル100問を使う").locator("visible=true").click()
    expect(page.locator(".toast-wrap")).to_contain_text("サーバーとの接続が切れました")
    expect(page.locator(".toast-wrap")).not_to_contain_text("Connection")


def test_a_verdict_that_finds_the_disk_full_says_so_and_is_kept_until_there_is_room(
    served: Served, visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = fill(served.store, name="満杯.xlsx")
    page = visit("review")
    page.locator(".rv-q").first.wait_for()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "record_verdict", full)
        press(page, "2")
        expect(page.locator("[data-failure]")).to_contain_text("ディスクに空きがなく")
        expect(page.locator("[data-failure]")).to_contain_text("1件をこのブラウザーに保管")
        assert latest(served, run.id) == []
    saved(page)
    expect(page.locator("[data-failure]")).to_be_hidden()
    assert [(one.value, one.reviewer) for one in latest(served, run.id)] == [("incorrect", "花子")]


def test_however_long_numbers_types_and_names_are_the_page_keeps_its_width(
    served: Served, visit: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "番号" + "x" * 300
    rows = tuple(row._replace(no=long + row.no, type="種類" + "y" * 200) for row in answers.ROWS)
    monkeypatch.setattr(answers, "ROWS", rows)
    fill(served.store, (Arm(), Arm(model="/models/" + "m" * 150)), name="長い" + "n" * 200 + ".xlsx")
    for name in ("review", "results", "run", "questions"):
        page = visit(name)
        if name == "review":
            page.locator(".rv-q").first.wait_for()
        if name == "results":
            page.locator(".nb-results").wait_for()
        if name == "questions":
            row = [long, "種類" + "y" * 200, "質" * 400, "z" * 400, "q" * 400, "r" * 400]
            page.locator("input[type=file]").first.set_input_files(workbook(tmp_path / "長い.xlsx", row))
            page.locator("#nb-preview tbody tr").wait_for()
        assert page.evaluate("() => document.documentElement.scrollWidth") == 390, name
        page.close()
