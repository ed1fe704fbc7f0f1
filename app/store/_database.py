"""Opens the store's database: durable SQLite settings, write transactions that cannot deadlock, migrations."""

from __future__ import annotations

import copy
import logging
import math
import sqlite3
import threading
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import Any, NamedTuple, Self, TypeVar

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError

from app.errors import SettingsError
from app.store import _tables as t

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).with_name("migrations")
PATIENCE = 600.0
"""Seconds for which a worker tries to write to a database that another program has locked."""
AGAIN = 0.5
"""Seconds before the next try."""
BUSY = 30.0
"""Seconds for which each try waits for the lock."""
ALONE = 0x6E61726162
"""The number of PostgreSQL's advisory lock that writers hold who must be alone ("narab")."""
AT_ONCE = 500
"""Values of one `IN (…)`; databases limit them."""

V = TypeVar("V", int, str)


class Claim(NamedTuple):
    """The right of a worker to write what belongs to a running run; it ends when the run does or is taken over."""

    run_id: str
    worker: str


class ClaimLost(Exception):  # noqa: N818 - an event, not an error
    """The run is no longer this worker's: another one has it, or it has ended. Nothing was written."""


class Turn:
    """One writer of this process at a time: those who wait hold no connection that a reader could use.

    SQLite lets only one write anyway, but who waits within it just looks again at intervals, longer ones each time.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        """Raises:
        sqlalchemy.exc.OperationalError: no turn within `BUSY` seconds, as SQLite would say it.
        """
        if not self._lock.acquire(timeout=BUSY):
            raise sa.exc.OperationalError("BEGIN IMMEDIATE", None, sqlite3.OperationalError("database is locked"))

    def __exit__(self, *_: object) -> None:
        self._lock.release()


class Database:
    """The connection that all parts of the store share. With a claim, everything that is written depends on it."""

    def __init__(self, url: str) -> None:
        self._engine = open_database(url)
        self._turn = Turn() if self._engine.dialect.name == "sqlite" else nullcontext()
        self._claim: Claim | None = None

    def held_by(self, claim: Claim) -> Self:
        """The same store in the hands of a run's worker: once the claim is lost, each write raises `ClaimLost`."""
        held = copy.copy(self)
        held._claim = claim
        return held

    def _reading(self) -> AbstractContextManager[sa.Connection]:
        """A transaction that reads; it never waits for a writer."""
        return self._engine.begin()

    @contextmanager
    def _writing(self, *, alone: bool = True) -> Iterator[sa.Connection]:
        """A transaction that writes, by one writer at a time; on disk when the block is left.

        `alone`: also in PostgreSQL, for what is decided by something read in the same transaction. SQLite has one
        writer anyway. A worker waits longer for its turn than a person would: its run is not lost to a database that
        is busy.
        """
        with self._connection() as db:
            if alone:
                be_alone(db)
            if self._claim is not None and not holds(db, self._claim):
                raise ClaimLost(self._claim.run_id)
            yield db
            db.commit()

    @contextmanager
    def _connection(self) -> Iterator[sa.Connection]:
        """A connection in a transaction that may write; nothing is committed by itself."""
        end = time.monotonic() + (PATIENCE if self._claim else 0.0)
        with ExitStack() as held:
            while True:
                try:
                    held.enter_context(self._turn)
                    connection = held.enter_context(self._engine.connect().execution_options(write=True))
                    connection.begin()
                    break
                except sa.exc.OperationalError as error:
                    held.close()
                    busy = "locked" in str(error) or self._engine.dialect.name != "sqlite"
                    if not busy or time.monotonic() > end:
                        raise
                    log.warning("the database is locked, or away; run %s waits", self._claim and self._claim.run_id)
                    time.sleep(AGAIN)
            yield connection


def holds(db: sa.Connection, claim: Claim) -> bool:
    """Whether a claim is still good; if it is, it stays so until the transaction ends."""
    mine = t.runs.c.id == claim.run_id, t.runs.c.worker == claim.worker, t.runs.c.state == "running"
    return db.scalar(sa.select(t.runs.c.id).where(*mine).with_for_update(key_share=True)) is not None


def be_alone(db: sa.Connection) -> None:
    """Wait until no other writer of the kind is at work; none begins until the transaction ends.

    To be called before anything is read: PostgreSQL shows each statement what is committed by then.
    """
    if db.dialect.name == "postgresql":
        db.execute(sa.select(sa.func.pg_advisory_xact_lock(ALONE)))


def chunks(values: Collection[V]) -> Iterator[Sequence[V]]:
    """Distinct values in order, as many at a time as an `IN (…)` takes everywhere."""
    listed = sorted(set(values))
    for start in range(0, len(listed), AT_ONCE):
        yield listed[start : start + AT_ONCE]


def listed(ids: Collection[int]) -> Any:
    """Numbers as part of the statement: databases limit its parameters."""
    return sa.bindparam("listed", sorted(ids), expanding=True, literal_execute=True, type_=sa.Integer, unique=True)


def insert_id(db: sa.Connection, table: sa.Table, values: Mapping[str, Any]) -> int:
    """Insert one row; its id."""
    key = db.execute(sa.insert(table).values(values)).inserted_primary_key
    assert key is not None  # noqa: S101 - every table here has one
    return int(key[0])


_REMEDY = (
    "free it, make it writable, or move it away (a backup beside it?); NARABE_HOME and NARABE_DATABASE_URL name another"
)


def open_database(url: str) -> sa.Engine:
    """The engine for `url`, its schema migrated to the newest version; safe when several processes start at once.

    Raises:
        SettingsError: a folder that cannot be written to, or a database that cannot be opened.
    """
    try:
        parsed = sa.make_url(url)
        place = parsed.render_as_string(hide_password=True)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            place = parsed.database
            Path(place).parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(url, pool_pre_ping=True)
        if engine.dialect.name == "sqlite":
            _make_durable(engine)
        _migrate(engine)
    except OSError as error:
        raise SettingsError(
            f"{error.filename}: cannot be written ({error.strerror}) → set NARABE_HOME to a folder that can be"
        ) from error
    except sa.exc.DBAPIError as error:
        raise SettingsError(
            f"{place}: the database cannot be opened ({error.orig}) → restore it from a backup, or move it away; "
            "NARABE_HOME or NARABE_DATABASE_URL name another place"
        ) from error
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ImportError) as error:
        raise SettingsError(f"NARABE_DATABASE_URL: {error} → an SQLAlchemy URL, or unset it") from error
    except CommandError as error:
        raise SettingsError(f"{place}: {error}: it was made by a newer version → update Narabe") from error
    return engine


def _make_durable(engine: sa.Engine) -> None:
    """WAL with synchronous FULL: a committed verdict survives power loss, and readers never wait for a writer."""

    @sa.event.listens_for(engine, "connect")
    def configure(connection: Any, _: object) -> None:
        connection.isolation_level = None  # we begin transactions ourselves, below
        connection.execute(f"PRAGMA busy_timeout={BUSY * 1000:.0f}")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.create_function("ln", 1, math.log, deterministic=True)  # not every build of SQLite has it

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # a reader that turns writer fails at once in SQLite; a writer that says so from the start waits its turn
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _migrate(engine: sa.Engine) -> None:
    """Bring the schema to the newest migration."""
    with migrating(engine) as config:
        command.upgrade(config, "head")


@contextmanager
def migrating(engine: sa.Engine) -> Iterator[Config]:
    """Alembic's configuration, in one transaction; on SQLite without foreign keys.

    SQLite changes a table by building it anew, and with foreign keys, dropping the old one deletes what refers to it.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.connect().execution_options(write=True) as connection:
        plain: Any = connection.connection.dbapi_connection if engine.dialect.name == "sqlite" else None
        if plain is not None:
            plain.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                be_alone(connection)
                config.attributes["connection"] = connection
                yield config
        finally:
            if plain is not None:
                plain.execute("PRAGMA foreign_keys=ON")
