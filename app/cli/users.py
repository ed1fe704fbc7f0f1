"""`users`: what goes into NARABE_AUTH."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.console import complain, say
from app.errors import SettingsError

users = typer.Typer(help="Logins: what goes into NARABE_AUTH.", no_args_is_help=True)


@users.callback()
def described() -> None:
    """Logins: what goes into NARABE_AUTH."""


@users.command("hash")
def hash_(name: Annotated[str, typer.Argument(help="the user's name")]) -> None:
    """Ask for a password, and print the line that stands for it in NARABE_AUTH."""
    from app.security.passwords import hash_password  # only where it is needed

    if not name.strip() or any(sign in name for sign in ",:\n"):
        raise SettingsError("a user's name is not empty and has no comma and no colon → choose another name")
    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    say(f"{name.strip()}:{hash_password(password)}")
    complain("Put this line into NARABE_AUTH, several joined by commas, in single quotes: it contains dollar signs.")
