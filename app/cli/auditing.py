"""`audit`: what was done to this installation, and by whom."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.console import say
from app.config import settings


def audit(last: Annotated[int, typer.Option(min=1, help="how many acts, the newest at the end")] = 100) -> None:
    """List what changed this installation for others: users, runs, imports, prompts, calibrations."""
    from app.security.audit import Audit

    for act in list(Audit(settings().home).acts())[-last:]:
        say(f"{act.time}  {act.who or '?'} ({act.role})  {act.what}  {act.on}".rstrip())
