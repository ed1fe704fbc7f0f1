"""The list of runs: searched, named, archived, deleted and brought back."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.browser.answers import fill
from tests.browser.conftest import Served
from tests.browser.test_address import go, opened


def test_a_run_is_named_found_deleted_and_brought_back(served: Served, visitor: Callable[..., BrowserContext]) -> None:
    run = fill(served.store, name="managed.xlsx")
    name = f"夏の再実行 {run.id}"
    page = opened(visitor, f"{served.url}?lang=ja&run={run.id}#run")
    page.locator("#nb-manage > button").click()
    page.locator("#nb-run-name :is(input, textarea)").fill(name)
    page.get_by_role("button", name="名前を保存").click()
    expect(page.locator("#nb-progress h2")).to_have_text(name)
    page.locator("#nb-runs-search :is(input, textarea)").fill(f"夏の {run.id}")
    expect(page.locator("#nb-runs tbody tr:visible")).to_have_count(1)
    go(page, "results")
    page.wait_for_function("() => document.querySelector('#nb-results-run input').value.includes('夏の再実行 20')")
    go(page, "run")
    page.locator("#nb-archive").click()
    expect(page.locator("#nb-runs [data-archive] tr:visible", has_text=name)).to_have_count(1)
    page.locator("#nb-delete").click()
    assert served.store.run(run.id).deleted is None, "it is asked twice"
    page.locator("#nb-delete-yes").click()
    expect(page.locator("#nb-manage-said")).to_contain_text("削除しました")
    expect(page.locator("#nb-runs tbody tr:visible")).to_have_count(0)
    page.locator("#nb-restore").click()
    expect(page.locator("#nb-progress h2")).to_have_text(name)
