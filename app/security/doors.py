"""The outermost ASGI layer: known hosts and the app's own origin only; every answer with the headers of `policy`.

A browser says where a request comes from: `Sec-Fetch-Site` where the address is trusted (HTTPS, this computer), else
`Origin` for everything that could change something. Scripts say neither, and carry nobody's cookies.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.security.hosts import Hosts
from app.security.logs import REQUEST
from app.security.policy import NONCE, headers
from app.security.roles import ROLE, Role
from app.security.terminal import readable

OWN = ("same-origin", "none")
"""What `Sec-Fetch-Site` says of the app's own requests, and of addresses that a person typed."""


class Doors:
    """Refuses foreign hosts (421) and foreign origins (403), and forbids browsers what the app does not need."""

    def __init__(self, app: ASGIApp, hosts: Hosts, *, space: bool, role: Role = "visitor") -> None:
        self.app, self.hosts, self.space, self.role = app, hosts, space, role

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the class."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        scope[ROLE] = self.role  # until a login says otherwise
        asked = Headers(scope=scope)
        refusal = self._unknown(asked) or self._foreign(scope, asked)
        if scope["type"] == "websocket":
            if refusal:
                await send({"type": "websocket.close", "code": 1008})
            else:
                await self.app(scope, receive, send)
            return
        nonce, request = secrets.token_urlsafe(16), secrets.token_hex(8)
        scope[NONCE] = nonce
        extra = {**headers(scope["path"], nonce, space=self.space), "X-Request-ID": request}
        before = REQUEST.set(request)
        try:
            await (refusal or self.app)(scope, receive, _with(extra, send))
        finally:
            REQUEST.reset(before)

    def _unknown(self, asked: Headers) -> PlainTextResponse | None:
        host = asked.get("host", "")
        if self.hosts.allow(host):
            return None
        return PlainTextResponse(
            f"Narabe does not answer as {readable(host)[:200]!r}: name it in NARABE_HOSTS if it should.\n"
            "このホスト名では応答しません。使う場合は NARABE_HOSTS に指定してください。\n",
            421,
        )

    def _foreign(self, scope: Scope, asked: Headers) -> PlainTextResponse | None:
        site, origin = asked.get("sec-fetch-site"), asked.get("origin")
        if site is not None:
            followed = scope.get("method") in ("GET", "HEAD") and asked.get("sec-fetch-mode") == "navigate"
            own = site in OWN or (followed and origin is None)
        else:
            own = origin is None or self.hosts.own(origin, asked.get("host", ""))
        if own:
            return None
        return PlainTextResponse(
            "Narabe is used from its own page only. Behind a proxy, name the address that browsers show in "
            "NARABE_HOSTS.\n"
            "ほかのサイトからの要求は受け付けません。プロキシの内側では、ブラウザーに表示されるアドレスを "
            "NARABE_HOSTS に指定してください。\n",
            403,
        )


def _with(extra: Mapping[str, str], send: Send) -> Send:
    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(extra)
        await send(message)

    return wrapped
