"""What the settings allow visitors to ask for; whoever runs the server asks for what they like."""

from __future__ import annotations

import shutil

from app.config import settings
from app.errors import NarabeError
from app.store import Bounds


def bounds_of(owner: str) -> Bounds:
    """The bounds for a visitor; none where nobody is named.

    Raises:
        NarabeError: there is no room on the disk for what anybody asks.
    """
    if not owner:
        return Bounds()
    check_disk()
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
    most = settings().limit("disk_mb")
    if not most:
        return
    try:
        free = shutil.disk_usage(settings().home).free // 1024**2
    except OSError:
        return
    if free < most:
        raise NarabeError(
            f"the server’s disk is nearly full ({free:,} MB are left, {most:,} MB must stay free) → try again later, "
            "or tell who runs it",
            f"サーバーの空き容量が足りません（残り {free:,} MB、{most:,} MB 以上が必要）→ "
            "時間をおくか、管理者に知らせてください",
        )
