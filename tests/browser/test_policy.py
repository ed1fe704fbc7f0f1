"""Every tab works under the content policy, and markup that got into the page runs nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.answers import fill
from tests.browser.conftest import Served, press
from tests.browser.test_review_keys import saved


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_tab_asks_for_what_is_forbidden(
    served: Served, visitor: Callable[..., BrowserContext], language: str
) -> None:
    fill(served.store)
    page = visitor().new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{served.url}?lang={language}")
    for tab in ("questions", "run", "review", "results"):
        page.locator(f'#nb-tabs [role="tab"][data-tab-id="{tab}"]').first.click()
        page.wait_for_timeout(1500)
        expect(page.locator(f"#nb-{tab}")).to_be_visible()
    page.locator('#nb-tabs [role="tab"][data-tab-id="review"]').first.click()
    page.locator(".rv-q").first.wait_for()
    press(page, "1")
    saved(page)
    assert not said
    assert all(url.startswith((served.url, "data:", "blob:")) for url in asked)


def test_markup_in_the_page_runs_nothing(review: Callable[..., object], served: Served) -> None:
    fill(served.store)
    page = review()
    page.evaluate("""() => {
      document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.pwned = 1">');
      const script = document.createElement('script');
      script.textContent = 'window.pwned = 2';
      document.body.append(script);
    }""")
    page.wait_for_timeout(300)
    assert page.evaluate("window.pwned") is None
