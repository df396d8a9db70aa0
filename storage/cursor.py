"""The cursor under SQLAlchemy on SQLite: a statement with all its rows in one hop to the connection's thread.

aiosqlite's own takes four (make it, execute, fetch, close), and a hop costs more than most statements do.
"""

import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

Row = tuple[Any, ...]
Hop = Callable[..., Awaitable[Any]]
"""Calls a function with arguments in the connection's thread."""


class SqliteCursor:
    """What SQLAlchemy asks of a cursor that is not a server's: the rows are there once it has executed.

    `make` makes the cursor below; it and `close` touch no statement, and need no hop.
    """

    def __init__(self, hop: Hop, make: Callable[[], sqlite3.Cursor]) -> None:
        self._hop = hop
        self._make = make
        self._rows: Sequence[Row] = ()
        self.arraysize = 1

    async def __aenter__(self) -> "SqliteCursor":
        self._cursor = self._make()
        return self

    @property
    def description(self) -> Any:  # noqa: ANN401 - as the standard library has it
        """The columns of the rows; None where the statement gives none."""
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        """How many rows a statement has changed."""
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        """The number of the row that was inserted last."""
        return self._cursor.lastrowid

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        """Run a statement and read its rows."""
        self._rows = await self._hop(self._run, statement, parameters)

    async def executemany(self, statement: str, parameters: Iterable[Sequence[Any]]) -> None:
        """Run a statement that gives no rows, once for each of these parameters."""
        await self._hop(self._cursor.executemany, statement, parameters)

    async def fetchall(self) -> Sequence[Row]:
        """All rows."""
        return self._rows

    async def close(self) -> None:
        """Let go of it."""
        self._cursor.close()

    def _run(self, statement: str, parameters: Sequence[Any]) -> Sequence[Row]:
        return self._cursor.execute(statement, parameters).fetchall()
