"""Keeping and reading back as the settings say it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from app.config import Settings
from app.errors import SettingsError
from app.store.backup.database import present
from app.store.backup.keeper import Keeper
from app.store.backup.keeping import Keeping
from app.store.backup.places import place
from app.store.backup.restoring import Restored, restore

log = logging.getLogger(__name__)


def database_of(settings: Settings) -> Path:
    """The file of the store.

    Raises:
        SettingsError: the store is not an SQLite file.
    """
    url = sa.make_url(settings.store_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise SettingsError(
            "NARABE_BACKUP: only an SQLite store is kept there → use the database server's own backups, and unset it",
            "NARABE_BACKUP：対象は SQLite のみです → 設定を外し、データベース側のバックアップをお使いください",
        )
    return Path(url.database)


def keeper_of(settings: Settings, changed: Callable[[], bool]) -> Keeper | None:
    """What keeps the store while a server runs; None where the settings name no place."""
    if not settings.backup:
        return None
    return Keeper(place(settings.backup), settings.home, database_of(settings), settings.backup_seconds, changed)


def keep_now(settings: Settings, to: str = "") -> None:
    """Keep the store once, in the place of the settings or another one.

    Raises:
        SettingsError: no place is named, or there is no store.
    """
    where, database = place(_named(settings, to)), database_of(settings)
    if not database.exists():
        raise SettingsError(
            f"{database}: no store is there yet → set NARABE_HOME",
            f"{database}：まだありません → NARABE_HOME を設定してください",
        )
    Keeping(where, settings.home, database).keep()


def read_back(settings: Settings, source: str = "") -> Restored | None:
    """Read the store back from the place of the settings or another one; None: nothing is kept there.

    Raises:
        SettingsError: no place is named, it cannot be read, or a store is here already.
    """
    return restore(place(_named(settings, source)), settings.home, database_of(settings))


def read_back_at_start(settings: Settings) -> Restored | None:
    """Read the store back where there is none here, and the settings name a place."""
    if not settings.backup or present(database_of(settings)):
        return None
    restored = read_back(settings)
    if restored is not None:
        log.warning("read back from NARABE_BACKUP, as of %s", restored.time.isoformat(timespec="seconds"))
    return restored


def _named(settings: Settings, given: str) -> str:
    if not (named := given or settings.backup):
        raise SettingsError(
            "no place to keep the store is named → name a folder, or set NARABE_BACKUP",
            "保存先が指定されていません → フォルダーを指定するか、NARABE_BACKUP を設定してください",
        )
    return named
