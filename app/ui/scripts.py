"""The rooms' ES modules: served by the app itself, and started by the component whose screen they are."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.records import digest

HERE = Path(__file__).parent


class Modules(StaticFiles):
    """The scripts beside this file, and nothing else that stands there. Their address changes with their text."""

    def __init__(self) -> None:
        super().__init__(directory=HERE)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A module; 404 for every other file."""
        if not path.endswith(".js"):
            return Response(status_code=404)
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        response.headers["Content-Type"] = "text/javascript; charset=utf-8"
        return response


@cache
def folder() -> str:
    """The path under which the modules are served, no slash at its ends; another one when any of them changes."""
    texts = [(str(path.relative_to(HERE)), path.read_text("utf-8")) for path in sorted(HERE.rglob("*.js"))]
    return f"narabe/{digest(texts)[:16]}"


def route() -> Mount:
    """The route of the modules, for the server."""
    return Mount(f"/{folder()}", Modules(), name="modules")


def loader(module: str, events: Iterable[str]) -> str:
    """The script of a `gr.HTML` that hands the component to `start` of a module.

    Args:
        module: its file, from this folder, e.g. `review/start.js`.
        events: the names of all events that it may trigger; Gradio looks for them in this text.
    """
    return f"""
const events = {json.dumps(list(events))};
const root = window.gradio_config?.root || new URL('.', document.baseURI).href;
import(`${{root.replace(/[/]$/, '')}}/{folder()}/{module}`)
  .then((room) => room.start({{ element, props, trigger, server, watch, events }}))
  .catch((error) => {{
    const notice = element.querySelector('[data-notice]');
    if (notice) {{ notice.textContent = props.labels.load_failed; notice.hidden = false; }}
    throw error;
  }});
"""
