"""The names under which the app answers: a foreign name that was made to point here (DNS rebinding) gets nothing."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass

from app.config import Settings

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
EVERY_INTERFACE = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - only compared with
ANY = "*"


@dataclass(frozen=True, slots=True)
class Hosts:
    """Host names (lower case, without port) and, among `listed`, whole addresses as browsers show them.

    IP addresses are always answered: a page cannot make its own name out of one.
    """

    names: frozenset[str]
    listed: frozenset[str] = frozenset()

    @classmethod
    def of(cls, settings: Settings, bound: str) -> Hosts:
        """Those of the settings, of this computer, and of the address that the server is bound to."""
        listed = frozenset(one.strip().lower() for one in settings.hosts.split(",") if one.strip())
        names = {name_of(one) for one in listed if one != ANY} | LOCAL
        if bound in EVERY_INTERFACE:
            own = socket.gethostname().lower()
            names |= {own, f"{own.split('.')[0]}.local"}
        else:
            names.add(bound.strip("[]").lower())
        if settings.space_host:
            names |= {name_of(one.strip().lower()) for one in settings.space_host.split(",")}
        elif settings.space_id:  # a Space is public; its name is not known here
            listed |= {ANY}
        return cls(frozenset(names), listed)

    def allow(self, header: str) -> bool:
        """Whether a request with this `Host` header is answered."""
        name = name_of(header)
        return ANY in self.listed or name in self.names or _is_address(name)

    def own(self, origin: str, host: str) -> bool:
        """Whether an `Origin` header names this app, which was addressed as `host`, or an address of the settings."""
        scheme, _, place = origin.lower().partition("://")
        return scheme in ("http", "https") and (place == host.lower() or place in self.listed)


def name_of(header: str) -> str:
    """The host of `host[:port]`, `[IPv6][:port]`, in lower case, without a final dot."""
    text = header.strip().lower()
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0].rstrip(".")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
