"""ASGI middleware: what is no request gets a clear refusal, never a traceback; so does what Gradio stumbles over.

Who is at fault for an error is told by whoever sees it first (`blame_request`): the request, or else the app.
"""

from __future__ import annotations

import json
import logging
import math
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)

MOST_BYTES = 32 * 1024**2
"""Of a JSON body: questions as text, with every character escaped."""
DEEPEST = 64
"""How deep lists and objects may stand within each other."""
WHOLE = 2**63
"""Whole numbers are smaller than this, either way: what databases and JSON writers take."""
LONGEST_NAME = 200
"""Characters of a session's name, which the server remembers."""
SHOWN = 200
"""Characters of an error that are logged."""
AT_ONCE = 64 * 1024
"""Bytes that are read without leaving the server's loop."""
JSON_ONLY = tuple(
    f"/gradio_api/{one}" for one in ("run/", "api/", "call/", "queue/join", "component_server", "cancel", "reset")
)
"""The addresses that take a JSON object, and nothing else."""
FAULTS = (LookupError, TypeError, ValueError, AttributeError, OverflowError, RuntimeError, AssertionError)
"""What Gradio raises over names, numbers and shapes that it does not know."""

_BLAMED: ContextVar[list[str] | None] = ContextVar("blamed", default=None)


def blame_request() -> None:
    """Say that the request which is being answered is at fault, and not the app: the answer is no 500 then."""
    blamed = _BLAMED.get()
    if blamed is not None:
        blamed.append("")


def brief(error: BaseException) -> str:
    """An error in one line, with the place where it came from, for the log."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {' '.join(str(error).split())[:SHOWN]}{place}"


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """A body that is no request: the status, and why, in both languages."""

    def __init__(self, status: int, english: str, japanese: str) -> None:
        super().__init__(english)
        self.status, self.text = status, f"{english}\n{japanese}"


class Requests:
    """Lets nothing but sound JSON through to the addresses that take JSON, and turns faults of requests into 4xx."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the class."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        blamed, started = list[str](), list[bool]()
        before = _BLAMED.set(blamed)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(True)
                if message["status"] == 500 and blamed:
                    message = {**message, "status": 422}
            await send(message)

        try:
            if scope["method"] == "POST" and str(scope["path"]).startswith(JSON_ONLY):
                receive = await _sound(scope, receive)
            await self.app(scope, receive, answer)
        except Refused as refused:
            await _refuse(refused, scope, receive, send)
        except FAULTS as error:
            log.warning("%s %s could not be answered: %s", scope["method"], str(scope["path"])[:SHOWN], brief(error))
            if started:
                await send({"type": "http.response.body", "body": b""})
            else:
                await _refuse(_unknown(), scope, receive, send)
        finally:
            _BLAMED.reset(before)


async def _refuse(refused: Refused, scope: Scope, receive: Receive, send: Send) -> None:
    answer = JSONResponse({"error": refused.text, "detail": refused.text}, refused.status)
    await answer(scope, receive, send)


def _unknown() -> Refused:
    return Refused(
        400,
        "the request names or sends something that is not known here → load the page again",
        "要求の内容を解釈できません → ページを再読み込みしてください",
    )


async def _sound(scope: Scope, receive: Receive) -> Receive:
    """Reads the body; what gives it to the app again.

    Raises:
        Refused: it is no JSON object, or holds what nothing here can take.
    """
    kind = Headers(scope=scope).get("content-type", "").partition(";")[0].strip().casefold()
    if kind != "application/json":
        raise Refused(
            415,
            "the body is not application/json → send JSON",
            "本文が application/json ではありません → JSON で送ってください",
        )
    body = await _read(receive)
    await (run_in_threadpool(check, body) if len(body) > AT_ONCE else _now(body))
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def _now(body: bytes) -> None:
    check(body)


async def _read(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":  # the visitor is gone
            raise _not_json()
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            megabytes = MOST_BYTES // 1024**2
            raise Refused(
                413,
                f"the request is larger than {megabytes} MB → send less at once",
                f"要求が {megabytes} MB を超えています → 分けて送ってください",
            )
        if not message.get("more_body", False):
            return bytes(body)


def check(body: bytes) -> None:
    """Raises:
    Refused: `body` is no JSON object, or is nested too deep, or holds numbers that are none, or too large ones.
    """
    try:
        given = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise _not_json() from None
    if not isinstance(given, dict):
        raise _not_json()
    if not all(map(_in_bounds, _values(given))):
        raise Refused(
            400,
            "a number is too large → numbers have at most 18 digits",
            "大きすぎる数が含まれています → 18 桁までにしてください",
        )
    session = given.get("session_hash")
    if session is not None and not (isinstance(session, str) and len(session) <= LONGEST_NAME):
        raise Refused(
            400,
            f"session_hash is no text of at most {LONGEST_NAME} characters → load the page again",
            f"session_hash は {LONGEST_NAME} 字以内の文字列です → ページを再読み込みしてください",
        )


def _values(given: Any) -> Iterator[Any]:
    """All that stands within `given`, however deep, without recursion."""
    level = [given]
    for _ in range(DEEPEST):
        inner: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                inner += one.values()
            elif isinstance(one, list):
                inner += one
            else:
                yield one
        if not inner:
            return
        level = inner
    raise Refused(
        400,
        f"lists stand within each other more than {DEEPEST} deep → send plainer data",
        f"入れ子が {DEEPEST} 段を超えています → 構造を浅くしてください",
    )


def _in_bounds(value: Any) -> bool:
    if isinstance(value, int):
        return -WHOLE <= value < WHOLE
    return not isinstance(value, float) or math.isfinite(value)


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _not_json() -> Refused:
    return Refused(
        400,
        "the body is no JSON object (NaN and Infinity are not JSON) → see /gradio_api/info",
        "本文が JSON オブジェクトではありません（NaN と Infinity は使えません）→ /gradio_api/info をご覧ください",
    )
