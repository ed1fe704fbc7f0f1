"""Who sends a request, as far as the server can tell."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.types import Scope

from app.security.login import USER


def caller(scope: Scope, *, space: bool) -> str:
    """The login, else the address; empty for nobody."""
    host = (scope.get("client") or ("",))[0]
    return str(scope.get(USER) or "") or address(Headers(scope=scope), str(host), space=space)


def address(headers: Mapping[str, str], host: str, *, space: bool) -> str:
    """Where a request comes from: on a Space, as its proxy says it."""
    passed_on = headers.get("x-forwarded-for", "") if space else ""
    return passed_on.rpartition(",")[2].strip() or host
