"""In a browser: the passages of an answer in Review, and the exact prompt with its passages on the Run tab."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from app.records import Passage
from tests.browser.answers import fill
from tests.browser.conftest import Served

NASTY = '<img src=x onerror="window.hurt=1">${window.hurt=2}'


def test_passages_are_folded_below_the_answer(served: Served, review: Callable[..., Page]) -> None:
    run = fill(served.store)
    first = served.store.graded_run(run.id)[0]
    assert first.answer
    used = (Passage(f"東京は日本の首都である。{NASTY}", f"地理/{NASTY}.md", 0.8123), Passage("Tokyo.", "b.txt", 0.5))
    served.store.save_answers({first.item.id: replace(first.answer, passages=used)})
    page = review(language="ja")
    side = page.locator(".rv-side").first
    expect(side.locator("blockquote").first).to_be_hidden()
    side.get_by_text("プロンプトに入れた参考文（2）").click()
    expect(side.locator("blockquote").first).to_contain_text(NASTY)
    expect(side.locator("blockquote footer").first).to_contain_text("類似度 .81")
    assert page.evaluate("window.hurt") is None
    page.locator("[data-blind]").check()
    expect(side.locator(".rv-passages")).to_be_hidden()


def test_the_run_tab_shows_what_is_sent(served: Served, visitor: Callable[..., BrowserContext]) -> None:
    page = visitor().new_page()
    page.goto(f"{served.url}?lang=en#run")
    page.locator("#nb-prompts .label-wrap").first.click()
    expect(page.locator("#nb-sent-ja pre")).to_contain_text("質問：日本の首都はどこですか？")
    page.locator("#nb-prompts .label-wrap").nth(1).click()
    text = page.get_by_label("Without passages · English")
    text.fill("Tell me: {question.__class__}")
    expect(page.locator("#nb-sent-en")).to_contain_text("unknown field {question.__class__}")
    text.fill("Tell me: {question}")
    expect(page.locator("#nb-sent-en pre")).to_have_text("Tell me: What is the capital of Japan?")
    page.get_by_label("Keep as").fill("mine")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("Kept as “mine”")).to_be_visible()
    expect(page.get_by_role("checkbox", name="mine")).to_be_checked()

    page.get_by_role("button", name="Delete this prompt").click()
    expect(page.get_by_text("“mine” was deleted")).to_be_visible()
    expect(page.get_by_role("checkbox", name="mine")).to_have_count(0)
    expect(text).to_have_value("Tell me: {question}")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_role("checkbox", name="mine")).to_be_checked()
    page.reload()
    expect(page.get_by_role("checkbox", name="mine")).to_be_visible()


def test_files_of_ones_own_are_added_and_deleted(
    served: Served, visitor: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    (tmp_path / "塔.txt").write_text("東京タワーの高さは333メートルである。", encoding="utf-8")
    page = visitor().new_page()
    page.goto(f"{served.url}?lang=ja#run")
    page.locator("#nb-options > button").click()
    page.get_by_role("button", name="自分の資料を追加・削除").click()
    expect(page.get_by_role("button", name="削除する", exact=True)).to_be_hidden()
    page.locator("#nb-knowledge-drop input[type=file]").set_input_files(tmp_path / "塔.txt")
    page.get_by_role("button", name="追加する", exact=True).click()
    expect(page.get_by_role("checkbox", name="塔")).to_be_checked(timeout=60_000)
    page.reload()
    page.locator("#nb-options > button").click()
    page.get_by_role("button", name="自分の資料を追加・削除").click()
    expect(page.get_by_role("checkbox", name="塔")).to_be_visible()
    page.get_by_label("削除する資料").click()
    page.get_by_role("option", name="塔").click()
    page.get_by_role("button", name="削除する", exact=True).click()
    expect(page.get_by_text("「塔」を削除しました")).to_be_visible()
    expect(page.get_by_role("checkbox", name="塔")).to_have_count(0)
    expect(page.get_by_role("button", name="削除する", exact=True)).to_be_hidden()
