"""With a login, verdicts stand under the login name."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from app.store import Store
from tests.browser.answers import fill
from tests.browser.conftest import press
from tests.browser.test_review_keys import saved


def test_reviewer_is_who_logged_in(guarded: tuple[str, Store], visitor: Callable[..., BrowserContext]) -> None:
    address, store = guarded
    run = fill(store)
    page = visitor("someone else").new_page()
    page.goto(f"{address}?lang=ja#review")
    page.locator("input").nth(0).fill("花子")
    page.locator("input[type=password]").fill("hidden")
    press(page, "Enter")
    page.get_by_role("tab", name="レビュー").click()
    page.locator(".rv-q").first.wait_for()
    press(page, "1")
    saved(page)
    assert [v.reviewer for v in store.verdicts(run.id)] == ["花子"]
    expect(page.locator("[data-nb-who]")).to_have_text("花子")


@pytest.mark.parametrize(
    ("language", "user", "enter"), [("ja", "ユーザー名", "ログイン"), ("en", "User name", "Log in")]
)
@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_login_can_be_seen_and_used_without_scripts(
    guarded: tuple[str, Store], browser: Browser, language: str, user: str, enter: str, width: int, scheme: str
) -> None:
    address, _ = guarded
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        java_script_enabled=False,
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}?lang={language}")
    expect(page.get_by_text("Narabe")).to_be_visible()
    assert page.title().endswith("Narabe")
    for field in (page.get_by_label(user), page.locator("[type=password]"), page.get_by_role("button", name=enter)):
        expect(field).to_be_in_viewport()
        colours = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
        assert len(set(field.evaluate(colours))) == 2
    page.get_by_label(user).fill("花子")
    page.locator("[type=password]").fill("wrong")
    page.get_by_role("button", name=enter).click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.get_by_label(user).input_value() == "花子"
    page.locator("[type=password]").fill("hidden")
    page.get_by_role("button", name=enter).click()
    expect(page.locator("[type=password]")).to_have_count(0)
    assert all(url.startswith((address, "data:")) for url in asked)
    context.close()


def test_the_tab_in_the_address_survives_the_login(
    guarded: tuple[str, Store], visitor: Callable[..., BrowserContext]
) -> None:
    address, store = guarded
    fill(store)
    page = visitor("someone").new_page()
    page.goto(f"{address}?lang=en#review")
    page.get_by_label("User name").fill("taro")
    page.get_by_label("Password").fill("se:cret")
    press(page, "Enter")
    page.locator(".rv-q").first.wait_for()
    page.goto(f"{address}logout")
    expect(page.get_by_label("Password")).to_be_visible()
