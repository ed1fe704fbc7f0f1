"""With a login, verdicts stand under the login name."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from app.config import settings
from app.store import Store
from app.ui.blocks import build, launch
from tests.browser.answers import fill
from tests.browser.conftest import free_port, press
from tests.browser.test_review_keys import saved


@pytest.fixture
def guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Store]]:
    """The app with two logins."""
    monkeypatch.setenv("NARABE_AUTH", "taro:se:cret, 花子:hidden")
    settings.cache_clear()
    store = Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")
    app = build(store)
    port = free_port()
    launch(app, "127.0.0.1", port, block=False)
    yield f"http://127.0.0.1:{port}/", store
    app.close(verbose=False)


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
