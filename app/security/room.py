"""Whether there is room on the disk for what visitors ask for and send."""

from __future__ import annotations

import shutil
from pathlib import Path

from app.errors import NarabeError

MB = 1024**2


def full_disk(home: Path, most: int, coming: int = 0) -> NarabeError | None:
    """Why nothing more is taken; None: there is room, or nobody can tell.

    Args:
        home: a folder on the disk.
        most: megabytes that must stay free; 0: any number.
        coming: bytes that are about to come.
    """
    if not most:
        return None
    try:
        free = shutil.disk_usage(home).free
    except OSError:
        return None
    if free - coming >= most * MB:
        return None
    return NarabeError(
        f"the server’s disk is nearly full ({free // MB:,} MB are left, {most:,} MB must stay free) → try again later, "
        "or tell who runs it",
        f"サーバーの空き容量が足りません（残り {free // MB:,} MB、{most:,} MB 以上が必要）→ "
        "時間をおくか、管理者に知らせてください",
    )
