"""The database: opened once a process, read by many, written by one."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import engines
from storage.drivers import Driver
from storage.errors import DatabaseClosed
from storage.failures import translated
from storage.group_commit import Batch, GroupCommit
from storage.instance_lock import InstanceLock
from storage.schema import metadata

T = TypeVar("T")
R = TypeVar("R")


class Database:
    """Made by `open`; everybody shares it. Reads never wait for the writer; writes wait for each other."""

    def __init__(self, url: URL, held: InstanceLock | None) -> None:
        self._where = url.render_as_string(hide_password=True)
        self._file = engines.sqlite_file(url)
        self._held = held
        self._readers = engines.reading(url)
        self._writers = engines.writing(url)
        self._writer: AsyncConnection = self._writers.connect()
        self._lock = asyncio.Lock()
        self._slots = asyncio.Semaphore(engines.READERS)
        self._closing = False
        self._folds = GroupCommit(self._where, self._lock, self._driver)

    @classmethod
    async def open(cls, url: str, *, backups: Path | None = None) -> "Database":  # noqa: ARG003 - used as soon as there is something to migrate
        """Open the database at `url`, made or migrated as needed; copies from before a migration go to
        `backups` (a directory; by default beside the database). Raises the errors of `storage.errors`."""
        parsed = engines.parsed(url)
        file = engines.sqlite_file(parsed)
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
        held = None if file is None else InstanceLock(file)
        database = cls(parsed, held)
        await database._writer.start()
        async with database.write() as connection:
            await connection.run_sync(metadata.create_all)
        return database

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one state of the database, whatever is written meanwhile."""
        async with self._slots:
            if self._closing:
                raise DatabaseClosed(self._where)
            with translated(self._where):
                async with self._readers.connect() as connection:
                    yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """The connection that writes, in a transaction of its own: committed at the end, rolled back after
        any exception. A caller that is cancelled while it commits cannot know which of both happened."""
        async with self._lock:
            if self._closing:
                raise DatabaseClosed(self._where)
            with translated(self._where):
                try:
                    yield self._writer
                except BaseException:
                    await _finished(self._writer.rollback())
                    raise
                await _finished(self._writer.commit())

    async def together(self, batch: Batch[T, R], item: T) -> R:
        """What `batch` answers for `item`, once that is committed.

        Calls that are waiting with the same `batch` share a transaction: it is called with all their items,
        and answers in their order. A refusal is an answer, not an exception: if the batch raises, all that
        it wrote is undone and each item is tried again by itself."""
        return await self._folds.submit(batch, item)

    async def backup(self, target: Path) -> None:
        """A consistent copy as the new file `target`, while reading and writing go on."""
        raise NotImplementedError(target)

    async def close(self) -> None:
        """Commit what has been accepted, wait for those at work, and let go of everything."""
        if self._closing:
            return
        await self._folds.close()
        async with self._lock:
            self._closing = True
        for _ in range(engines.READERS):
            await self._slots.acquire()
        await self._writer.close()
        await self._writers.dispose()
        await self._readers.dispose()
        if self._held is not None:
            self._held.release()

    async def _driver(self) -> Driver:
        return await engines.driver_of(self._writer)


async def _finished(end: Coroutine[Any, Any, None]) -> None:
    """See a commit or rollback through, even if the caller is cancelled meanwhile; then pass that on."""
    task = asyncio.create_task(end, name="end of transaction")
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
