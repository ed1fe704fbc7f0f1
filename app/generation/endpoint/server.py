"""An OpenAI-compatible server: how it is reached, which models it offers, and what its failures mean to the user."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpx2
import openai
from pydantic import SecretStr

from app.config import Settings
from app.errors import ModelError, SettingsError
from app.generation.base import NO_SERVER
from app.generation.endpoint.background import Put, results
from app.security.secrecy import redacted

MAX_REPLY = 4 << 20
"""Bytes of one reply: far above any answer, far below what would hurt."""
MOST_SAID = 20_000
"""Characters of an error that are looked at; its end may be cut within a key, its first line is far from there."""
LOOK_TIMEOUT = 5.0
"""Seconds that the list of models may take."""
NO_KEY = SecretStr("none")
"""Sent where the settings have no key: the client library wants one, and would else take `OPENAI_API_KEY`."""
PASSING = (408, 409, 429)
AWAY = (502, 503, 504)
"""HTTP statuses of a server that is not up yet, or of a gateway that does not reach it."""


class ReplyTooLongError(openai.OpenAIError):
    """A reply of more than `MAX_REPLY` bytes; not read to its end."""


class BoundedClient(openai.DefaultAsyncHttpxClient):
    """An HTTP client that takes no reply beyond `MAX_REPLY` bytes and `seconds`, and follows no redirection.

    Certificates are verified; proxies are those of the environment.
    """

    def __init__(self, seconds: float) -> None:
        # asyncio's timeout below covers a whole reply, however slowly it drips; this one is for connecting.
        super().__init__(timeout=httpx2.Timeout(seconds, connect=min(seconds, 10.0)), follow_redirects=False)
        self._seconds = seconds

    async def send(self, request: httpx2.Request, **options: Any) -> httpx2.Response:
        """See `httpx2.AsyncClient.send`."""
        try:
            async with asyncio.timeout(self._seconds):
                return await self._bounded(request, options | {"stream": True})
        except TimeoutError as error:
            raise httpx2.ReadTimeout("the reply was not complete in time", request=request) from error

    async def _bounded(self, request: httpx2.Request, options: dict[str, Any]) -> httpx2.Response:
        response = await super().send(request, **options)
        body = bytearray()
        try:
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > MAX_REPLY:
                    raise ReplyTooLongError(f"The server's reply is longer than {MAX_REPLY >> 20} MiB.")
        finally:
            await response.aclose()
        headers = [(name, value) for name, value in response.headers.items() if name != "content-encoding"]
        return httpx2.Response(response.status_code, headers=headers, content=bytes(body), request=request)


@dataclass(frozen=True, slots=True)
class Server:
    """Where the models of an endpoint are: its address up to and including `/v1`, and its key, if it wants one."""

    url: str
    key: SecretStr = NO_KEY

    def client(self, http: BoundedClient, retries: int) -> openai.AsyncOpenAI:
        """A client of the server; it honours `Retry-After`, and else waits longer each time, with jitter."""
        key = self.key.get_secret_value()
        return openai.AsyncOpenAI(base_url=self.url, api_key=key, http_client=http, max_retries=retries)

    def models(self, *, seconds: float = LOOK_TIMEOUT, retries: int = 1) -> list[str] | None:
        """The names of the models that the server offers; None where it keeps no list.

        Raises:
            ModelError: it cannot be reached, or refuses the key; the message says what to do.
        """

        async def look(put: Put[list[str] | None]) -> None:
            async with BoundedClient(seconds) as http:
                try:
                    put([model.id async for model in self.client(http, retries).models.list()])
                except openai.NotFoundError:
                    put(None)

        try:
            return next(results(look, cancelled=lambda: False))
        except openai.OpenAIError as error:
            raise ModelError(self.explanation(error)) from None
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ModelError(
                f"{self.url} does not answer like an OpenAI-compatible server ({self._first(error)})."
            ) from None

    def explanation(self, error: Exception) -> str:
        """What the user can do about a request that failed. The key is never part of it."""
        return self.without_key(self._words(error))

    def without_key(self, text: str) -> str:
        """`text` without the key, its parts, or other spellings of them."""
        return text if self.key == NO_KEY else redacted(text, self.key.get_secret_value())

    def _first(self, error: object) -> str:
        """The first line of what an error says, cut to a readable length once the key is out of it."""
        says = error.get("message") if isinstance(error, dict) else str(error)
        lines = (line.strip() for line in self.without_key(str(says or "")[:MOST_SAID]).splitlines())
        return next((line for line in lines if line), type(error).__name__)[:300]

    def _words(self, error: Exception) -> str:
        if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
            return f"{self.url} refuses the key (HTTP {error.status_code}): check NARABE_API_KEY."
        if isinstance(error, openai.APITimeoutError):
            return f"{self.url} did not answer in time: see NARABE_ENDPOINT_TIMEOUT, NARABE_ENDPOINT_CONCURRENCY."
        if isinstance(error, openai.APIConnectionError):
            cause = self._first(error.__cause__ or error)
            return f"{self.url} cannot be reached, or dropped the connection ({cause}): see NARABE_ENDPOINT_URL."
        if isinstance(error, openai.APIStatusError):
            return f"The server answered HTTP {error.status_code}: {self._first(error.body or error)}"
        if isinstance(error, openai.OpenAIError):
            return str(error)
        return f"The server's reply cannot be read: {type(error).__name__}: {self._first(error)}"


def servers(settings: Settings) -> list[Server]:
    """The servers of the settings, in their order.

    Raises:
        SettingsError: they name none.
    """
    if not settings.endpoint_url:
        raise SettingsError(*reversed(NO_SERVER))
    return [Server(one.rstrip("/"), settings.api_key or NO_KEY) for one in settings.endpoint_url.split(",")]


def offers(places: Sequence[Server], **how: Any) -> tuple[Server, list[str] | None]:
    """The first of these servers that answers, and the models that it offers (see `Server.models`).

    Raises:
        ModelError: none does; the message is the last one's.
    """
    for place in places[:-1]:
        with suppress(ModelError):
            return place, place.models(**how)
    return places[-1], places[-1].models(**how)


def is_passing(error: Exception) -> bool:
    """Whether asking again later may help."""
    if isinstance(error, openai.APIStatusError):
        spent = getattr(error, "code", None) == "insufficient_quota"
        return not spent and (error.status_code in PASSING or error.status_code >= 500)
    return not isinstance(error, ReplyTooLongError)


def is_away(error: Exception) -> bool:
    """Whether the server itself seems to be gone, whatever it was asked."""
    if isinstance(error, openai.APIStatusError):
        return error.status_code in AWAY
    return isinstance(error, openai.APIConnectionError) and not isinstance(error, openai.APITimeoutError)


def is_hopeless(error: Exception) -> bool:
    """Whether every other request would fail alike."""
    return isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError)
