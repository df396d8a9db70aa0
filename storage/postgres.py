"""PostgreSQL: how its server is reached, how long it may take, and how one process holds a database."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from typing import Any

from sqlalchemy import URL, Connection, Dialect, ExceptionContext, event
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from storage.completion import completed
from storage.failures import ConnectionLost, RolledBack
from storage.sets import SetBased
from storage.statements import Compiled, Row, Step

PATIENCE = 5.0
"""Seconds: how long a server that restarts is waited for, and somebody else's lock."""

LOOKERS = 2
"""How many connections there are for those who look at a few rows, beside those who read long."""

_CONNECTING = 10.0
_ANSWERING = 60.0
_AGAIN = 0.1

_SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

# Advisory locks belong to a database, so that one number serves all of them.
_WRITER = int.from_bytes(b"roadmate")

# The server lets go of the lock of a machine that has vanished once this has told it so, after a minute.
_KEEPALIVE = {"tcp_keepalives_idle": "30", "tcp_keepalives_interval": "10", "tcp_keepalives_count": "3"}


def is_installed() -> bool:
    """Whether the driver is there, which is an extra."""
    return find_spec("asyncpg") is not None


def reading(url: URL, connections: int) -> AsyncEngine:
    """The engine of the connections that only read, each transaction a snapshot; and of those who look."""
    snapshot = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return _engine(url, _Reach(), connections + LOOKERS, execution_options=snapshot)


def writing(url: URL, *, bound: float | None = _ANSWERING) -> AsyncEngine:
    """The engine of the one connection that writes, or changes the schema.

    It holds the lock of the database for as long as it lasts: who has lost it can write nothing any more.
    `bound` is how many seconds a statement may take.
    """
    engine = _engine(url, _Reach(owns=True, bound=bound), 1)
    event.listen(engine.sync_engine, "handle_error", _spoil)
    event.listen(engine.sync_engine, "commit", _refuse_spoiled)
    event.listen(engine.sync_engine, "rollback", _forget_spoiled)
    return engine


class _Reach:
    """Connects to a server. Once that has answered it is known, and waited for while it restarts."""

    def __init__(self, *, owns: bool = False, bound: float | None = _ANSWERING) -> None:
        self._owns = owns
        self._bound = bound
        self._is_known = False

    async def connected(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as asyncpg has it
        """A connection, with the lock of the database if it is to own that."""
        patience = time.monotonic() + (PATIENCE if self._is_known else 0)
        connection = await self._answered(patience, *arguments, **options)
        self._is_known = True
        if self._owns:
            try:
                await connection.execute("SELECT pg_advisory_lock($1)", _WRITER)
            except BaseException:
                connection.terminate()
                raise
        return connection

    async def _answered(self, patience: float, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as above
        import asyncpg  # noqa: PLC0415 - an extra, and slow to import for those who do not need it

        settings = {"application_name": "roadmate", "lock_timeout": f"{PATIENCE:.3f}s", **_KEEPALIVE}
        while True:
            try:
                return await asyncpg.connect(
                    *arguments,
                    timeout=_CONNECTING,
                    command_timeout=self._bound,
                    server_settings=settings,
                    **options,
                )
            except (OSError, asyncpg.CannotConnectNowError):
                if time.monotonic() >= patience:
                    raise
            await asyncio.sleep(_AGAIN)


def _engine(url: URL, reach: _Reach, connections: int, **options: Any) -> AsyncEngine:  # noqa: ANN401 - SQLAlchemy's
    engine = create_async_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        connect_args={"async_creator_fn": reach.connected},
        **options,
    )
    event.listen(engine.sync_engine, "checkout", _refuse_closed)
    return engine


def _refuse_closed(_dbapi_connection: object, record: ConnectionPoolEntry, _proxy: object) -> None:
    """A server that ended says so: nobody has to run into it, and no ping is needed."""
    if record.driver_connection.is_closed():  # type: ignore[union-attr]
        raise DisconnectionError


# A statement that fails undoes its whole transaction, which PostgreSQL then "commits" without a complaint.
# Who has caught the error and goes on must hear of it, for on SQLite the rest would be there.
_SPOILED = "spoiled"


def _spoil(context: ExceptionContext) -> None:
    if context.connection is not None and not context.connection.invalidated:
        context.connection.info[_SPOILED] = True


def _refuse_spoiled(connection: Connection) -> None:
    if _SPOILED in connection.info:
        raise RolledBack


def _forget_spoiled(connection: Connection) -> None:
    if not connection.invalidated:
        connection.info.pop(_SPOILED, None)


async def revive(connection: AsyncConnection) -> None:
    """Connect anew where the server has closed the connection since."""
    if await _is_lost(connection):
        await connection.invalidate()
        await connection.get_raw_connection()


async def roll_back(connection: AsyncConnection) -> None:
    """Undo whatever is open; where that cannot be asked for any more, by leaving the connection."""
    if not await _is_lost(connection):
        with suppress(DBAPIError):
            await connection.rollback()
    if await _is_lost(connection) or (await _driver_of(connection)).is_in_transaction():
        await connection.invalidate()
        await connection.rollback()


async def _is_lost(connection: AsyncConnection) -> bool:
    """Whether the server has closed the connection, or we have given it up."""
    return connection.invalidated or bool((await _driver_of(connection)).is_closed())


async def _driver_of(connection: AsyncConnection) -> Any:  # noqa: ANN401 - asyncpg is an extra
    return (await connection.get_raw_connection()).driver_connection


class PostgresDriver:
    """Runs steps on an asyncpg connection; each step is one round trip."""

    def __init__(self, connection: Any, dialect: Dialect, beginning: str = "BEGIN") -> None:  # noqa: ANN401 - asyncpg is an extra
        self._connection = connection
        self._dialect = dialect
        self._beginning = beginning

    async def run(self, steps: Sequence[Step], *, begin: bool, commit: bool = False) -> list[Sequence[Row]]:
        """Run the steps in order, in a new transaction if `begin`, else in the one that is open; if `commit`,
        make it durable."""
        if not begin and not self._connection.is_in_transaction():
            raise RolledBack
        try:
            if begin:
                await self._connection.execute(self._beginning)
            found = [await self._step(step.statement.compiled(self._dialect), step.rows) for step in steps]
            if commit:
                await self._commit()
        except Exception as error:
            if self._connection.is_closed():
                raise ConnectionLost(str(error)) from error
            raise
        return found

    async def _step(self, statement: Compiled, rows: Sequence[Row]) -> Sequence[Row]:
        bound = statement.bind(rows)
        if len(bound) > 1 and statement.for_many is not None:
            return statement.read([tuple(row) for row in await self._at_once(statement.for_many, bound)])
        if not statement.returns_rows:
            await self._connection.executemany(statement.text, bound)
            return ()
        found = await self._connection.fetchmany(statement.text, bound)
        return statement.read([tuple(row) for row in found])

    async def _at_once(self, statement: SetBased, rows: Sequence[Row]) -> Sequence[Any]:
        if statement.key is not None:
            rows = list({row[statement.key :]: row for row in rows}.values())
        found: Sequence[Any] = await self._connection.fetch(statement.text, *zip(*rows, strict=True))
        return found

    async def _commit(self) -> None:
        answer = await self._connection.execute("COMMIT")
        if answer != "COMMIT":  # but ROLLBACK, which is what it says of a failed one
            raise RolledBack

    async def script(self, statements: Sequence[str]) -> None:
        """Run statements without parameters that give no rows, all or none of them; in one round trip."""
        await self._connection.execute(";".join(statements))

    async def rollback(self) -> None:
        """Undo the open transaction, if there is one."""
        if not self._connection.is_closed() and self._connection.is_in_transaction():
            await self._connection.execute("ROLLBACK")


class PostgresLooks:
    """Runs steps that only read a few rows, on connections that nobody reads long on."""

    def __init__(self, readers: AsyncEngine) -> None:
        self._readers = readers
        self._slots = asyncio.Semaphore(LOOKERS)

    async def run(self, steps: Sequence[Step]) -> list[Sequence[Row]]:
        """The rows each step gives, in order and of one state of the database."""
        async with self._slots, self._readers.connect() as connection:
            driver = PostgresDriver(await _driver_of(connection), connection.dialect, _SNAPSHOT)
            try:
                return await driver.run(steps, begin=True)
            finally:
                await completed(driver.rollback())
