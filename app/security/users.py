"""The users that were added on the command line, with their hashed passwords and roles, in a file of the home."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.atomic import write_text_whole
from app.errors import SettingsError
from app.security.roles import ROLES, Role

FILE = "users.json"


@dataclass(frozen=True, slots=True)
class User:
    """A user: the argon2 hash of the password, and the role."""

    secret: str
    role: Role


class Users:
    """The users in the file of a home; read again when the file was changed."""

    def __init__(self, home: Path) -> None:
        self._path = home / FILE
        self._seen: tuple[int, int] | None = None
        self._users: Mapping[str, User] = {}

    def all(self) -> Mapping[str, User]:
        """By name.

        Raises:
            SettingsError: the file cannot be understood.
        """
        try:
            facts = self._path.stat()
        except FileNotFoundError:
            self._seen, self._users = None, {}
            return self._users
        if self._seen != (facts.st_mtime_ns, facts.st_size):
            self._users = self._read()
            self._seen = facts.st_mtime_ns, facts.st_size
        return self._users

    def _read(self) -> Mapping[str, User]:
        try:
            given = json.loads(self._path.read_text("utf-8"))
            users = {str(name): User(str(one["secret"]), one["role"]) for name, one in given.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise _unreadable(self._path) from error
        if any(user.role not in ROLES for user in users.values()):
            raise _unreadable(self._path)
        return users

    def put(self, name: str, user: User | None) -> None:
        """Keep a user; None: remove the user of this name."""
        users = {one: {"secret": kept.secret, "role": kept.role} for one, kept in self.all().items() if one != name}
        if user is not None:
            users[name] = {"secret": user.secret, "role": user.role}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_text_whole(self._path, json.dumps(users, ensure_ascii=False, indent=1))
        self._path.chmod(0o600)


def _unreadable(path: Path) -> SettingsError:
    return SettingsError(
        f"{path}: cannot be understood → move it away and add the users anew (narabe users add)",
        f"{path}：読み取れません → 別の場所へ移し、ユーザーを追加し直してください（narabe users add）",
    )
