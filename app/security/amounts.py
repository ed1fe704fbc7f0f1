"""ASGI middleware: how much visitors send in an hour is bounded, each one's and everybody's; and there must be room."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.security.callers import caller
from app.security.room import MB, full_disk

HOUR = 3600.0
SMALL = 64 * 1024
"""Bytes of a request that is no file, which are not counted."""
MOST = 10_000
"""Visitors that are remembered; the one that sent nothing for longest is forgotten first."""


@dataclass(frozen=True, slots=True)
class AmountBounds:
    """In megabytes: what one visitor and all of them may send in an hour, and what must stay free; 0: any amount."""

    each: int = 0
    together: int = 0
    free: int = 0


class TooMuch(Exception):  # noqa: N818 - an answer, not a fault
    """More than is left: the status, seconds until there is more, and what to say."""

    def __init__(self, status: int, seconds: int, text: str) -> None:
        super().__init__(text)
        self.status, self.seconds = status, seconds


@dataclass
class Window:
    """Amounts of the last hour, in bytes, with the time of each."""

    total: int = 0
    parts: deque[tuple[float, int]] = field(default_factory=deque)

    def forget(self, now: float) -> None:
        """Let go of what is older than an hour."""
        while self.parts and self.parts[0][0] <= now - HOUR:
            self.total -= self.parts.popleft()[1]

    def add(self, now: float, amount: int) -> None:
        """Count an amount."""
        self.parts.append((now, amount))
        self.total += amount

    def seconds(self, now: float, needed: int, most: int) -> int:
        """Seconds until `needed` more bytes are within `most`, or the hour is over."""
        total = self.total
        for at, amount in self.parts:
            total -= amount
            if total + needed <= most:
                return max(1, ceil(at + HOUR - now))
        return int(HOUR)


class Amounts:
    """What was sent in the last hour, by visitor and in all. Safe among threads."""

    def __init__(self, bounds: AmountBounds, home: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._bounds, self._home, self._clock = bounds, home, clock
        self._all, self._by = Window(), OrderedDict[str, Window]()
        self._lock = threading.Lock()

    @property
    def bounded(self) -> bool:
        """Whether there is any bound."""
        return self._bounds != AmountBounds()

    def take(self, who: str, coming: int) -> None:
        """Count what is announced, before it comes.

        Raises:
            TooMuch: no room on the disk, or more than is left; nothing is counted then.
        """
        self._check_room(coming)
        with self._lock:
            self._check(who, coming)
            now = self._clock()
            self._all.add(now, coming)
            self._window(who).add(now, coming)

    def _check(self, who: str, coming: int) -> None:
        now, bounds = self._clock(), self._bounds
        for window, most, ja, en in (
            (self._window(who), bounds.each * MB, "", ""),
            (self._all, bounds.together * MB, "全員で", " for all visitors"),
        ):
            window.forget(now)
            if most and window.total + coming > most:
                raise _too_much(coming, most - window.total, most, window.seconds(now, coming, most), ja, en)

    def _window(self, who: str) -> Window:
        window = self._by.setdefault(who, Window())
        self._by.move_to_end(who)
        while len(self._by) > MOST:
            self._by.popitem(last=False)
        return window

    def _check_room(self, coming: int) -> None:
        full = full_disk(self._home, self._bounds.free, coming)
        if full is not None:
            english = str(full)
            raise TooMuch(507, 600, f"{english[0].upper()}{english[1:]}\n{full.japanese}\n")


def _too_much(coming: int, left: int, most: int, seconds: int, ja: str, en: str) -> TooMuch:
    minutes, fits = ceil(seconds / 60), coming <= most
    later, later_ja = (
        (f", or again in {minutes} min", f"ていただくか、{minutes} 分後にお試しください")
        if fits
        else ("", "てください")
    )
    return TooMuch(
        429,
        seconds,
        f"This has {coming / MB:.1f} MB; {max(left, 0) / MB:.1f} of {most / MB:.0f} MB an hour{en} are left → a "
        f"smaller file{later}\n"
        f"{coming / MB:.1f} MB あります（{ja}1時間に {most / MB:.0f} MB まで、残り {max(left, 0) / MB:.1f} MB）→ "
        f"小さいファイルにし{later_ja}\n",
    )


class Bounded:
    """ASGI middleware: refuses what is too much with 429 or 507, and what does not say how much it is with 411."""

    def __init__(self, app: ASGIApp, amounts: Amounts, *, space: bool) -> None:
        self.app, self.amounts, self.space = app, amounts, space

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the class."""
        if scope["type"] == "http" and scope["method"] in ("POST", "PUT", "PATCH") and self.amounts.bounded:
            try:
                self._take(scope)
            except TooMuch as refusal:
                await _answer(scope, refusal)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _take(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        if "transfer-encoding" in headers:
            raise TooMuch(
                411,
                0,
                "The request does not say how long it is → send Content-Length\n"
                "要求の長さが示されていません → Content-Length を付けてください\n",
            )
        announced = int(headers.get("content-length", "0"))  # a server lets nothing else than digits through
        if announced > SMALL or scope["path"].endswith("/upload"):
            self.amounts.take(caller(scope, space=self.space), announced)


def _answer(scope: Scope, refusal: TooMuch) -> Response:
    headers = {"Retry-After": str(refusal.seconds)} if refusal.seconds else {}
    if scope["path"].endswith("/upload"):  # the page shows the text as it is
        return PlainTextResponse(str(refusal), refusal.status, headers)
    return JSONResponse({"error": str(refusal), "detail": str(refusal)}, refusal.status, headers)
