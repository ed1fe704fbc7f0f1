"""No serious or moderate fault that axe-core finds: on any tab, in both languages, in both schemes, on a phone too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from app.records import Arm
from app.store import Store
from tests.browser.answers import fill
from tests.browser.conftest import Served, press

COUNTED = {"moderate", "serious", "critical"}
SHOWN = {
    "questions": "#nb-drop",
    "run": "#nb-progress h2",
    "review": ".rv-q",
    "results": "#nb-results-tables table",
}

OPAQUE = (
    "() => [...document.querySelectorAll('button')]"
    ".every((one) => one.disabled || getComputedStyle(one).opacity === '1')"
)


DIALOGS = {
    "t": "tags",
    "p": "score",
    "h": "history",
    "g": "goto",
    "?": "help",
    "[data-open-sample]": "sample",
    "[data-open-sharing]": "sharing",
    "[data-nb-who]": "name",
}
"""How each dialog of Review is opened: by a key, or by what is clicked."""


def faults(page: Page, within: str | None = None) -> list[str]:
    """What is at fault on the page, or within one part of it, with the first places of each."""
    options = {"rules": {"label-content-name-mismatch": {"enabled": True}}}
    found = Axe().run(page, context=within, options=options).response["violations"]
    return [
        f"{one['impact']} {one['id']}: " + " | ".join(node["html"][:160] for node in one["nodes"][:3])
        for one in found
        if one["impact"] in COUNTED
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_fault_on_any_tab(
    served: Served, visitor: Callable[..., BrowserContext], language: str, scheme: str
) -> None:
    run = fill(served.store, (Arm(), Arm(retrieval="docs")), name="axe.xlsx")
    page = visitor("hanako").new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    found = {}
    for name, sign in SHOWN.items():
        page.goto(f"{served.url}?lang={language}&run={run.id}&tab={name}#{name}")
        for width in (1400, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.locator(sign).first.wait_for(state="visible")
            page.wait_for_timeout(500)
            page.wait_for_function(OPAQUE)  # a button that has just been enabled is still on its way to its colours
            assert page.locator("h1:visible").count() == 1, name
            found |= {f"{name} {width}": listed} if (listed := faults(page)) else {}
    assert found == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_fault_in_any_dialog_or_fold(
    served: Served, visitor: Callable[..., BrowserContext], language: str, scheme: str
) -> None:
    run = fill(served.store, (Arm(), Arm(retrieval="docs")), name="dialogs.xlsx")
    page = visitor("hanako").new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{served.url}?lang={language}&run={run.id}&tab=review#review")
    page.locator(".rv-q").first.wait_for()
    found = {}
    for opener, name in DIALOGS.items():
        dialog = page.locator(f"[data-{name}-dialog]")
        page.locator(opener).click() if opener.startswith("[") else press(page, opener)
        dialog.wait_for(state="visible")
        found |= {name: listed} if (listed := faults(page, f"[data-{name}-dialog]")) else {}
        page.keyboard.press("Escape")
        dialog.wait_for(state="hidden")
    page.locator("[data-filter]").click()
    page.locator("[data-filters]").wait_for(state="visible")
    press(page, "1")  # what was said, and its marks
    found |= {"filters": listed} if (listed := faults(page, "#nb-review")) else {}
    page.set_viewport_size({"width": 2200, "height": 1200})
    page.locator("[data-beside] li").first.wait_for()
    found |= {"beside": listed} if (listed := faults(page, "#nb-review")) else {}
    page.goto(f"{served.url}?lang={language}&run={run.id}&tab=run#run")
    page.locator(SHOWN["run"]).wait_for()
    for fold in ("#nb-options", "#nb-manage", "#nb-prompts"):
        page.locator(f"{fold} > button").click()
    page.locator("#nb-sent-ja pre").wait_for()
    page.locator("#nb-prompts .label-wrap").nth(1).click()
    page.locator("#nb-prompts textarea").locator("visible=true").first.wait_for()
    page.wait_for_function(OPAQUE)
    found |= {"folds": listed} if (listed := faults(page, "#nb-run")) else {}
    assert found == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_fault_on_the_login_page(
    guarded: tuple[str, Store], visitor: Callable[..., BrowserContext], language: str, scheme: str
) -> None:
    address, _ = guarded
    found = {}
    for width in (1400, 390):
        page = visitor("", width=width).new_page()
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(f"{address}?lang={language}")
        assert page.locator("h1:visible").count() == 1
        found |= {f"{width}": listed} if (listed := faults(page)) else {}
        page.locator("[name=username]").fill("taro")
        page.locator("[type=password]").fill("wrong")
        press(page, "Enter")
        page.get_by_role("alert").wait_for()
        found |= {f"{width} refused": listed} if (listed := faults(page)) else {}
    assert found == {}
