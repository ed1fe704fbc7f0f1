"""A reviewer accepts an answer as a reference, by key and by button, and takes it back."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from app.store import growth
from tests.browser.answers import HOSTILE, fill
from tests.browser.conftest import Served


def goto(page: Page, number: str) -> None:
    page.keyboard.press("g")
    page.locator("[data-goto-input]").fill(number)
    page.keyboard.press("Enter")
    expect(page.locator("[data-no] [data-content]")).to_have_text(number)


def test_an_answer_is_accepted_and_taken_back(served: Served, review: Callable[..., Page]) -> None:
    run = fill(served.store, name="accept.xlsx")
    page = review()
    goto(page, "4")
    page.keyboard.press("s")
    side = page.locator('[data-language="en"]')
    expect(side.locator(".rv-ref")).to_have_count(1)
    page.keyboard.press("a")
    expect(side.locator(".rv-ref")).to_have_count(2, timeout=20_000)
    expect(side.locator(".rv-added")).to_contain_text("hanako")
    expect(side.locator(".rv-judge.ok")).to_contain_text("references v1")
    assert [change.text for change in growth.reference_changes(served.store, run.id)] == ["A carrot"]
    page.keyboard.press("u")
    expect(side.locator(".rv-ref")).to_have_count(1, timeout=20_000)
    expect(side.locator(".rv-judge.no")).to_contain_text("references v2")
    side.locator("[data-accept]").click()
    expect(side.locator(".rv-ref")).to_have_count(2, timeout=20_000)
    values = [change.value for change in growth.reference_changes(served.store, run.id)]
    assert values == ["accepted", "withdrawn", "accepted"]


def test_hostile_answers_and_names_stay_text(served: Served, review: Callable[..., Page]) -> None:
    fill(served.store, name="hostile-reference.xlsx", copies=2)
    page = review(HOSTILE[:80])
    goto(page, "1")
    page.keyboard.press("a")
    expect(page.locator('[data-language="ja"] .rv-added')).to_contain_text("<img src=x", timeout=20_000)
    assert page.evaluate("window.pwned") is None
