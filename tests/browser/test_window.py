"""What a window holds: questions and form outlive a reload and a change of language; a started run comes into view."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.ui.run import progress
from tests.browser.answers import fill
from tests.browser.conftest import Served
from tests.browser.test_address import go, opened


def options(page: Page) -> None:
    page.locator("#nb-options > button").click()


def test_questions_and_form_outlive_reload_and_language(served: Served, visitor: Callable[..., BrowserContext]) -> None:
    page = opened(visitor, f"{served.url}?lang=en")
    page.get_by_role("button", name="Use the sample").locator("visible=true").click()
    expect(page.locator("#nb-loaded")).to_contain_text("100 questions loaded")
    page.get_by_role("button", name="Next: Run").click()
    options(page)
    page.locator("#nb-run input[type=number]").locator("visible=true").first.fill("7")
    page.locator("#nb-run input[type=number]").locator("visible=true").first.blur()
    page.get_by_label("English", exact=True).locator("visible=true").uncheck()
    expect(page.locator("#nb-start")).to_have_text("Run: 7 answers")
    page.reload()
    expect(page.locator("#nb-start")).to_have_text("Run: 7 answers")
    page.locator(".nb-lang a[lang=ja]").click()
    expect(page.locator("#nb-start")).to_have_text("実行する（回答 7件）")
    go(page, "questions")
    expect(page.locator("#nb-loaded")).to_contain_text("100問を読み込みました")


def test_a_started_run_is_seen_and_the_form_is_free_after_it(
    served: Served, visitor: Callable[..., BrowserContext]
) -> None:
    page = opened(visitor, f"{served.url}?lang=ja")
    page.get_by_role("button", name="サンプル100問を使う").locator("visible=true").click()
    page.get_by_role("button", name="次へ：実行").click()
    expect(page.locator("#nb-start")).to_be_in_viewport()
    options(page)
    page.locator("#nb-run input[type=number]").locator("visible=true").first.fill("2")
    page.locator("#nb-run input[type=number]").locator("visible=true").first.blur()
    expect(page.locator("#nb-start")).to_have_text("実行する（回答 4件）")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.locator("#nb-start").evaluate("(button) => button.click()")
    expect(page.locator("#nb-progress .nb-stage")).to_be_in_viewport()
    expect(page.locator("#nb-estimate")).to_contain_text("進行中")
    run = next(run for run in served.store.runs() if run.state == "queued")  # an earlier one of the sample goes on
    served.store.set_state(run.id, "done")
    expect(page.locator("#nb-estimate")).not_to_contain_text("進行中")


def test_a_card_whose_timer_was_stopped_still_sees_its_run_end(
    served: Served, visitor: Callable[..., BrowserContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = fill(served.store, name="止まった時計.xlsx")
    served.store.set_state(run.id, "queued")
    with monkeypatch.context() as patched:
        patched.setattr(progress, "OPEN", ())  # as after an answer to an earlier look, which knew of no open run
        patched.setattr(progress, "lags", lambda page, run: False)
        page = opened(visitor, f"{served.url}?lang=ja&run={run.id}#run")
        expect(page.locator("#nb-progress .nb-state-queued")).to_be_visible()
        page.wait_for_timeout(1500)
    served.store.set_state(run.id, "done")
    expect(page.locator("#nb-progress .nb-cardhead .nb-state-done")).to_be_visible()


def test_earlier_question_sets_can_be_used_again(served: Served, visitor: Callable[..., BrowserContext]) -> None:
    fill(served.store, name="春の質問.xlsx")
    page = opened(visitor, f"{served.url}?lang=en")
    page.locator("#nb-earlier input").click()
    page.locator("[role=option]", has_text="春の質問").first.click()
    expect(page.locator("#nb-loaded")).to_contain_text("12 questions loaded")
    page.reload()
    expect(page.locator("#nb-loaded")).to_contain_text("12 questions loaded")
