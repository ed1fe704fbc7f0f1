"""Who may do how much: visitors try, reviewers grade, admins do everything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

from app.errors import SettingsError

Role = Literal["visitor", "reviewer", "admin"]
"""Each may do what those before it may."""
ROLES: tuple[Role, ...] = get_args(Role)
ROLE = "narabe.role"
"""Where a request's scope keeps the role of who asks."""


def may(role: Role, needed: Role) -> bool:
    """Whether `role` may do what `needed` may."""
    return ROLES.index(role) >= ROLES.index(needed)


def role_of(scope: Mapping[str, Any]) -> Role:
    """The role of who sent a request; the least one where nobody said it."""
    found = scope.get(ROLE, "visitor")
    return found if found in ROLES else "visitor"


def parse_roles(text: str) -> dict[str, Role]:
    """`user=role[,user=role…]` by user.

    Raises:
        SettingsError: a word that is no role.
    """
    found: dict[str, Role] = {}
    for part in filter(None, (one.strip() for one in text.split(","))):
        user, _, role = part.rpartition("=")
        if role.strip() not in ROLES or not user.strip():
            raise SettingsError(
                f"NARABE_ROLES: {part!r} → user=role, where the role is one of {', '.join(ROLES)}",
                f"NARABE_ROLES：{part!r} は使えません → ユーザー=役割（{', '.join(ROLES)}）の形で指定してください",
            )
        found[user.strip()] = role.strip()  # type: ignore[assignment]
    return found
