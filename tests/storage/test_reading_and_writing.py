"""One writes, many read: who sees what, and when."""

import asyncio
import sqlite3
from contextlib import AbstractAsyncContextManager, closing
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Executable, event, insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection
from stored_people import NOW, add, add_all, count, names, names_seen, remember

from storage.database import Database
from storage.drivers import SqliteConnection
from storage.engines import READERS
from storage.errors import DatabaseBusy, DatabaseClosed, DatabaseUnwritable
from storage.tables.people import people
from storage.tables.study import memberships

pytestmark = pytest.mark.databases("sqlite", "postgresql")

# Each runs for some time, and says when it has begun.
SLOW_QUERY = text(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) "
    "SELECT max(CASE i WHEN 1 THEN say_begun() ELSE i END) FROM n"
)
SLOW_ON_POSTGRESQL = text("DO $$ BEGIN RAISE NOTICE 'begun'; PERFORM pg_sleep(60); END $$")

on_sqlite = pytest.mark.databases("sqlite")


async def cancelled_amid(
    connecting: AbstractAsyncContextManager[AsyncConnection], *first: Executable
) -> None:
    """Run some statements and a slow one, and cancel that while the database is at it."""
    loop, begun = asyncio.get_running_loop(), asyncio.Event()

    async def slow() -> None:
        async with connecting as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            for statement in first:
                await connection.execute(statement)
            if isinstance(driver, SqliteConnection):
                says_begun = partial(loop.call_soon_threadsafe, begun.set)
                await driver.create_function("say_begun", 0, lambda: says_begun() and 1)
                await connection.execute(SLOW_QUERY)
            else:
                driver.add_log_listener(lambda *_: begun.set())
                await connection.execute(SLOW_ON_POSTGRESQL)

    task = asyncio.create_task(slow())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def add_stray_membership(writer: AsyncConnection) -> None:
    await writer.execute(insert(memberships).values(cohort_id=7, person_id=7, joined_at=NOW, stale_at=NOW))


async def add_with_stray_membership(database: Database) -> None:
    async with database.write() as connection:
        await add(connection, "Bruno")
        await add_stray_membership(connection)


async def test_what_was_written_is_read_by_everybody_afterwards(database: Database) -> None:
    await remember(database, "Ada")

    assert await names(database) == ["Ada"]


async def test_a_reader_sees_neither_what_is_being_written_nor_what_was_written_since_it_began(
    database: Database,
) -> None:
    await remember(database, "Ada")
    async with database.read() as reader, database.write() as writer:
        assert await names_seen(reader) == ["Ada"]
        await add(writer, "Ben")
        assert await names(database) == ["Ada"]
        await writer.commit()
        assert await names(database) == ["Ada", "Ben"]
        assert await names_seen(reader) == ["Ada"]


async def test_more_readers_than_connections_wait_for_each_other_and_not_for_the_writer(
    database: Database,
) -> None:
    async with database.write() as writer:
        await add(writer, "Ada")
        found = await asyncio.gather(*[count(database) for _ in range(READERS * 5)])
    assert found == [0] * READERS * 5


async def test_a_reader_cannot_write(database: Database) -> None:
    async with database.read() as reader:
        with pytest.raises(DBAPIError, match=r"read-?only"):
            await add(reader, "Ada")


async def test_an_exception_undoes_the_whole_transaction_and_leaves_the_writer_usable(
    database: Database,
) -> None:
    async def fails() -> None:
        async with database.write() as writer:
            await add(writer, "Ada")
            raise LookupError

    with pytest.raises(LookupError):
        await fails()
    await remember(database, "Ben")

    assert await names(database) == ["Ben"]


async def test_work_of_many_tasks_at_once_is_all_there(database: Database) -> None:
    # The trap: tasks on a shared connection commit and roll back each other's work.
    async def fails(name: str) -> None:
        async with database.write() as writer:
            await add(writer, name)
            await asyncio.sleep(0)
            raise LookupError(name)

    kept = [remember(database, f"kept {number}") for number in range(40)]
    undone = [fails(f"undone {number}") for number in range(40)]
    mixed = [task for pair in zip(kept, undone, strict=True) for task in pair]
    results = await asyncio.gather(*mixed, return_exceptions=True)

    assert sum(isinstance(result, LookupError) for result in results) == 40
    assert sorted(await names(database)) == sorted(f"kept {number}" for number in range(40))


@pytest.mark.parametrize("first", [(), (insert(people).values(name="cancelled", created_at=NOW),)])
async def test_a_cancelled_writer_leaves_no_transaction_open(
    database: Database, first: tuple[Executable, ...]
) -> None:
    await cancelled_amid(database.write(), *first)
    await remember(database, "Ada")
    assert await database.together(add_all, "Ben") > 0

    assert await names(database) == ["Ada", "Ben"]


async def test_who_is_cancelled_while_committing_leaves_no_transaction_open(database: Database) -> None:
    task = asyncio.create_task(remember(database, "Ada"))

    @event.listens_for(database._writer.sync_connection.engine, "commit")  # noqa: SLF001 - the exact moment
    def _cancel(_: object) -> None:
        task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    event.remove(database._writer.sync_connection.engine, "commit", _cancel)  # noqa: SLF001 - as above
    await remember(database, "Ben")

    assert await names(database) == ["Ada", "Ben"]


async def test_a_cancelled_reader_gives_its_connection_back(database: Database) -> None:
    for _ in range(READERS + 1):
        await cancelled_amid(database.read())

    assert await asyncio.gather(*[count(database) for _ in range(READERS)]) == [0] * READERS


@on_sqlite
async def test_a_commit_that_fails_is_undone_and_leaves_the_writer_usable(database: Database) -> None:
    async def fails() -> None:
        async with database.write() as writer:
            await writer.execute(text("PRAGMA defer_foreign_keys = ON"))
            await add_stray_membership(writer)

    with pytest.raises(IntegrityError):
        await fails()
    await remember(database, "Ada")

    assert await names(database) == ["Ada"]


@on_sqlite
async def test_a_transaction_that_the_disk_undid_is_not_taken_for_committed(database: Database) -> None:
    async def commits() -> None:
        async with database.write() as writer:
            await add(writer, "Ada")
            await writer.exec_driver_sql("ROLLBACK")  # as SQLite does by itself when the disk is full

    with pytest.raises(DatabaseUnwritable):
        await commits()
    await remember(database, "Ben")

    assert await names(database) == ["Ben"]


async def test_foreign_keys_are_kept(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await add_with_stray_membership(database)


async def test_closing_waits_for_those_at_work_and_refuses_those_who_come_later(database: Database) -> None:
    async with database.write() as writer, database.read() as reader:
        closing = asyncio.create_task(database.close())
        await asyncio.sleep(0)
        await add(writer, "Ada")
        assert await names_seen(reader) == []
        assert not closing.done()
    await closing

    for refused in (remember(database, "Ben"), count(database), database.together(add_all, "Cem")):
        with pytest.raises(DatabaseClosed):
            await refused


async def test_closing_twice_is_closing_once(database: Database) -> None:
    await database.close()
    await database.close()


@on_sqlite
async def test_what_was_committed_is_there_after_reopening_and_nothing_else_is_left(
    url: str, file: Path
) -> None:
    database = await Database.open(url)
    await remember(database, "Ada")
    await database.close()

    assert sorted(path.name for path in file.parent.iterdir()) == ["roadmate.db", "roadmate.db.lock"]
    again = await Database.open(url)
    assert await names(again) == ["Ada"]
    await again.close()


@on_sqlite
async def test_the_settings_that_keep_a_commit_are_on(database: Database) -> None:
    async with database.write() as writer:
        asked = ("journal_mode", "synchronous", "foreign_keys")
        found = [(await writer.exec_driver_sql(f"PRAGMA {name}")).scalar_one() for name in asked]
    assert found == ["wal", 2, 1]


async def test_instants_are_compared_in_the_order_of_time(database: Database) -> None:
    async with database.write() as writer:
        for hours in (1, -1, 0):
            await writer.execute(
                insert(people).values(name=f"{hours}", created_at=NOW + timedelta(hours=hours))
            )
    async with database.read() as reader:
        query = people.select().where(people.c.created_at >= NOW).order_by(people.c.created_at)
        assert [row.name for row in await reader.execute(query)] == ["0", "1"]


@on_sqlite
async def test_who_could_not_begin_because_another_process_wrote_begins_properly_afterwards(
    database: Database, file: Path
) -> None:
    async with database.write() as connection:
        await connection.execute(text("PRAGMA busy_timeout = 1"))
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseBusy):
            await remember(database, "Ada")
        other.execute("ROLLBACK")

    with pytest.raises(IntegrityError):
        await add_with_stray_membership(database)

    assert await names(database) == []
