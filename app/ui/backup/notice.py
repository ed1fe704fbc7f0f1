"""The line at the foot of the page that says until when everything is kept in another place, and warns when it is not.

How far that is, the browser asks now and then at an address of its own; nothing is asked where no place is set.
"""

from __future__ import annotations

from typing import Any

import gradio as gr
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from app.store.backup import Keeper
from app.ui import scripts
from app.ui.labels import Labels

PATH = "/backup"


def layout(labels: Labels, *, kept: bool) -> Any:
    """The line; `kept`: whether a place is set."""
    return gr.HTML(
        html_template='<p class="nb-backup" role="status" hidden></p>',
        js_on_load=scripts.loader("backup/notice.js", ()),
        apply_default_css=False,
        elem_id="nb-backup",
        visible=kept,
        labels=labels.group("backup"),
        language=labels.language,
    )


def route(keeper: Keeper) -> Route:
    """How far the store is kept: `time` in seconds since 1970 (0: nothing yet), `state`."""

    async def answer(_: Request) -> JSONResponse:
        state = keeper.state()
        none = "none" if not state.time and state.behind else ""
        said = "elsewhere" if state.elsewhere else none or ("behind" if state.behind else "kept")
        return JSONResponse({"time": state.time, "state": said}, headers={"Cache-Control": "no-store"})

    return Route(PATH, answer, methods=["GET"])
