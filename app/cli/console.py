"""Lines on the terminal."""

from __future__ import annotations

import typer


def say(text: str) -> None:
    """A line on standard output."""
    typer.echo(text)


def complain(text: str) -> None:
    """A line on standard error."""
    typer.echo(text, err=True)
