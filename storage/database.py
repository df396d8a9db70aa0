"""The database: opened once a process, read by many, written by one."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage import engines
from storage.backups import copy
from storage.completion import completed
from storage.drivers import Driver, Looks
from storage.errors import BackupUnusable, DatabaseClosed
from storage.failures import reached, translated
from storage.group_commit import Batch, GroupCommit
from storage.instance_lock import InstanceLock
from storage.opening import prepare
from storage.statements import Row, Step

T = TypeVar("T")
R = TypeVar("R")


class Database:
    """Made by `open`; everybody shares it. Reads never wait for the writer; writes wait for each other."""

    def __init__(
        self,
        url: URL,
        readers: AsyncEngine,
        looks: Looks,
        writer: AsyncConnection,
        held: AsyncExitStack,
    ) -> None:
        self._where = engines.name_of(url)
        self._file = engines.sqlite_file(url)
        self._readers = readers
        self._looks = looks
        self._writer = writer
        self._held = held
        self._lock = asyncio.Lock()
        self._slots = asyncio.Semaphore(engines.READERS)
        self._closing = False
        self._folds = GroupCommit(self._where, self._lock, self._driver)

    @classmethod
    async def open(cls, url: str, *, backups: Path | None = None) -> "Database":
        """Open the database at `url`, made or migrated as needed; copies from before a migration go to
        `backups` (a directory; by default beside the database). Raises the errors of `storage.errors`."""
        parsed = engines.parsed(url)
        file = engines.sqlite_file(parsed)
        async with AsyncExitStack() as held:
            if file is not None:
                held.callback(InstanceLock(file).release)
            await prepare(parsed, backups)
            with reached(engines.name_of(parsed)):
                writers = engines.writing(parsed)
                held.push_async_callback(writers.dispose)
                writer = await held.enter_async_context(writers.connect())
                async with writer.begin():
                    pass  # so that a file that cannot be written is noticed now
            readers = engines.reading(parsed)
            held.push_async_callback(readers.dispose)  # first, for it is the writer that tidies up
            looks = held.enter_context(engines.looking(parsed, readers))
            return cls(parsed, readers, looks, writer, held.pop_all())

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one state of the database, whatever is written meanwhile."""
        self._refuse_when_closing()
        async with self._slots:
            self._refuse_when_closing()
            async with AsyncExitStack() as held:
                with reached(self._where):
                    connection = await held.enter_async_context(self._readers.connect())
                with translated(self._where):
                    yield connection

    async def look(self, *steps: Step) -> list[Sequence[Row]]:
        """The rows that steps which only read give, in order and of one state of the database.

        For a few rows, found by their keys: on SQLite they are read on the spot, without any hop."""
        self._refuse_when_closing()
        with reached(self._where):
            return await self._looks.run(steps)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """The connection that writes, in a transaction of its own: committed at the end, rolled back after
        any exception. A caller that is cancelled while it commits cannot know which of both happened."""
        self._refuse_when_closing()
        async with self._lock:
            self._refuse_when_closing()
            await self._ready()
            with translated(self._where):
                try:
                    yield self._writer
                    await self._writer.commit()
                except BaseException:
                    await completed(engines.roll_back(self._writer))
                    raise

    async def together(self, batch: Batch[T, R], item: T) -> R:
        """What `batch` answers for `item`, once that is committed.

        Calls that are waiting with the same `batch` share a transaction: it is called with all their items,
        and answers in their order. A refusal is an answer, not an exception: if the batch raises, all that
        it wrote is undone and each item is tried again by itself."""
        return await self._folds.submit(batch, item)

    async def backup(self, target: Path) -> None:
        """A consistent copy as the new file `target`, while reading and writing go on."""
        if self._file is None:
            raise BackupUnusable(self._where, problem="server")
        self._refuse_when_closing()
        async with self._slots:
            await asyncio.to_thread(copy, self._file, target)

    async def close(self) -> None:
        """Commit what has been accepted, wait for those at work, and let go of everything."""
        if self._closing:
            return
        self._closing = True
        try:
            await self._folds.close()
            for _ in range(engines.READERS):
                await self._slots.acquire()
            await self._lock.acquire()
        finally:  # who is cancelled here does not wait for those at work
            await self._held.aclose()

    def _refuse_when_closing(self) -> None:
        if self._closing:
            raise DatabaseClosed(self._where)

    async def _driver(self) -> Driver:
        await self._ready()
        return await engines.driver_of(self._writer)

    async def _ready(self) -> None:
        with reached(self._where):
            await engines.ready(self._writer)
