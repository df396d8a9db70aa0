"""A database on a server: found, or refused with what helps; held by one process; back after a restart."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from socket import gaierror

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import IntegrityError
from stored_people import add, add_all, count, names, remember
from test_migrations import ADDS_A_COLUMN, STUMBLES, release
from test_reading_and_writing import add_stray_membership

from storage import engines, postgres, revisions
from storage.database import Database
from storage.errors import (
    DatabaseBusy,
    DatabaseForeign,
    DatabaseNewer,
    DatabaseRefused,
    DatabaseUnknown,
    DatabaseUnreachable,
    DatabaseUnwritable,
    MigrationFailed,
    StorageError,
)
from storage.failures import reached
from storage.glance import glance
from storage.schema import metadata
from tests.databases import address
from tests.postgres_server import GUARDED, PostgresServer

__all__ = ["release"]
pytestmark = pytest.mark.databases("postgresql")


@pytest.fixture
def server(request: pytest.FixtureRequest) -> PostgresServer:
    """Asked for only once it is clear that there is one."""
    found: PostgresServer = request.getfixturevalue("postgres")
    return found


@pytest.fixture
def nothing(server: PostgresServer) -> str:
    """The URL of a database with nothing in it."""
    return server.url(server.new(empty=True))


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    database = await Database.open(url)
    try:
        yield database
    finally:
        await database.close()


async def refused(url: str) -> StorageError:
    with pytest.raises(StorageError) as caught:
        await Database.open(url)
    assert GUARDED not in str(caught.value).replace(f"{GUARDED}:***@", "").replace(f"{GUARDED}@", "")
    return caught.value


async def restarted(server: PostgresServer) -> None:
    """What happens when its machine fails and comes back."""
    await asyncio.to_thread(server.stop)
    await asyncio.to_thread(server.start)


async def test_what_is_empty_gets_the_schema_that_is_drawn(nothing: str) -> None:
    async with opened(nothing) as database:
        await remember(database, "Ada")
    async with opened(nothing) as database, database.read() as reader:
        assert await names(database) == ["Ada"]
        assert await reader.run_sync(changes_to_be_as_drawn) == []


async def test_the_migrations_make_the_schema_that_is_drawn(nothing: str) -> None:
    engine = engines.migrating(engines.parsed(nothing))
    async with engine.connect() as connection:
        await connection.run_sync(revisions.upgrade)
        assert await connection.run_sync(changes_to_be_as_drawn) == []
    await engine.dispose()


def changes_to_be_as_drawn(connection: Connection) -> object:
    return compare_metadata(MigrationContext.configure(connection), metadata)


async def test_an_older_database_is_migrated_with_its_rows(release: Callable[[str], int], url: str) -> None:
    release(ADDS_A_COLUMN)
    async with opened(url) as database, database.read() as reader:
        assert await names(database) == ["Ada"]
        columns = await reader.run_sync(lambda it: inspect(it).get_columns("people"))
    assert "motto" in {column["name"] for column in columns}


async def test_a_migration_that_fails_leaves_the_database_as_it_was(
    release: Callable[[str], int], url: str
) -> None:
    release(STUMBLES)
    failed = await refused(url)
    assert isinstance(failed, MigrationFailed)
    assert failed.data == {"revision": "0001", "copy": None}
    release(ADDS_A_COLUMN)
    async with opened(url) as database:
        assert await names(database) == ["Ada"]


async def test_what_belongs_to_others_or_to_a_later_release_is_refused(
    server: PostgresServer, nothing: str, url: str
) -> None:
    server.execute("CREATE TABLE bookmarks (url text)", engines.parsed(nothing).database or "")
    foreign = await refused(nothing)
    assert isinstance(foreign, DatabaseForeign)
    assert foreign.data == {"tables": ["bookmarks"]}
    server.execute("UPDATE alembic_version SET version_num = '9999'", engines.parsed(url).database or "")
    assert isinstance(await refused(url), DatabaseNewer)
    with pytest.raises(DatabaseNewer):
        await looked_into(url)


async def looked_into(url: str) -> None:
    async with glance(url):
        pass


async def test_who_is_not_let_in_hears_why(server: PostgresServer) -> None:
    for user in (GUARDED, f"{GUARDED}:{GUARDED}{GUARDED}"):
        stranger = await refused(server.url("postgres", user))
        assert isinstance(stranger, DatabaseRefused)
        assert stranger.data == {"reason": "password"}
    absent = await refused(server.url("nowhere"))
    assert isinstance(absent, DatabaseRefused)
    assert absent.data == {"reason": "name"}


async def test_who_may_make_no_tables_hears_that(server: PostgresServer, nothing: str) -> None:
    guest = server.url(engines.parsed(nothing).database or "", f"{GUARDED}:{GUARDED}")
    assert isinstance(await refused(guest), DatabaseUnwritable)


async def test_a_machine_that_nobody_knows_is_told_from_one_that_is_silent(tmp_path: Path) -> None:
    silent = await refused(f"postgresql+asyncpg://me@/study?host={tmp_path}")
    assert isinstance(silent, DatabaseUnreachable)
    assert silent.data["kind"] == "silent"
    with pytest.raises(DatabaseUnreachable) as caught, reached("here"):
        raise gaierror
    assert caught.value.data["kind"] == "host"


async def test_without_the_driver_its_package_is_named(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "is_installed", lambda: False)
    error = await refused(url)
    assert isinstance(error, DatabaseUnknown)
    assert error.data == {"reason": "driver"}


async def test_one_process_holds_the_database_and_the_next_waits_for_a_while(
    database: Database, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = asyncio.create_task(Database.open(url))
    await remember(database, "Ada")
    await database.close()
    successor = await waits
    monkeypatch.setattr(postgres, "PATIENCE", 0.05)
    busy = await refused(url)
    await successor.close()
    assert isinstance(busy, DatabaseBusy)
    assert busy.data == {"pid": None, "kind": "server"}


async def test_a_restart_between_two_words_is_not_noticed(database: Database, server: PostgresServer) -> None:
    await remember(database, "Ada")
    assert await names(database) == ["Ada"]
    await restarted(server)
    await database.together(add_all, "Bruno")
    await restarted(server)
    assert await names(database) == ["Ada", "Bruno"]
    await restarted(server)
    await remember(database, "Cem")
    assert await count(database) == 3


async def test_a_restart_in_the_middle_undoes_what_was_begun_and_is_told_as_what_it_is(
    database: Database, server: PostgresServer
) -> None:
    async def fails() -> None:
        async with database.write() as writer:
            await add(writer, "Ada")
            await restarted(server)
            await add(writer, "Bruno")

    with pytest.raises(DatabaseUnreachable):
        await fails()
    await remember(database, "Cem")
    assert await names(database) == ["Cem"]


async def test_whoever_was_answered_is_there_after_restarts_under_way(
    database: Database, server: PostgresServer
) -> None:
    answered: set[str] = set()
    failures: list[BaseException] = []
    enough = {100: asyncio.Event(), 300: asyncio.Event()}

    async def keeps_adding(one: int) -> None:
        for turn in range(40):
            name = f"{one}.{turn}"
            try:
                await database.together(add_all, name)
                answered.add(name)
            except DatabaseUnreachable as error:
                failures.append(error)
            if len(answered) in enough:
                enough[len(answered)].set()

    callers = [asyncio.create_task(keeps_adding(one)) for one in range(16)]
    for reached_so_many in enough.values():
        await reached_so_many.wait()
        await restarted(server)
    await asyncio.gather(*callers)

    assert answered <= set(await names(database))
    assert len(failures) <= 2 * 16  # those under way, and nobody who comes while it restarts


async def test_who_has_lost_the_database_to_another_process_writes_nothing_more(
    database: Database, url: str, server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await remember(database, "Ada")
    await restarted(server)
    async with opened(url) as successor:
        await remember(successor, "Bruno")
        monkeypatch.setattr(postgres, "PATIENCE", 0.05)
        with pytest.raises(DatabaseBusy):
            await remember(database, "Cem")
        assert await names(successor) == ["Ada", "Bruno"]
    await remember(database, "Dina")
    assert await names(database) == ["Ada", "Bruno", "Dina"]


async def test_who_goes_on_after_a_refused_row_is_told_that_nothing_was_kept(database: Database) -> None:
    async def goes_on() -> None:
        async with database.write() as writer:
            await add(writer, "Ada")
            with pytest.raises(IntegrityError):
                await add_stray_membership(writer)

    with pytest.raises(DatabaseUnwritable):
        await goes_on()
    await remember(database, "Bruno")
    assert await names(database) == ["Bruno"]


async def test_two_databases_of_a_test_are_two(tmp_path: Path) -> None:
    assert address(tmp_path / "one.db") == address(tmp_path / "one.db") != address(tmp_path / "two.db")
