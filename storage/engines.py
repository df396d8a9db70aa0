"""The connections: how an engine for reading, writing or migrating is made on SQLite and on PostgreSQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import aiosqlite
from sqlalchemy import URL, Connection, PoolProxiedConnection, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage import postgres
from storage.drivers import Driver, Looks, SqliteConnection, SqliteDriver, SqliteLooks, SqliteReader
from storage.errors import DatabaseUnknown
from storage.failures import RolledBack

READERS = 4
BUSY_SECONDS = 5

_PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA wal_autocheckpoint = 4000",  # pages; busy ones are then copied back a quarter as often
    "PRAGMA temp_store = MEMORY",
)
_WRITING = "PRAGMA foreign_keys = ON"
_MIGRATING = "PRAGMA foreign_keys = OFF"  # a table that is rebuilt must not take its children with it
_READING = "PRAGMA query_only = ON"


def parsed(url: str) -> URL:
    """The URL of a database that can be used; raises DatabaseUnknown."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise DatabaseUnknown(url.partition("://")[0], reason="syntax") from error
    if parsed.drivername not in {"sqlite+aiosqlite", "postgresql+asyncpg"}:
        raise DatabaseUnknown(name_of(parsed), reason="scheme")
    if parsed.get_backend_name() == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise DatabaseUnknown(name_of(parsed), reason="memory")
    if sqlite_file(parsed) is None and not postgres.is_installed():
        raise DatabaseUnknown(name_of(parsed), reason="driver")
    return parsed


def name_of(url: URL) -> str:
    """What an error calls the database: its file, or its URL without what may be secret."""
    return str(sqlite_file(url) or url.set(query={}).render_as_string(hide_password=True))


def sqlite_file(url: URL) -> Path | None:
    """The file behind the URL; None where the database is a server's."""
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def writing(url: URL) -> AsyncEngine:
    """The engine of the one connection that writes."""
    return _sqlite(url, _WRITING) if sqlite_file(url) else postgres.writing(url)


def reading(url: URL) -> AsyncEngine:
    """The engine of the connections that only read, each transaction a snapshot."""
    if sqlite_file(url):
        return _sqlite(url, _READING, SqliteReader, READERS)
    return postgres.reading(url, READERS)


@contextmanager
def looking(url: URL, readers: AsyncEngine) -> Iterator[Looks]:
    """What reads a few rows beside the engine for reading; on SQLite without a hop."""
    if not sqlite_file(url):
        yield postgres.PostgresLooks(readers)
        return
    with closing(_connect(str(url.database), _READING)) as connection:
        yield SqliteLooks(connection, readers.dialect)


def migrating(url: URL) -> AsyncEngine:
    """The engine of a connection that changes the schema."""
    return _sqlite(url, _MIGRATING) if sqlite_file(url) else postgres.writing(url, bound=None)


async def ready(writer: AsyncConnection) -> None:
    """Have the writer's connection made anew, if its server has closed it since."""
    if writer.dialect.name == "postgresql":
        await postgres.revive(writer)


async def roll_back(writer: AsyncConnection) -> None:
    """Undo whatever is open on the writer's connection."""
    if writer.dialect.name == "postgresql":
        await postgres.roll_back(writer)
        return
    await writer.rollback()
    # SQLAlchemy takes a commit that failed for the end of the transaction; SQLite may see it as open.
    await (await driver_of(writer)).rollback()


async def driver_of(connection: AsyncConnection) -> Driver:
    """The driver under a writer's connection."""
    raw = await connection.get_raw_connection()
    driver = raw.driver_connection
    if isinstance(driver, SqliteConnection):
        return SqliteDriver(driver, connection.dialect)
    return postgres.PostgresDriver(driver, connection.dialect)


def _sqlite(
    url: URL, role: str, kind: type[SqliteConnection] = SqliteConnection, connections: int = 1
) -> AsyncEngine:
    async def connect() -> aiosqlite.Connection:
        return await kind.opened(partial(_connect, str(url.database), role))

    engine = create_async_engine(url, async_creator=connect, pool_size=connections, max_overflow=0)

    # Not by the event `begin`: where that fails, as it does while another process holds the lock, the
    # connection of SQLAlchemy begins no transaction ever again, and each statement would be one of its own.
    engine.sync_engine.dialect.do_begin = _begin  # type: ignore[method-assign,assignment]

    @event.listens_for(engine.sync_engine, "commit")
    def _commit(connection: Connection) -> None:
        driver = connection.connection.driver_connection
        if not (isinstance(driver, SqliteConnection) and driver.in_transaction):
            raise RolledBack

    return engine


def _begin(connection: PoolProxiedConnection) -> None:
    if isinstance(connection.driver_connection, SqliteReader):
        connection.driver_connection.begin()
        return
    cursor = connection.cursor()
    cursor.execute("BEGIN IMMEDIATE")
    cursor.close()


class _CleanlyClosed(sqlite3.Connection):
    """A cursor somebody still holds keeps a closed connection's transaction, and so the write lock, alive."""

    def close(self) -> None:
        """Roll back what is open, then close."""
        self.rollback()
        super().close()


def _connect(path: str, role: str) -> sqlite3.Connection:
    # Without an isolation level the sqlite3 module begins nothing by itself; `begin` above does.
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, factory=_CleanlyClosed)
    for pragma in (*_PRAGMAS, role):
        connection.execute(pragma).close()
    return connection
