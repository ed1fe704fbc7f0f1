"""`users`: logins, kept in the home or for NARABE_AUTH."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.console import complain, say
from app.config import settings
from app.errors import SettingsError
from app.security.audit import Audit
from app.security.roles import ROLES
from app.security.users import FILE, User, Users

users = typer.Typer(help="Logins: added here, or as lines for NARABE_AUTH.", no_args_is_help=True)


@users.callback()
def described() -> None:
    """Logins: added here, or as lines for NARABE_AUTH."""


@users.command()
def add(
    name: Annotated[str, typer.Argument(help="the user's name")],
    role: Annotated[str, typer.Option(help=", ".join(ROLES))] = "reviewer",
) -> None:
    """Ask for a password, and let the user in; an existing user gets the new password and role. Works at once."""
    if role not in ROLES:
        raise SettingsError(f"--role: {role!r} is no role → one of {', '.join(ROLES)}")
    kept = Users(settings().home)
    first, checked = not kept.all() and settings().auth is None, _checked(name)
    kept.put(checked, User(_asked(), role))
    Audit(settings().home).by_command("users add", f"{checked} ({role})")
    say(f"{checked} ({role}) is kept in {settings().home / FILE}")
    if first:
        complain("From the server's next start on, everybody has to log in.")


@users.command()
def remove(name: Annotated[str, typer.Argument(help="the user's name")]) -> None:
    """Let a user no longer in; a login that is open ends at once."""
    kept = Users(settings().home)
    if name not in kept.all():
        raise SettingsError(f"{name}: no such user was added → `narabe users list`; others stand in NARABE_AUTH")
    kept.put(name, None)
    Audit(settings().home).by_command("users remove", name)
    say(f"{name} is removed")


@users.command("list")
def list_() -> None:
    """The users that were added, with their roles."""
    for name, user in sorted(Users(settings().home).all().items()):
        say(f"{name} ({user.role})")


@users.command("hash")
def hash_(name: Annotated[str, typer.Argument(help="the user's name")]) -> None:
    """Ask for a password, and print the line that stands for it in NARABE_AUTH."""
    say(f"{_checked(name)}:{_asked()}")
    complain("Put this line into NARABE_AUTH, several joined by commas, in single quotes: it contains dollar signs.")


def _checked(name: str) -> str:
    if not name.strip() or any(sign in name for sign in ",:=\n"):
        raise SettingsError("a user's name is not empty and has no comma, colon or equals sign → choose another name")
    return name.strip()


def _asked() -> str:
    from app.security.passwords import hash_password  # only where it is needed

    return hash_password(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
