"""A reviewer accepts an answer as a reference, by key and by button, and takes it back."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.answers import HOSTILE, fill
from tests.browser.conftest import Served, press
from tests.browser.test_review_keys import saved


def goto(page: Page, number: str) -> None:
    press(page, "g")
    page.locator("[data-goto-input]").fill(number)
    press(page, "Enter")
    expect(page.locator("[data-no] [data-content]")).to_have_text(number)


def test_an_answer_is_accepted_and_taken_back(served: Served, review: Callable[..., Page]) -> None:
    run = fill(served.store, name="accept.xlsx")
    page = review()
    goto(page, "4")
    press(page, "s")
    side = page.locator('[data-language="en"]')
    expect(side.locator(".rv-ref")).to_have_count(1)
    press(page, "a")
    expect(side.locator(".rv-ref")).to_have_count(2)
    expect(side.locator(".rv-added")).to_contain_text("hanako")
    expect(side.locator(".rv-judge.ok")).to_contain_text("references v1")
    assert [change.text for change in served.store.reference_changes(run.id)] == ["A carrot"]
    press(page, "u")
    expect(side.locator(".rv-ref")).to_have_count(1)
    expect(side.locator(".rv-judge.no")).to_contain_text("references v2")
    side.locator("[data-accept]").click()
    expect(side.locator(".rv-ref")).to_have_count(2)
    values = [change.value for change in served.store.reference_changes(run.id)]
    assert values == ["accepted", "withdrawn", "accepted"]
    side.locator("[data-accept]").click()  # the questions of the next test are a version of these
    expect(side.locator(".rv-ref")).to_have_count(1)


def test_hostile_answers_and_names_stay_text(served: Served, review: Callable[..., Page]) -> None:
    fill(served.store, name="hostile-reference.xlsx", copies=2)
    page = review(HOSTILE[:80])
    goto(page, "1")
    press(page, "a")
    expect(page.locator('[data-language="ja"] .rv-added')).to_contain_text("<img src=x")
    assert page.evaluate("window.pwned") is None


def test_keys_and_comments_go_on_while_an_accepted_answer_is_judged(
    served: Served, review: Callable[..., Page]
) -> None:
    """The cards are read anew after the judgement; what is decided or typed until then stays."""
    run = fill(served.store, name="meanwhile.xlsx")
    page = review()
    goto(page, "4")
    page.route("**/component_server", lambda route: (page.wait_for_timeout(700), route.continue_()))
    press(page, "s")
    press(page, "a")
    press(page, "2")
    english = page.locator('[data-language="en"]')
    press(page, "s")
    press(page, "c")
    page.keyboard.type("a carrot is no fruit")
    expect(page.locator("[data-status]")).to_contain_text("Saved")
    page.keyboard.type(", it is a root")
    page.wait_for_timeout(2_000)
    assert page.evaluate("document.activeElement.value") == "a carrot is no fruit, it is a root"
    press(page, "Enter")
    expect(english.locator(".rv-added")).to_contain_text("hanako")
    expect(english.locator('[aria-pressed="true"][data-choice]')).to_have_attribute("data-choice", "incorrect")
    saved(page)
    given = [(one.value, one.comment) for one in served.store.verdicts(run.id)]
    assert given == [("incorrect", ""), ("incorrect", "a carrot is no fruit, it is a root")]
