"""The login: an ASGI layer that lets nobody past it without a session, except to the login page itself.

Somebody logs in with a password of the settings or of the home, or at the Hugging Face Hub.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import parse_qs

import anyio
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.config import Settings
from app.security.attempts import Attempts
from app.security.hub import WAITS, Hub, HubError
from app.security.passwords import Accounts, parse
from app.security.roles import ROLE, Role, parse_roles
from app.security.sessions import Sessions
from app.security.users import Users

USER = "narabe.user"
"""Where a request's scope keeps who asks."""
LOGIN, LOGOUT, TO_HUB, FROM_HUB = "/login", "/logout", "/login/hf", "/login/callback"
OPEN = ("/gradio_api/startup-events", "/healthz", "/metrics")
"""What Gradio asks of itself when it has started, which answers with a flag; what machines ask."""
LONGEST_FORM = 4096
CHECKS_AT_ONCE = 2
"""A hash is slow and wants much memory on purpose: this many are computed at the same time."""


@dataclass(frozen=True, slots=True)
class LoginPage:
    """What the login page shows: for whom, after what."""

    query: str
    cookies: str
    languages: str
    """The visitor's `Accept-Language`."""
    user: str = ""
    wrong: bool = False
    wait: float = 0.0
    """Seconds to wait before the next attempt."""
    passwords: bool = True
    """Whether there is anyone with a password here."""
    hub: bool = False
    """Whether the Hub's users may log in."""
    refused: str = ""
    """Why a login at the Hub came to nothing: the code of a `HubError`, or `taken`."""


@dataclass
class Logins:
    """The logins of one server: accounts, sessions, attempts, and how its cookie is set."""

    accounts: Accounts
    sessions: Sessions
    attempts: Attempts
    pages: frozenset[str]
    """The paths of the app's pages."""
    draw: Callable[[LoginPage], str]
    cookie: str = "narabe_session"
    space: bool = False
    public: bool = False
    """Whether visitors come in without a login."""
    hub: Hub | None = None
    host: str = ""
    """The name under which the Hub sends people back; empty: the one they asked for."""
    checks: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(CHECKS_AT_ONCE))

    @classmethod
    def of(
        cls, settings: Settings, port: int, pages: frozenset[str], draw: Callable[[LoginPage], str]
    ) -> Logins | None:
        """Those that the settings ask for; None where anyone may come in. Cookies of different ports are shared: each
        server's has a name of its own.
        """
        accounts = parse(settings.auth.get_secret_value()) if settings.auth else {}
        added = Users(settings.home)
        hub = Hub.of(settings)
        passwords = bool(accounts or added.all())
        if not passwords and hub is None:
            return None
        anyone = hub is not None and not passwords and not hub.organisations
        return cls(
            Accounts(accounts, parse_roles(settings.roles), added),
            Sessions(settings.session_hours * 3600),
            Attempts(settings.login_delay),
            pages,
            draw,
            f"narabe_session_{port}",
            bool(settings.space_id),
            anyone if settings.public is None else settings.public,
            hub,
            settings.space_host.split(",")[0].strip(),
        )

    def set_cookie(self, value: str, *, https: bool) -> str:
        """The `Set-Cookie` header; in a Space's frame the page is third-party, elsewhere it never is."""
        return self._cookie(self.cookie, value, self.sessions.seconds, https=https)

    def set_begun(self, value: str, *, https: bool) -> str:
        """The same for a login that is under way at the Hub."""
        return self._cookie(f"{self.cookie}_begun", value, WAITS, https=https)

    def _cookie(self, name: str, value: str, seconds: float, *, https: bool) -> str:
        rest = "SameSite=None; Secure; Partitioned" if self.space else f"SameSite=Lax{'; Secure' if https else ''}"
        return f"{name}={value}; Path=/; Max-Age={int(seconds) if value else 0}; HttpOnly; {rest}"


class Login:
    """ASGI middleware: `/login`, `/logout`, and the login page in place of the pages; 401 for everything else."""

    def __init__(self, app: ASGIApp, logins: Logins) -> None:
        self.app, self.logins = app, logins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the class."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        user, role = self._user(scope)
        user = user if role else None  # a user that was removed is out at once
        scope[USER], scope[ROLE] = user, role or "visitor"
        if user is None and self.logins.public:
            scope[USER] = ""
        if scope["type"] == "websocket":
            await (
                self.app(scope, receive, send)
                if scope[USER] is not None
                else send({"type": "websocket.close", "code": 1008})
            )
            return
        answer = await self._answer(Request(scope, receive), user)
        await (answer or self.app)(scope, receive, send)

    def _user(self, scope: Scope) -> tuple[str | None, Role | None]:
        token = Request({**scope, "type": "http"}).cookies.get(self.logins.cookie, "")
        session = self.logins.sessions.found(token) if token else None
        if session is None:
            return None, None
        return session.user, session.role or self.logins.accounts.role(session.user)

    async def _answer(self, request: Request, user: str | None) -> Response | None:
        """None: whoever asks may go on."""
        path = str(request.scope["path"])
        at_login = path.rstrip("/") == LOGIN
        if path.rstrip("/") == LOGOUT:
            return self._log_out(request)
        hub = self.logins.hub if request.method == "GET" and path in (TO_HUB, FROM_HUB) else None
        if hub or (request.method == "POST" and (at_login or (user is None and path in self.logins.pages))):
            return await (self._at_hub(request, hub) if hub else self._log_in(request, at_login=at_login))
        if user is not None:
            return RedirectResponse("./", 303) if at_login else None
        if path in OPEN or (self.logins.public and not at_login):
            return None
        if request.method in ("GET", "HEAD") and (at_login or path in self.logins.pages):
            return self._page(request)
        return JSONResponse({"detail": {"error": "Not authenticated", "auth_message": None}}, 401)

    async def _log_in(self, request: Request, *, at_login: bool) -> Response:
        logins, form = self.logins, await _form(request)
        if form is None:
            return Response(status_code=413)
        user, address = form.get("username", "").strip(), self._address(request)
        wait = logins.attempts.admit(user, address)
        if wait:
            return self._page(request, user=user, wait=wait)
        check = partial(logins.accounts.check, user, form.get("password", ""))
        if not await anyio.to_thread.run_sync(check, limiter=logins.checks):
            return self._page(request, user=user, wrong=True)
        logins.attempts.succeeded(user, address)
        answer = _welcome(request, at_login=at_login)
        token = logins.sessions.open(user)
        answer.headers.append("Set-Cookie", logins.set_cookie(token, https=request.url.scheme == "https"))
        return answer

    async def _at_hub(self, request: Request, hub: Hub) -> Response:
        begins = request.scope["path"] == TO_HUB
        logins, https = self.logins, request.url.scheme == "https"
        host = f"https://{logins.host}" if logins.host else f"{request.url.scheme}://{request.headers.get('host', '')}"
        browser = secrets.token_urlsafe(32) if begins else request.cookies.get(f"{logins.cookie}_begun", "")
        try:
            if begins:
                answer = RedirectResponse(await hub.begin(browser, f"{host}{FROM_HUB}"), 303)
                answer.headers.append("Set-Cookie", logins.set_begun(browser, https=https))
                return answer
            user, role = await hub.finish(browser, request.query_params, f"{host}{FROM_HUB}")
        except HubError as error:
            return self._page(request, refused=error.code)
        if logins.accounts.has(user):
            return self._page(request, refused="taken")
        answer = RedirectResponse("/", 303)
        answer.headers.append("Set-Cookie", logins.set_cookie(logins.sessions.open(user, role), https=https))
        answer.headers.append("Set-Cookie", logins.set_begun("", https=https))
        return answer

    def _address(self, request: Request) -> str:
        passed_on = request.headers.get("x-forwarded-for", "") if self.logins.space else ""
        return passed_on.rpartition(",")[2].strip() or (request.client.host if request.client else "")

    def _log_out(self, request: Request) -> Response:
        answer = RedirectResponse("./", 303)
        if request.headers.get("sec-fetch-site") not in ("cross-site", "same-site"):
            self.logins.sessions.close(request.cookies.get(self.logins.cookie, ""))
            answer.headers.append("Set-Cookie", self.logins.set_cookie("", https=request.url.scheme == "https"))
        return answer

    def _page(
        self, request: Request, *, user: str = "", wrong: bool = False, wait: float = 0.0, refused: str = ""
    ) -> Response:
        status = 429 if wait else 401 if wrong else 403 if refused else 200
        headers = {"Cache-Control": "no-store", "Vary": "Cookie, Accept-Language"}
        headers |= {"Retry-After": str(int(wait) + 1)} if wait else {}
        if not _reads_html(request):
            said = "Too many attempts; wait." if wait else "Incorrect credentials."
            return JSONResponse({"detail": said}, status, headers)
        asked = request.headers
        page = LoginPage(
            request.url.query,
            asked.get("cookie", ""),
            asked.get("accept-language", ""),
            user,
            wrong,
            wait,
            self.logins.accounts.any,
            self.logins.hub is not None,
            refused,
        )
        return HTMLResponse(self.logins.draw(page), status, headers)


def _welcome(request: Request, *, at_login: bool) -> Response:
    if not _reads_html(request):
        return JSONResponse({"success": True})
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f".{'/' if at_login else request.scope['path']}{query}", 303)


def _reads_html(request: Request) -> bool:
    return request.method in ("GET", "HEAD") or "text/html" in request.headers.get("accept", "")


async def _form(request: Request) -> dict[str, str] | None:
    """The fields of a short form, the first of each name; None: it is too long."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_FORM:
            return None
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        return None
    return {name: values[0] for name, values in fields.items()}
