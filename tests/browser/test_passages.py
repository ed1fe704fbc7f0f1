"""In a browser: the passages of an answer in Review, and the exact prompt with its passages on the Run tab."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

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
    side.get_by_text("プロンプトに入れた文章（2）").click()
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
