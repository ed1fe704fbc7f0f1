"""Nothing is lost, nothing is mixed up, nothing that a workbook or a model says is run."""

from collections import Counter
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.answers import HOSTILE, fill
from tests.browser.conftest import Served, press
from tests.browser.test_review_keys import latest, number, saved


def test_three_browsers_grade_at_once(served: Served, review: Callable[..., Page]) -> None:
    run = fill(served.store, name="three.xlsx", copies=5)
    names = ["花子", "taro", "O'Brien <b>"]
    pages = [review(name) for name in names]
    keys = "12L3"
    for step in range(100):
        for shift, page in enumerate(pages):
            press(page, keys[(step + shift) % 4])
    for page in pages:
        saved(page)
    given = latest(served, run.id)
    assert Counter(v.reviewer for v in given) == dict.fromkeys(names, 100)
    assert len({(v.reviewer, v.item_id) for v in given}) == 300
    assert [v.id for v in given] == sorted({v.id for v in given})
    values = {"1": "correct", "2": "incorrect", "L": "correct", "3": "unsure"}
    for shift, name in enumerate(names):
        mine = [v.value for v in given if v.reviewer == name]
        assert mine == [values[keys[(step + shift) % 4]] for step in range(100)]


def test_verdict_is_shown_as_saved_only_when_it_is(served: Served, review: Callable[..., Page]) -> None:
    run = fill(served.store, name="offline.xlsx")
    page = review()
    page.context.set_offline(True)
    press(page, "2")
    expect(page.locator("[data-failure]")).to_be_visible(timeout=60_000)
    expect(page.locator("[data-status]")).to_have_text("Not saved")
    press(page, "1")
    assert latest(served, run.id) == []
    page.context.set_offline(False)
    saved(page)
    expect(page.locator("[data-failure]")).to_be_hidden()
    assert [v.value for v in latest(served, run.id)] == ["incorrect", "correct"]


def test_an_undo_without_a_connection_takes_back_what_it_was_pressed_for(
    served: Served, review: Callable[..., Page]
) -> None:
    run = fill(served.store, name="undo-offline.xlsx")
    page = review()
    press(page, "1")
    saved(page)
    page.context.set_offline(True)
    press(page, "2")
    press(page, "u")
    press(page, "u")
    expect(page.locator("[data-failure]")).to_be_visible(timeout=60_000)
    page.context.set_offline(False)
    expect(page.locator("[data-failure]")).to_be_hidden(timeout=60_000)
    expect(page.locator("[data-status]")).to_contain_text("Undone")
    first, second, *undone = latest(served, run.id)
    assert [v.value for v in (first, second)] == ["correct", "incorrect"]
    assert [(v.value, v.withdraws) for v in undone] == [("withdrawn", second.id), ("withdrawn", first.id)]


def test_lost_reply_does_not_count_twice(served: Served, review: Callable[..., Page]) -> None:
    run = fill(served.store, name="lost.xlsx")
    page = review()
    lost: list[str] = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().text())
        route.abort()

    page.route("**/gradio_api/run/**", lose, times=1)
    press(page, "1")
    saved(page)
    assert len(lost) == 1
    assert [v.value for v in latest(served, run.id)] == ["correct"]


def test_unsent_verdict_survives_a_reload(served: Served, review: Callable[..., Page]) -> None:
    run = fill(served.store, name="reload.xlsx")
    page = review()
    page.route("**/gradio_api/run/**", lambda route: route.abort())
    press(page, "3")
    page.wait_for_timeout(300)
    assert latest(served, run.id) == []
    page.unroute_all()
    page.reload()
    page.locator(".rv-q").first.wait_for()
    saved(page)
    assert [v.value for v in latest(served, run.id)] == ["unsure"]


def test_hostile_texts_are_shown_and_not_run(served: Served, review: Callable[..., Page]) -> None:
    fill(served.store, name='<img src=x onerror="window.pwned=1">.xlsx')
    page = review("<img src=x onerror='window.pwned=1'>")
    press(page, "g")
    page.keyboard.type("11")
    press(page, "Enter")
    assert number(page) == "NO 11"
    for place in (".rv-q", ".rv-ref", ".rv-ans"):
        assert HOSTILE in page.locator(place).first.inner_text()
    press(page, "c")
    page.keyboard.type(HOSTILE)
    press(page, "Enter")
    press(page, "1")
    saved(page)
    page.reload()
    page.locator(".rv-q").first.wait_for()
    assert page.evaluate("() => window.pwned") is None
    assert page.locator("#nb-review-panel :is(img, script)").count() == 0


def test_no_other_host_is_asked(served: Served, visitor: Callable[..., BrowserContext]) -> None:
    fill(served.store, name="hosts.xlsx")
    page = visitor().new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{served.url}?lang=ja")
    for tab in ("questions", "run", "review", "results"):
        page.locator(f'[role="tab"][data-tab-id="{tab}"]').click()
        page.wait_for_timeout(500)
    outside = [url for url in asked if not url.startswith((served.url, "data:", "blob:"))]
    assert asked and not outside


def test_name_is_asked_once(served: Served, visitor: Callable[..., BrowserContext]) -> None:
    run = fill(served.store, name="name.xlsx")
    page = visitor("").new_page()
    page.goto(f"{served.url}#review")
    page.get_by_role("dialog").get_by_role("textbox").fill("　花子 ")
    page.get_by_role("button", name="Start").click()
    page.locator(".rv-q").first.wait_for()
    press(page, "1")
    saved(page)
    assert [v.reviewer for v in latest(served, run.id)] == ["花子"]
    page.reload()
    page.locator(".rv-q").first.wait_for()
    expect(page.locator("[data-nb-who]")).to_have_text("花子")
    expect(page.get_by_role("dialog")).to_be_hidden()
