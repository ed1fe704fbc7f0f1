"""The review screen uses the room that it has, and nothing jumps from one question to the next."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import fill
from tests.browser.conftest import Served, press

SIZES = {"wide": (1400, 900), "low": (1366, 650), "tablet": (768, 1024), "phone": (390, 844)}


@pytest.mark.parametrize("size", SIZES)
def test_the_buttons_stay_where_they_are(served: Served, review: Callable[..., Page], size: str) -> None:
    width, height = SIZES[size]
    fill(served.store, name=f"{size}.xlsx", most=8)
    page = review(f"{size}さん", width=width, height=height)
    found = set()
    for number in range(1, 9):
        expect(page.locator(".rv-top h1")).to_have_text(f"NO {number}")
        page.wait_for_function("() => !document.querySelector('.rv-side[aria-busy]')")
        button = page.locator('[data-language="ja"] [data-choice="correct"]')
        found.add(round(button.evaluate("(one) => one.getBoundingClientRect().top")))
        assert page.locator('[data-language="ja"] .rv-q').evaluate("(one) => one.offsetHeight") > 20
        page.locator("[data-next]").click()
    assert len(found) == 1


def test_a_decision_on_a_phone_brings_the_other_language_into_sight(
    served: Served, review: Callable[..., Page]
) -> None:
    fill(served.store, name="thumb.xlsx")
    page = review("親指", width=390, height=844)
    top = "(one) => Math.round(one.getBoundingClientRect().top)"
    for number in (1, 2):
        expect(page.locator(".rv-top h1")).to_have_text(f"NO {number}")
        for language in ("ja", "en"):
            side = page.locator(f'[data-language="{language}"]')
            page.wait_for_function("(one) => one.getBoundingClientRect().top < 340", arg=side.element_handle())
            assert side.evaluate(top) >= 0
            side.locator('[data-choice="correct"]').click()


def test_a_wide_screen_has_the_history_beside_the_answers(served: Served, review: Callable[..., Page]) -> None:
    fill(served.store, name="beside.xlsx")
    page = review("広子", width=2200, height=1200)
    beside = page.locator("[data-beside]")
    expect(beside).to_contain_text("NO 1 · Japanese")
    expect(beside).to_contain_text("Nothing was said yet")
    page.locator("[data-advance]").uncheck()
    press(page, "2")
    expect(beside.locator("li")).to_contain_text("Incorrect")
    press(page, "h")
    expect(beside).to_be_focused()
    expect(page.locator("[data-history-dialog]")).to_be_hidden()
    press(page, "e")
    expect(beside).to_contain_text("NO 1 · English")


def test_where_the_rail_is_folded_the_search_key_opens_it(served: Served, review: Callable[..., Page]) -> None:
    fill(served.store, name="folded.xlsx")
    page = review("畳", width=768, height=1024)
    expect(page.locator("[data-search]")).to_be_hidden()
    press(page, "/")
    page.keyboard.type("whale")
    expect(page.locator(".rv-top h1")).to_have_text("NO 6")
    page.keyboard.press("Enter")
    expect(page.locator("[data-search]")).to_be_hidden()


@pytest.mark.parametrize("width", [1400, 1260])
def test_the_foot_keeps_its_line_when_a_verdict_was_saved(
    served: Served, review: Callable[..., Page], width: int
) -> None:
    fill(served.store, name=f"foot{width}.xlsx")
    page = review("足立", language="ja", width=width)
    height = "document.querySelector('.rv-foot').getBoundingClientRect().height"
    before = page.evaluate(height)
    press(page, "1")
    expect(page.locator("[data-status]")).to_contain_text("保存済み")
    assert page.evaluate(height) == before
    expect(page.locator("[data-help]")).to_be_in_viewport()
    page.locator("[data-open-sharing]").click()
    expect(page.locator("[data-tag-list]")).to_have_value(re.compile("^事実の誤り\n"))
