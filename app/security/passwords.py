"""The logins of the settings: who may come in, and with which password."""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

import argon2

from app.security.roles import Role
from app.security.users import Users

HASH = "$argon2"
_HASH_PARTS = 5
"""How many `$` a whole argon2 hash has; its parameters contain commas."""


def hash_password(password: str) -> str:
    """An argon2id hash with the library's recommended parameters (RFC 9106, low memory)."""
    return argon2.PasswordHasher().hash(password)


def parse(text: str) -> dict[str, str]:
    """`user:password[,user:password…]` by user; a password may contain colons but no comma, unless it is a hash."""
    pairs: list[str] = []
    for part in text.split(","):
        if pairs and _is_cut(pairs[-1]):
            pairs[-1] += f",{part}"
        elif part.strip():
            pairs.append(part)
    return {user.strip(): secret.strip() if _hashed(secret) else secret for user, _, secret in _parted(pairs)}


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _parted(pairs: list[str]) -> list[tuple[str, str, str]]:
    return [pair.partition(":") for pair in pairs]


def _hashed(secret: str) -> bool:
    return secret.strip().startswith(HASH)


def _is_cut(pair: str) -> bool:
    secret = pair.partition(":")[2]
    return _hashed(secret) and secret.count("$") < _HASH_PARTS


@dataclass(frozen=True)
class Accounts:
    """Users and what their password is checked against: a hash, or the password itself. `added`: further ones."""

    secrets: Mapping[str, str]
    roles: Mapping[str, Role] = field(default_factory=dict)
    added: Users | None = None

    def role(self, user: str) -> Role | None:
        """What a user may; an admin where nothing else was said. None: there is no such user (any more)."""
        added = self.added.all() if self.added else {}
        if user in self.secrets:
            return self.roles.get(user, "admin")
        return added[user].role if user in added else None

    @property
    def any(self) -> bool:
        """Whether there is a user."""
        return bool(self.secrets) or bool(self.added and self.added.all())

    def has(self, name: str) -> bool:
        """Whether a user is called so, or nearly so: in other letters of the same look."""
        users = [*self.secrets, *(self.added.all() if self.added else {})]
        return _folded(name) in map(_folded, users)

    @property
    def plain(self) -> list[str]:
        """The users whose password stands in the settings as it is."""
        return [user for user, secret in self.secrets.items() if not _hashed(secret)]

    def check(self, user: str, password: str) -> bool:
        """Whether this is the user's password; takes as long for a user that there is not."""
        added = self.added.all() if self.added else {}
        secret = self.secrets.get(user) or (added[user].secret if user in added else None)
        if secret is None:
            self._pretend(password)
            return False
        if not _hashed(secret):
            return hmac.compare_digest(secret.encode(), password.encode())
        try:
            return argon2.PasswordHasher().verify(secret, password)
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return False

    def _pretend(self, password: str) -> None:
        added = [user.secret for user in self.added.all().values()] if self.added else []
        known = next((secret for secret in [*self.secrets.values(), *added] if _hashed(secret)), None)
        if known is not None:
            Accounts({"": known}).check("", password)
        else:
            hmac.compare_digest(b"no such user", password.encode())
