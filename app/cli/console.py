"""Lines on the terminal, in which text of files, models and servers is read and never obeyed."""

from __future__ import annotations

import typer

from app.security.terminal import readable


def say(text: str) -> None:
    """A line on standard output."""
    typer.echo(readable(text))


def complain(text: str) -> None:
    """A line on standard error."""
    typer.echo(readable(text), err=True)
