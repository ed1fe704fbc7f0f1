"""The address: one run for all tabs, Back and Forward, links to a question, two windows in two languages."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import BrowserContext, Page, Request, expect

from app.records import Arm
from evaluators import Judgement
from tests.browser.answers import fill
from tests.browser.conftest import Served, press


def opened(visitor: Callable[..., BrowserContext], url: str, **options: object) -> Page:
    page = visitor("hanako", **options).new_page()
    page.goto(url)
    page.locator("#nb-tabs [role=tab]").first.wait_for()
    return page


def go(page: Page, name: str) -> None:
    page.locator(f'[role=tab][data-tab-id="{name}"]').click()
    page.locator(f"#nb-{name}").wait_for(state="visible")


def said(page: Page) -> dict[str, str]:
    """What the address says, the tab among it."""
    parts = urlsplit(page.url)
    return {name: values[0] for name, values in parse_qs(parts.query).items()} | {
        "tab": parts.fragment,
        "path": parts.path,
    }


def test_review_and_results_show_one_run(served: Served, visitor: Callable[..., BrowserContext]) -> None:
    older, newer = fill(served.store, name="older.xlsx"), fill(served.store, name="newer.xlsx")
    page = opened(visitor, f"{served.url}?lang=en#review")
    page.locator(".rv-q").first.wait_for()
    assert said(page)["run"] == newer.id
    page.locator("select[data-run]").select_option(older.id)
    page.wait_for_url(f"**run={older.id}*")
    go(page, "results")
    page.wait_for_function("() => document.querySelector('#nb-results-run input').value.includes('older')")
    files = []
    for tab, button in (("results", "#nb-download"), ("review", ".rv-foot [data-workbook]")):
        go(page, tab)
        with page.expect_download() as download:
            page.locator(button).click()
        files.append(download.value.suggested_filename)
    assert files == ["older-graded.xlsx"] * 2
    go(page, "results")
    page.locator("#nb-results-run input").click()
    page.locator("[role=option]", has_text="newer").first.click()
    page.wait_for_url(f"**run={newer.id}*")
    go(page, "review")
    expect(page.locator("select[data-run]")).to_have_value(newer.id)


def test_back_and_forward_go_through_tabs_and_runs(served: Served, visitor: Callable[..., BrowserContext]) -> None:
    older, newer = fill(served.store, name="older.xlsx"), fill(served.store, name="newer.xlsx")
    page = opened(visitor, f"{served.url}?lang=ja")
    page.wait_for_url("**run=*")
    assert said(page)["path"] == "/ja"
    go(page, "run")
    page.locator("#nb-runs [data-pick]", has_text="older").first.click()
    page.wait_for_url(f"**run={older.id}*")
    go(page, "results")
    assert said(page) == {"lang": "ja", "run": older.id, "tab": "results", "path": "/ja"}
    page.go_back()
    page.locator("#nb-run").wait_for(state="visible")
    page.go_back()
    page.wait_for_url(f"**run={newer.id}*")
    expect(page.locator("#nb-progress h2")).to_contain_text("newer")
    page.go_back()
    page.locator("#nb-questions").wait_for(state="visible")
    page.go_forward()
    page.go_forward()
    expect(page.locator("#nb-progress h2")).to_contain_text("older")
    page.go_forward()
    page.locator("#nb-results").wait_for(state="visible")


def test_a_link_opens_exactly_its_question(served: Served, visitor: Callable[..., BrowserContext]) -> None:
    run = fill(served.store, name="linked.xlsx", arms=(Arm(), Arm(prompt="plain")))
    fill(served.store, name="newest.xlsx")
    arm = run.arms[1].key[:8]
    page = opened(visitor, f"{served.url}?lang=ja&run={run.id}&no=3&arm={arm}&side=en#review")
    expect(page.locator("[data-no]")).to_contain_text("3")
    expect(page.locator('.rv-side[data-language="en"]')).to_have_attribute("aria-current", "true")
    assert said(page) == {"lang": "ja", "run": run.id, "no": "3", "arm": arm, "tab": "review", "path": "/ja"}
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-no]")).to_contain_text("4")
    page.locator("[data-copy]").click()
    expect(page.locator("[data-status]")).to_contain_text("リンクをコピーしました")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.reload()
    expect(page.locator("[data-no]")).to_contain_text("4")


def test_windows_in_two_languages_do_not_disturb_each_other(
    served: Served, visitor: Callable[..., BrowserContext]
) -> None:
    run = fill(served.store)
    context = visitor("hanako", locale="en-US")
    english, japanese = context.new_page(), context.new_page()
    english.goto(served.url)
    english.wait_for_url("**lang=en*")
    japanese.goto(f"{served.url}?lang=ja")
    japanese.wait_for_url("**run=*")
    go(japanese, "results")
    go(english, "results")
    english.reload()
    expect(english.locator("#nb-results")).to_contain_text("Correct answers by type")
    japanese.reload()
    expect(japanese.locator("#nb-results")).to_contain_text("正解数")
    english.locator(".nb-lang a[lang=ja]").click()
    english.wait_for_url(f"**/ja?lang=ja&run={run.id}#results")


def test_a_run_that_is_gone_is_said(served: Served, visitor: Callable[..., BrowserContext]) -> None:
    run = fill(served.store)
    page = opened(visitor, f"{served.url}?lang=ja&run=20200101-000000-abcdef#run")
    expect(page.locator(".toast-wrap")).to_contain_text("リンク先の実行が見つかりません")
    page.wait_for_url(f"**run={run.id}*")


def test_a_run_started_elsewhere_appears(served: Served, visitor: Callable[..., BrowserContext]) -> None:
    fill(served.store, name="first.xlsx")
    page = opened(visitor, f"{served.url}?lang=en#review")
    page.locator(".rv-q").first.wait_for()
    new = fill(served.store, name="from-elsewhere.xlsx")
    expect(page.locator(f'[data-run] option[value="{new.id}"]')).to_have_count(1)


def test_what_the_results_speak_of_opens_in_review(served: Served, visitor: Callable[..., BrowserContext]) -> None:
    run = fill(served.store)
    item = served.store.graded_run(run.id)[0].item
    lists = Judgement("incorrect", 0.1, True, "", "", {"listed_beyond": 0.2, "listed_met": 0.5})
    served.store.save_grades({}, {item.id: lists})
    served.store.touch_run(run.id)
    page = opened(visitor, f"{served.url}?lang=ja&run={run.id}#results")
    page.get_by_role("button", name="レビューで見る").click()
    expect(page.locator(".rv-row")).to_have_count(1)
    page.reload()
    expect(page.locator(".rv-row")).to_have_count(1)
    page.locator("[data-only]:visible").click()
    page.locator("[data-queue=all]").click()
    expect(page.locator(".rv-row").nth(5)).to_be_visible()
    page.go_back()
    expect(page.locator(".rv-row")).to_have_count(1)


def test_what_an_address_opens_is_asked_for_once(served: Served, visitor: Callable[..., BrowserContext]) -> None:
    run = fill(served.store)
    page = visitor("hanako").new_page()
    asked: list[tuple[str, list[int]]] = []

    def note(request: Request) -> None:
        if "/component_server" in request.url:
            sent = request.post_data_json
            asked.append((sent["fn_name"], sent["data"].get("ids", [])))

    page.on("request", note)
    with page.expect_response(lambda one: "predict" in one.url and f'"open":"{run.id}"' in one.text()):
        page.goto(f"{served.url}?lang=ja&run={run.id}#review")
    page.locator(".rv-q").first.wait_for()
    press(page, "ArrowRight")
    expect(page.locator("[data-no]")).to_contain_text("2")
    names = [name for name, _ in asked]
    assert [names.count(one) for one in ("read_runs", "read_review", "read_index")] == [1, 1, 1]
    cards = [item for _, ids in asked for item in ids]
    assert len(cards) >= 4
    assert len(cards) == len(set(cards))
