"""`backup` and `restore`: the store in another place, by hand."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.console import say
from app.config import settings
from app.security.audit import Audit

To = Annotated[str, typer.Argument(help="a folder, or hf://buckets/OWNER/NAME; default: NARABE_BACKUP")]


def backup(to: To = "") -> None:
    """Keep the store once more in another place, also while the app runs."""
    from app.store.backup import keep_now  # SQLAlchemy takes a while to import

    keep_now(settings(), to)
    say(f"kept in {to or settings().backup}")


def restore(source: To = "") -> None:
    """Read the store back from where it is kept, into an empty NARABE_HOME."""
    from app.store.backup import read_back

    found = read_back(settings(), source)
    if found is None:
        say("nothing is kept there")
        raise typer.Exit(1)
    Audit(settings().home).by_command("restore", f"as of {found.time:%Y-%m-%d %H:%M:%S} UTC")
    say(f"restored as of {found.time:%Y-%m-%d %H:%M:%S} UTC, into {settings().home}")
    if found.damaged:
        say(f"{found.damaged} later segments are damaged, and left out")
    for name in found.missing:
        say(f"{name} could not be read")
