"""Guessing passwords takes time: each wrong one for a name, or from an address, makes the next wait longer."""

from __future__ import annotations

import hashlib
import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

FREE_BY_NAME = 5
FREE_BY_ADDRESS = 20
"""How many wrong passwords are forgiven at once; an address may be a whole office's."""
FORGOTTEN_AFTER = 900.0
"""Seconds without an attempt, on top of the longest delay, after which a trail is cold."""
MOST = 10_000
"""How many names and addresses are remembered; the oldest go first."""


@dataclass(slots=True)
class Trail:
    """What is remembered of one name or address; times in seconds on the clock."""

    failures: int = 0
    until: float = 0.0
    last: float = 0.0


class Attempts:
    """Counts attempts; `longest` is the longest delay in seconds, 0 for none. Safe among threads."""

    def __init__(self, longest: float, clock: Callable[[], float] = time.monotonic, most: int = MOST) -> None:
        self._longest, self._clock, self._most = longest, clock, most
        self._trails: OrderedDict[str, Trail] = OrderedDict()
        self._lock = threading.Lock()

    def admit(self, name: str, address: str) -> float:
        """Seconds to wait first, or 0: then the attempt may be made, and counts as failed until `succeeded`.

        Counting first is what keeps a thousand attempts at the same time from all being the first.
        """
        if not self._longest:
            return 0.0
        with self._lock:
            now = self._clock()
            trails = [(self._trail(key, now), free) for key, free in _keys(name, address)]
            wait = max(trail.until - now for trail, _ in trails)
            if wait > 0:
                return wait
            for trail, free in trails:
                trail.failures += 1
                trail.last = now
                over = trail.failures - free
                trail.until = now + min(self._longest, 2.0 ** min(over, 30)) if over >= 0 else now
            return 0.0

    def succeeded(self, name: str, address: str) -> None:
        """The attempt just made was right: the name starts anew, the address has one failure less."""
        with self._lock:
            (by_name, _), (by_address, _) = _keys(name, address)
            self._trails.pop(by_name, None)
            trail = self._trails.get(by_address)
            if trail is not None:
                trail.failures -= 1
                trail.until = 0.0

    def __len__(self) -> int:
        return len(self._trails)

    def _trail(self, key: str, now: float) -> Trail:
        trail = self._trails.get(key)
        if trail is None or now - trail.last > FORGOTTEN_AFTER + self._longest:
            trail = self._trails[key] = Trail(until=now, last=now)
        self._trails.move_to_end(key)
        while len(self._trails) > self._most:
            self._trails.popitem(last=False)
        return trail


def _keys(name: str, address: str) -> tuple[tuple[str, int], tuple[str, int]]:
    return (_key("name", name), FREE_BY_NAME), (_key("address", _network(address)), FREE_BY_ADDRESS)


def _key(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}:{text}".encode("utf-8", "replace")).hexdigest()


def _network(address: str) -> str:
    """An IPv6 address without its last 64 bits, which are one visitor's to choose; anything else as it is."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else address
