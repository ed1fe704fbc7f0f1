"""The addresses of the server: which the page needs, and which Gradio brings along and nobody may ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

PAGE: Mapping[str, str] = {
    "/": "the page in English, or as the visitor prefers",
    "/ja": "the page in Japanese",
    "/login": "the login page, where there is a login",
    "/login/hf": "to the login of the Hugging Face Hub, where it is set",
    "/login/callback": "and back from there",
    "/logout": "ends this login",
    "/healthz": "whether the server works; open to everyone",
    "/metrics": "figures for Prometheus, with the token of NARABE_METRICS_TOKEN only",
    "/backup": "until when the store is kept elsewhere",
    "/config": "the layout of the page",
    "/openapi.json": "the endpoints, for scripts",
    "/narabe/{digest}": "the app's own scripts",
    "/svelte/{path:path}": "Gradio's scripts",
    "/static/{path:path}": "Gradio's images and fonts",
    "/assets/{path:path}": "Gradio's scripts and styles",
    "/theme.css": "the colours",
    "/favicon.ico": "the sign in the browser's tab",
    "/manifest.json": "what browsers ask of an installed page",
    "/pwa_icon": "its sign",
    "/pwa_icon/{size}": "its sign, in a size",
    "/robots.txt": "what search engines may do",
    "/gradio_api/theme.css": "the colours",
    "/gradio_api/user": "who is logged in",
    "/gradio_api/login_check": "whether anyone is",
    "/gradio_api/app_id": "a number that changes with each start",
    "/gradio_api/info": "the endpoints, for scripts",
    "/gradio_api/openapi.json": "the endpoints, for scripts",
    "/gradio_api/startup-events": "what Gradio asks of itself when it has started",
    "/gradio_api/heartbeat/{session_hash}": "keeps a window's session",
    "/gradio_api/queue/join": "an event of the page: its handler's role is checked, see below",
    "/gradio_api/queue/data": "what the window's own events answer",
    "/gradio_api/queue/status": "how many events wait",
    "/gradio_api/run/{api_name}": "an event, by name: its handler's role is checked",
    "/gradio_api/api/{api_name}": "the same",
    "/gradio_api/call/{api_name}": "the same",
    "/gradio_api/call/{api_name}/{event_id}": "its answer",
    "/gradio_api/call/v2/{api_name}": "the same",
    "/gradio_api/call/v2/{api_name}/{event_id}": "its answer",
    "/gradio_api/component_server": "what the Review tab reads: runs, the list, cards",
    "/gradio_api/cancel": "gives up an event of the own window",
    "/gradio_api/reset": "the same",
    "/gradio_api/mcp": "the endpoints as tools for agents, where NARABE_MCP is set: their roles are checked",
    "/gradio_api/mcp/{path:path}": "the same",
    "/gradio_api/upload": "a file, for the own window, within 20 MB",
    "/gradio_api/upload_progress": "how far that is",
    "/gradio_api/file={path_or_url:path}": "an upload or a workbook by its unguessable name; sandboxed",
    "/gradio_api/file/{path:path}": "the same",
}
"""What is answered; everything needs a login where there is one, except what its line says."""

CLOSED: Mapping[str, str] = {
    "/monitoring": "statistics of Gradio's own",
    "/monitoring/summary": "the same",
    "/monitoring/{key}": "the same",
    "/token": "Gradio's own login",
    "/dev/reload": "for developers of Gradio apps",
    "/deep_link": "writes a visitor's form to the disk",
    "/runs": "Gradio's run history",
    "/run-history/{path:path}": "the same",
    "/proxy={url_path:path}": "fetches from other hosts",
    "/custom_component/{id}/{environment}/{type}/{file_name}": "files of components that are not installed",
    "/stream/{path:path}": "media streams",
    "/process_recording": "a screen recorder",
    "/vibe-edit": "changes the app's code",
    "/undo-vibe-edit": "the same",
    "/vibe-code": "the same",
    "/vibe-starter-queries": "the same",
    "/profiling/{path:path}": "traces of requests",
}
"""What Gradio brings along, with or without `/gradio_api` before it, and is answered with 404."""


def _pattern(path: str) -> str:
    parts = re.split(r"(\{[^}]+\})", path.rstrip("/") or "/")
    return "".join(
        re.escape(one) if not one.startswith("{") else (".*" if one.endswith(":path}") else "[^/]+") for one in parts
    )


_OPEN = re.compile("|".join([*(f"{_pattern(path)}/?" for path in PAGE), r"/narabe/[^/]+/.*"]))


def answered(path: str) -> bool:
    """Whether an address is one of the page's."""
    return _OPEN.fullmatch(path) is not None


class Routes:
    """ASGI middleware: what the page does not need is not there."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the class."""
        if scope["type"] == "http" and not answered(str(scope["path"])):
            await JSONResponse({"detail": "Not Found"}, 404)(scope, receive, send)
            return
        await self.app(scope, receive, send)
