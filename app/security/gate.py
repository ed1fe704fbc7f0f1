"""What stands around one server: known hosts, the own origin, the login, the policy of its pages. Knows no Gradio."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request

from app.config import Settings
from app.security.amounts import AmountBounds, Amounts, Bounded
from app.security.doors import Doors
from app.security.hosts import EVERY_INTERFACE, Hosts
from app.security.login import USER, Login, LoginPage, Logins
from app.security.policy import OwnScripts
from app.security.requests import Requests
from app.security.roles import Role
from app.security.routes import Routes

log = logging.getLogger(__name__)


@dataclass
class Gate:
    """What stands around one server: the doors outermost, then the login, if there is one, and the marking of scripts.

    Middleware that an application is made with stands within that which is added later, and Gradio adds its own, which
    answers the preflights of foreign origins. So the doors are put around all of it when it starts.
    """

    hosts: Hosts
    logins: Logins | None
    space: bool
    amounts: Amounts
    _standing: list[Doors] = field(default_factory=list)

    @property
    def login(self) -> bool:
        """Whether a login is asked for."""
        return self.logins is not None

    @property
    def middleware(self) -> list[Middleware]:
        """The inner layers, in their order."""
        login = [Middleware(Login, logins=self.logins)] if self.logins else []
        bounded = Middleware(Bounded, amounts=self.amounts, space=self.space)
        return [Middleware(OwnScripts), *login, Middleware(Routes), bounded, Middleware(Requests)]

    @asynccontextmanager
    async def lifespan(self, app: Starlette) -> AsyncIterator[None]:
        """Puts the doors around `app`, before it answers anything."""
        assert app.middleware_stack is not None  # noqa: S101 - this very call came through it
        role: Role = "visitor" if self.login or self.space else "admin"
        doors = Doors(app.middleware_stack, self.hosts, space=self.space, role=role)
        app.middleware_stack = doors
        self._standing.append(doors)
        yield

    def must_stand(self) -> None:
        """Raises:
        RuntimeError: the server started without its doors.
        """
        if not self._standing:
            raise RuntimeError("the server's lifespan did not run: it would answer every origin")


def gate(settings: Settings, host: str, port: int, pages: frozenset[str], draw: Callable[[LoginPage], str]) -> Gate:
    """The gate of a server bound to `host` and `port`; what is open to others is said in the log."""
    logins = Logins.of(settings, port, pages, draw)
    if logins is None and host in EVERY_INTERFACE:
        log.warning(
            "NO LOGIN: everyone who can reach this computer on port %s can read and change everything here. "
            "Set NARABE_AUTH (narabe users hash), or serve on 127.0.0.1.",
            port,
        )
    if logins is not None and (plain := logins.accounts.plain):
        log.warning(
            "NARABE_AUTH holds the password of %s as it is: put a line of `narabe users hash` there instead.",
            ", ".join(plain),
        )
    each, together, free = (settings.limit(name) for name in ("upload_mb_each", "upload_mb_together", "disk_mb"))
    amounts = Amounts(AmountBounds(each, together, free), settings.home)
    return Gate(Hosts.of(settings, host), logins, bool(settings.space_id), amounts)


def user(request: Request) -> str | None:
    """Who asks, by the login; empty: a visitor who may come in without one; None: nobody who may."""
    found = request.scope.get(USER)
    return None if found is None else str(found)
