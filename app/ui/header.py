"""The bar on top: the brand, the language, who is grading; and between the address and the page, which run is shown."""

from __future__ import annotations

from typing import Any

import gradio as gr

from app.ui import scripts
from app.ui.events import QUIET, SETS
from app.ui.labels import Labels
from app.ui.page import Page, asset
from app.ui.runs import current

EVENTS = ("address",)
"""What the bar tells the server: the run that the address names."""


def layout(labels: Labels) -> Any:
    """The bar; its value tells the browser which run the page shows."""
    return gr.HTML(
        html_template=asset("header.html"),
        js_on_load=scripts.loader("header.js", EVENTS),
        apply_default_css=False,
        elem_id="nb-header",
        labels=labels.group("app"),
        faults=labels.group("fault"),
        ja=labels.language == "ja",
    )


def wire(page: Page, bar: Any) -> None:
    """The run that the address names becomes the page's, and the page's stands in the address."""
    bar.address(page.bind(on_address), None, [page.run, bar], trigger_mode="multiple", **SETS)
    page.run.change(shown, page.run, bar, trigger_mode="multiple", **QUIET)


def on_address(page: Page, event: gr.EventData) -> tuple[str, dict[str, Any]]:
    """The run that the address names; without one, the run in progress, or the newest."""
    named = str(event._data["run"])
    found = current(page, named)
    if named and found != named:
        gr.Warning(page.labels("run.gone"), title=page.labels("fault.warning"))
    return found, {"run": found, "asked": event._data.get("count")}


def shown(run_id: str) -> dict[str, str]:
    """Tells the browser which run the page shows."""
    return {"run": run_id}
