"""The page offers a role what it may use: strangers of a public server, reviewers and admins."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from app.config import settings
from app.store import Store
from app.ui.blocks import build, launch
from tests.browser.answers import fill
from tests.browser.conftest import free_port, press

PEOPLE = {"taro": "admin", "花子": "reviewer"}


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that strangers may visit, with a run of the command line."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NARABE_HOME", str(tmp_path_factory.mktemp("public")))
        patch.setenv("NARABE_AUTH", ",".join(f"{name}:{name}-secret" for name in PEOPLE))
        patch.setenv("NARABE_ROLES", ",".join(f"{name}={role}" for name, role in PEOPLE.items()))
        patch.setenv("NARABE_PUBLIC", "true")
        settings.cache_clear()
        store = Store(settings().store_url)
        fill(store)
        app, port = build(store), free_port()
        launch(app, "127.0.0.1", port, block=False)
    settings.cache_clear()
    yield f"http://127.0.0.1:{port}"
    app.close(verbose=False)


def unfold(page: Page) -> dict[str, Locator]:
    """What somebody would look for on the Run tab, with everything unfolded."""
    page.locator("#nb-manage, #nb-prompts").first.wait_for(state="attached")
    page.wait_for_timeout(1500)  # the run's card has come by now
    for fold in ("#nb-options", "#nb-prompts", "#nb-prompts .nb-fold", "#nb-manage"):
        button = page.locator(f"{fold} > button.label-wrap").first
        if button.count() and button.is_visible():
            button.click()
            page.wait_for_timeout(300)
    return {
        "prompts": page.locator("#nb-prompts").get_by_role("button", name="保存する"),
        "knowledge": page.get_by_role("button", name="自分の資料を追加・削除"),
        "delete": page.locator("#nb-delete"),
        "archive": page.locator("#nb-archive"),
    }


def entered(page: Page, address: str, name: str) -> None:
    """The page, after a login unless the name is empty."""
    if name:
        page.goto(f"{address}/login?lang=ja")
        page.locator("#username").fill(name)
        page.locator("#password").fill(f"{name}-secret")
        page.keyboard.press("Enter")
        page.locator("[data-nb-who]").wait_for()
    page.goto(f"{address}/?lang=ja#run")
    page.locator("#nb-start").wait_for()


@pytest.mark.parametrize("name", ["", "花子", "taro"])
def test_the_page_offers_what_a_role_may_use(public: str, visitor: Callable[..., BrowserContext], name: str) -> None:
    admin = name == "taro"
    page = visitor("").new_page()
    entered(page, public, name)
    door = page.locator("[data-nb-door]")
    expect(door).to_have_text("ログアウト" if name else "ログイン")
    for what, found in unfold(page).items():
        assert found.is_visible() is admin, what
    if name:
        door.click()
        expect(page.locator("[data-nb-door]")).to_have_text("ログイン")


@pytest.mark.parametrize("name", ["", "花子"])
def test_references_are_offered_to_reviewers(public: str, visitor: Callable[..., BrowserContext], name: str) -> None:
    page = visitor("客").new_page()
    entered(page, public, name)
    page.get_by_role("tab", name="レビュー").click()
    page.locator(".rv-q").first.wait_for()
    page.locator(".rv-side").first.wait_for()
    expect(page.locator("[data-accept]").first).to_have_count(1 if name else 0)
    if not name:
        press(page, "a")
        expect(page.get_by_text("レビュアーだけが使えます").first).to_be_visible()
        page.locator("[data-open-sharing]").click()
        expect(page.locator("[data-sharing-save]")).to_be_hidden()
