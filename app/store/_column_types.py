"""How moments, texts and passages lie in a column."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

from app.records import Passage


class UtcTime(TypeDecorator[datetime]):
    """A moment, kept as UTC without zone (SQLite has none) and read back with zone."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """To the database: UTC, zone dropped."""
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """From the database: UTC."""
        return value.replace(tzinfo=UTC) if value else None


class SafeText(TypeDecorator[str]):
    """Text as databases can hold it: a lone surrogate or a NUL, which no encoding carries, becomes U+FFFD."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """To the database: text that every database encodes."""
        if value is None:
            return None
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "\ufffd")


class Passages(TypeDecorator[tuple[Passage, ...]]):
    """The passages of an answer as JSON. They are written as the plain values that `dataclasses.asdict` gives."""

    impl = sa.JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> Any:
        """To the database."""
        return list(value)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> tuple[Passage, ...]:
        """From the database."""
        return tuple(Passage(**one) for one in value or ())
