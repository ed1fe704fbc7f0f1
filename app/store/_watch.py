"""Noticing that something in the database changed, so that whoever waits for work need not look for it."""

from __future__ import annotations

import sqlalchemy as sa

_VERSION = {
    "sqlite": "PRAGMA data_version",  # as this connection sees it: another number once any other one has written
    "postgresql": "SELECT pg_current_snapshot()::text",
}


class Watch:
    """Tells whether anything was written to the database since it was last asked; for one thread."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine, self._question = engine, _VERSION.get(engine.dialect.name)
        self._connection: sa.PoolProxiedConnection | None = None
        self._seen: object = None

    def changed(self) -> bool:
        """Whether something may have been written; always so at first, and after the connection was lost."""
        if self._question is None:
            return True
        try:
            self._connection = self._connection or self._engine.raw_connection()
            cursor = self._connection.cursor()
            cursor.execute(self._question)
            version = cursor.fetchone()
            cursor.close()
            self._connection.rollback()
        except Exception:  # noqa: BLE001 - each driver has its own; whoever looks next will meet the same trouble
            self.close()
            return True
        seen, self._seen = self._seen, version
        return version != seen

    def close(self) -> None:
        """Give the connection back; the next look begins anew."""
        if self._connection is not None:
            self._connection.invalidate()
        self._connection = self._seen = None
