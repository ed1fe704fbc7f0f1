"""No serious or moderate fault that axe-core finds: on any tab, in both languages, in both schemes, on a phone too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from app.records import Arm
from tests.browser.answers import fill
from tests.browser.conftest import Served

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


def faults(page: Page) -> list[str]:
    """What is at fault, with the first places of each."""
    found = (
        Axe().run(page, options={"rules": {"label-content-name-mismatch": {"enabled": True}}}).response["violations"]
    )
    return [
        f"{one['impact']} {one['id']}: " + " | ".join(node["html"][:160] for node in one["nodes"][:3])
        for one in found
        if one["impact"] in COUNTED
    ]


@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_fault_on_any_tab(
    served: Served, visitor: Callable[..., BrowserContext], language: str, scheme: str, width: int
) -> None:
    run = fill(served.store, (Arm(), Arm(retrieval="docs")), name="axe.xlsx")
    page = visitor("hanako", width=width).new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    found = {}
    for name, sign in SHOWN.items():
        page.goto(f"{served.url}?lang={language}&run={run.id}&tab={name}#{name}")
        page.locator(sign).first.wait_for(state="visible")
        page.wait_for_timeout(500)
        page.wait_for_function(OPAQUE)  # a button that has just been enabled is still on its way to its colours
        assert page.locator("h1:visible").count() == 1, name
        found |= {name: listed} if (listed := faults(page)) else {}
    assert found == {}
