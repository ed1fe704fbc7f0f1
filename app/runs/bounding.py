"""What the settings allow visitors to ask for; reviewers, admins and whoever runs the server ask for what they like."""

from __future__ import annotations

from app.config import settings
from app.security.room import full_disk
from app.store import Bounds


def bounds_of(owner: str, *, bounded: bool = True) -> Bounds:
    """The bounds for who asks; none where nobody is named, nor where the limits do not hold for them (`bounded`).

    Raises:
        NarabeError: there is no room on the disk for what anybody asks.
    """
    if not owner:
        return Bounds()
    check_disk()
    if not bounded:
        return Bounds()
    limit = settings().limit
    return Bounds(
        each=limit("runs_each"),
        together=limit("runs_together"),
        kept=limit("runs_kept_each"),
        answers=limit("answers_together"),
        trials=limit("trials_a_minute"),
        trials_together=limit("trials_together"),
        **tokens(),
    )


def tokens() -> dict[str, int]:
    """Those that end a run which is at work already."""
    return {"tokens": settings().limit("tokens_each"), "tokens_together": settings().limit("tokens_together")}


def check_disk() -> None:
    """Refuse what would fill the disk.

    Raises:
        NarabeError: less is free under the home than must stay free.
    """
    full = full_disk(settings().home, settings().limit("disk_mb"))
    if full is not None:
        raise full
