"""What a browser may do with what the app sends: no foreign hosts, no foreign frames, no script that we did not write.

Gradio compiles its templates in the browser, hence 'unsafe-eval', and writes styles into elements. Scripts in the page
itself need the nonce of its answer, so that markup which somehow got into the page runs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NONCE = "narabe.nonce"
"""Where a request's scope keeps the nonce of its answer."""
FRAMES_OF_A_SPACE = "https://huggingface.co https://*.huggingface.co"
_SCRIPT = re.compile(rb"<script(?=[\s>])")


def content_policy(nonce: str, *, space: bool) -> str:
    """The Content-Security-Policy of the app's pages."""
    rules = {
        "default-src": "'self'",
        "script-src": f"'self' 'nonce-{nonce}' 'unsafe-eval'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "media-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self' data: blob:",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": f"'self' {FRAMES_OF_A_SPACE}" if space else "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


FILES = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""The policy of what was uploaded: shown, if at all, as a document without scripts that belongs to nobody."""


def headers(path: str, nonce: str, *, space: bool) -> Mapping[str, str]:
    """The headers of every answer."""
    uploaded = "/file=" in path or "/file/" in path
    return {
        "Content-Security-Policy": FILES if uploaded else content_policy(nonce, space=space),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    }


class OwnScripts:
    """ASGI middleware: marks the scripts of a page as ours, with the nonce that the page's policy names."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything through except HTML, which is gathered and marked."""
        nonce = scope.get(NONCE)
        await self.app(scope, receive, send if nonce is None else _marking(send, str(nonce)))


def _marking(send: Send, nonce: str) -> Send:
    start: Message | None = None
    body = bytearray()

    async def wrapped(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start" and "text/html" in Headers(raw=message["headers"]).get(
            "content-type", ""
        ):
            start = message
        elif start is None:
            await send(message)
        else:
            body.extend(message.get("body", b""))
            if not message.get("more_body", False):
                html = _SCRIPT.sub(f'<script nonce="{nonce}"'.encode(), bytes(body))
                if body:
                    MutableHeaders(scope=start)["Content-Length"] = str(len(html))
                await send(start)
                await send({"type": "http.response.body", "body": html})

    return wrapped
