"""The driver's connection under the writer: whole steps in one go, one transaction at a time."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

import aiosqlite
from sqlalchemy import Dialect

from storage.completion import completed
from storage.cursor import SqliteCursor
from storage.failures import RolledBack
from storage.statements import Compiled, Row, Step

T = TypeVar("T")


class Driver(Protocol):
    """What the group commit needs of a driver. Only the holder of the writer's lock may call it."""

    async def run(self, steps: Sequence[Step], *, begin: bool, commit: bool = False) -> list[Sequence[Row]]:
        """Run the steps in order, in a new transaction if `begin`, else in the one that is open; if `commit`,
        make it durable."""
        ...

    async def script(self, statements: Sequence[str]) -> None:
        """Run statements without parameters that give no rows, in the transaction that is open."""
        ...

    async def rollback(self) -> None:
        """Undo the open transaction, if there is one."""
        ...


class Looks(Protocol):
    """Reads a few rows beside everything else."""

    async def run(self, steps: Sequence[Step]) -> list[Sequence[Row]]:
        """The rows each step gives, in order and of one state of the database."""
        ...


class SqliteConnection(aiosqlite.Connection):
    """An aiosqlite connection that can run a whole function in its thread: one hop, however much it does."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._thread.daemon = True  # a crashed process must not hang on it
        self._ended: asyncio.Future[None] | None = None

    @classmethod
    async def opened(cls, connector: Callable[[], sqlite3.Connection]) -> "SqliteConnection":
        """The connection that `connector` makes. If that fails, the thread has ended before this raises:
        aiosqlite alone does not wait for it, and it may then speak to an event loop that is closed."""
        connection = cls(connector)
        try:
            await connection
        except BaseException:
            await completed(connection.ended())
            raise
        return connection

    async def ended(self) -> None:
        """Wait for the thread that was told to end."""
        if self._ended is not None:
            await self._ended

    def stop(self) -> "asyncio.Future[None] | None":
        """Tell the thread to end; the answer is there when it does."""
        self._ended = super().stop()
        return self._ended

    def cursor(self) -> SqliteCursor:  # type: ignore[override]
        """A cursor for SQLAlchemy."""
        return SqliteCursor(self._execute, lambda: self._conn.cursor())  # noqa: PLW0108 - a closed one refuses

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` answers, given the connection; to be called without awaiting anything in between."""
        result: T = await self._execute(work, self._conn)  # type: ignore[no-untyped-call]
        return result


class SqliteReader(SqliteConnection):
    """One that only reads: that a snapshot begins or ends is only noted in memory, and needs no hop."""

    def begin(self) -> None:
        """From the next statement on, see one state of the database."""
        self._conn.execute("BEGIN").close()

    async def rollback(self) -> None:
        """Let go of that state."""
        self._conn.rollback()


class SqliteDriver:
    """Runs steps on the writer's SQLite connection, in one thread hop."""

    def __init__(self, connection: SqliteConnection, dialect: Dialect) -> None:
        self._connection = connection
        self._dialect = dialect

    async def run(self, steps: Sequence[Step], *, begin: bool, commit: bool = False) -> list[Sequence[Row]]:
        """Run the steps in order, in a new transaction if `begin`, else in the one that is open; if `commit`,
        make it durable. All of it is one hop."""
        compiled = [(step.statement.compiled(self._dialect), step.rows) for step in steps]

        def work(connection: sqlite3.Connection) -> list[Sequence[Row]]:
            if begin:
                connection.execute("BEGIN IMMEDIATE")
            elif not connection.in_transaction:
                raise RolledBack
            found = [_run(connection, statement, rows) for statement, rows in compiled]
            if commit:
                _commit(connection)
            return found

        return await self._connection.run(work)

    async def script(self, statements: Sequence[str]) -> None:
        """Run statements without parameters that give no rows, in the transaction that is open: one hop."""

        def work(connection: sqlite3.Connection) -> None:
            for statement in statements:
                connection.execute(statement).close()

        await self._connection.run(work)

    async def rollback(self) -> None:
        """Undo the open transaction, if there is one."""
        await self._connection.run(sqlite3.Connection.rollback)


class SqliteLooks:
    """Runs steps that only read a few rows, in the thread of the caller.

    That takes some ten microseconds, where a hop to another thread takes a hundred; and who reads never waits
    for who writes, thanks to the write-ahead log.
    """

    def __init__(self, connection: sqlite3.Connection, dialect: Dialect) -> None:
        self._connection = connection
        self._dialect = dialect

    async def run(self, steps: Sequence[Step]) -> list[Sequence[Row]]:
        """The rows each step gives, in order and of one state of the database."""
        self._connection.execute("BEGIN")
        try:
            return [
                _run(self._connection, step.statement.compiled(self._dialect), step.rows) for step in steps
            ]
        finally:
            self._connection.rollback()


def _run(connection: sqlite3.Connection, statement: Compiled, rows: Sequence[Row]) -> Sequence[Row]:
    bound = statement.bind(rows)
    if not statement.returns_rows:
        connection.executemany(statement.text, bound)
        return ()
    cursor = connection.cursor()
    found: list[Row] = []
    for row in bound:
        found += cursor.execute(statement.text, row)
    return statement.read(found)


def _commit(connection: sqlite3.Connection) -> None:
    if not connection.in_transaction:
        raise RolledBack
    connection.commit()
