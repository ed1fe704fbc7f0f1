"""Which language a visitor gets: `?lang=`, else the one chosen before, else what the browser asks for."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.records import LANGUAGES, Language
from app.security.login import USER
from app.security.roles import role_of

COOKIE = "narabe_lang"
PATHS: dict[Language, str] = {"en": "/", "ja": "/ja"}
"""Where each language's page stands."""
_YEAR = 365 * 24 * 3600


def asked(query: str) -> Language | None:
    """The language named by a query string's `lang`, if it is one we have."""
    values = parse_qs(query).get("lang", [])
    return next((code for code in LANGUAGES if values and values[-1] == code), None)


def remembered(cookies: str) -> Language | None:
    """The language that a `Cookie` header remembers."""
    try:
        morsel = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return None
    return next((code for code in LANGUAGES if morsel is not None and morsel.value == code), None)


def preferred(accept: str) -> Language:
    """The language that an `Accept-Language` header ranks higher; English when it names neither."""
    weights: dict[str, float] = {}
    for part in accept.split(","):
        name, _, quality = part.partition(";q=")
        code = name.strip().lower().split("-")[0]
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            weight = 0.0
        weights[code] = max(weight, weights.get(code, 0.0))
    return "ja" if weights.get("ja", 0.0) > weights.get("en", 0.0) else "en"


class PageLanguage:
    """ASGI middleware: leads a visitor to the page in their language and marks the document with it.

    `?lang=` decides and is remembered; `/ja` alone is Japanese; `/` follows what is remembered or preferred.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything through except the page itself."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] not in PATHS.values():
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        query = scope["query_string"].decode("latin-1")
        here: Language = "en" if scope["path"] == PATHS["en"] else "ja"
        choice = asked(query)
        language = choice or (here if here == "ja" else None) or remembered(headers.get("cookie", ""))
        language = language or preferred(headers.get("accept-language", ""))
        if language == here:
            await self.app(scope, receive, _marked(send, language, choice, scope))
            return
        target = f".{PATHS[language]}{'?' if query else ''}{query}"
        await RedirectResponse(target, 303, _headers(choice))(scope, receive, send)


def _headers(choice: Language | None) -> dict[str, str]:
    always = {"Cache-Control": "no-cache", "Vary": "Cookie, Accept-Language"}
    cookie = f"{COOKIE}={choice}; Path=/; Max-Age={_YEAR}; SameSite=Lax"
    return {**always, "Set-Cookie": cookie} if choice else always


def document(html: bytes, language: Language, scope: Scope) -> bytes:
    """The page's HTML marked with `language`; Gradio's own texts, which follow the browser, follow it too.

    What the visitor's role may not use, the style sheets hide; and where there is a login, the bar leads to it.
    """
    script = f"<head><script>Object.defineProperty(navigator, 'language', {{value: '{language}'}})</script>"
    marks = f'lang="{language}" data-role="{role_of(scope)}"'
    if USER in scope:
        marks += f' data-login="{"in" if scope[USER] else "out"}"'
    return html.replace(b'lang="en"', marks.encode(), 1).replace(b"<head>", script.encode(), 1)


def _marked(send: Send, language: Language, choice: Language | None, scope: Scope) -> Send:
    """`send` that writes the language into the document and remembers an explicit choice."""
    start: Message = {}
    body = bytearray()

    async def wrapped(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start":
            start = message
            return
        body.extend(message.get("body", b""))
        if not message.get("more_body", False):
            html = document(bytes(body), language, scope)
            headers = MutableHeaders(scope=start)
            headers["Content-Length"] = str(len(html))
            for name, value in _headers(choice).items():
                headers.append(name, value)
            await send(start)
            await send({"type": "http.response.body", "body": html})

    return wrapped
