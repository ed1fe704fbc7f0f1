"""Logging in at the Hugging Face Hub, as a Space with `hf_oauth: true` offers it: a code flow with PKCE.

The Hub says who somebody is; the settings say what they may. Its tokens are used once, to ask that, and are not kept.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client

from app.config import Settings
from app.security.roles import Role

WAITS = 600.0
"""Seconds that somebody may take at the Hub."""
MOST = 1_000
"""How many logins may be under way; the oldest are forgotten first."""
PATIENCE = 15.0
"""Seconds that the Hub may take to answer."""
LONGEST_NAME = 80


class HubError(Exception):
    """No login. `code`: `state` (not begun here, or too long ago), `hub` (no usable answer), `member`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Begun:
    """A login under way: whose browser, the secret that the code is exchanged with, and until when (on the clock)."""

    browser: str
    verifier: str
    ends: float


@dataclass
class Hub:
    """The Hub, as one server knows it."""

    client_id: str
    client_secret: str
    scopes: str
    provider: str
    """Its address, without a slash at the end."""
    organisations: frozenset[str] = frozenset()
    """Whose members are reviewers; empty: everyone comes in, as a visitor."""
    admins: frozenset[str] = frozenset()
    transport: httpx2.AsyncBaseTransport | None = None
    clock: Callable[[], float] = time.monotonic
    _begun: OrderedDict[str, Begun] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _facts: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, settings: Settings) -> Hub | None:
        """What the settings (on a Space: the Space itself) say; None where they name no client."""
        if not settings.oauth_client_id or settings.oauth_client_secret is None:
            return None
        return cls(
            settings.oauth_client_id,
            settings.oauth_client_secret.get_secret_value(),
            settings.oauth_scopes,
            settings.openid_provider.rstrip("/"),
            _names(settings.organisations),
            _names(settings.admins),
        )

    async def begin(self, browser: str, back: str) -> str:
        """The address at the Hub to send a browser to, which holds the secret `browser`; it comes `back` from there.

        Raises:
            HubError: the Hub cannot be reached.
        """
        state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        facts = await self._known()
        async with self._client(back) as client:
            url, _ = client.create_authorization_url(
                facts["authorization_endpoint"], state=state, code_verifier=verifier
            )
        with self._lock:
            self._begun[_digest(state)] = Begun(_digest(browser), verifier, self.clock() + WAITS)
            while len(self._begun) > MOST:
                self._begun.popitem(last=False)
        return str(url)

    async def finish(self, browser: str, asked: Mapping[str, str], back: str) -> tuple[str, Role]:
        """Who came back with which role: what is `asked` of the callback belongs to a login that this browser began.

        Raises:
            HubError: it does not, the Hub says no or nothing, or this user is not let in.
        """
        with self._lock:
            begun = self._begun.pop(_digest(asked.get("state", "")), None)
        if begun is None or begun.ends <= self.clock() or not secrets.compare_digest(begun.browser, _digest(browser)):
            raise HubError("state")
        if not asked.get("code"):
            raise HubError("hub")
        return self._admitted(await self._profile(asked["code"], begun.verifier, back))

    async def _profile(self, code: str, verifier: str, back: str) -> Mapping[str, Any]:
        facts = await self._known()
        try:
            async with self._client(back) as client:
                await client.fetch_token(
                    facts["token_endpoint"], grant_type="authorization_code", code=code, code_verifier=verifier
                )
                answer = await client.get(facts["userinfo_endpoint"])
                found = answer.raise_for_status().json()
        except (httpx2.HTTPError, AuthlibBaseError, ValueError) as error:
            raise HubError("hub") from error
        if not isinstance(found, dict):
            raise HubError("hub")
        return found

    def _admitted(self, profile: Mapping[str, Any]) -> tuple[str, Role]:
        name = profile.get("preferred_username")
        if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
            raise HubError("hub")
        if name.casefold() in self.admins:
            return name, "admin"
        if not self.organisations:
            return name, "visitor"
        if self.organisations.isdisjoint(_organisations(profile)):
            raise HubError("member")
        return name, "reviewer"

    async def _known(self) -> Mapping[str, str]:
        """The Hub's addresses, asked for once; all of them must be its own."""
        if not self._facts:
            try:
                async with httpx2.AsyncClient(transport=self.transport, timeout=PATIENCE) as client:
                    answer = await client.get(f"{self.provider}/.well-known/openid-configuration")
                    found = answer.raise_for_status().json()
                wanted = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint")
                facts = {name: str(found[name]) for name in wanted}
            except (httpx2.HTTPError, ValueError, KeyError, TypeError) as error:
                raise HubError("hub") from error
            if any(urlsplit(one)[:2] != urlsplit(self.provider)[:2] for one in facts.values()):
                raise HubError("hub")
            self._facts = facts
        return self._facts

    def _client(self, back: str) -> Any:
        return AsyncOAuth2Client(
            self.client_id,
            self.client_secret,
            scope=self.scopes,
            redirect_uri=back,
            code_challenge_method="S256",
            transport=self.transport,
            timeout=PATIENCE,
        )


def _names(text: str) -> frozenset[str]:
    return frozenset(one.strip().casefold() for one in text.split(",") if one.strip())


def _organisations(profile: Mapping[str, Any]) -> set[str]:
    """The organisations that the Hub names: by their name in addresses; what they call themselves proves nothing."""
    found = profile.get("orgs")
    named = [one.get("preferred_username") for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return {one.casefold() for one in named if isinstance(one, str)}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
