"""A few rows in one hop: read beside everything else, and of one state of the database."""

import asyncio

import pytest
from sqlalchemy import select
from stored_people import NOW, remember

from storage.database import Database
from storage.errors import DatabaseClosed
from storage.statements import Statement, Step, parameter
from storage.tables.people import people

pytestmark = pytest.mark.databases("sqlite", "postgresql")

_NAMED = Statement(select(people.c.name).where(people.c.name == parameter(people.c.name)), "name")


def named(*names: str) -> Step:
    return Step(_NAMED, [(name,) for name in names])


async def test_each_step_gives_its_rows_in_order(database: Database) -> None:
    await remember(database, "Ada")
    await remember(database, "Bruno")

    assert await database.look(named("Bruno", "Ada"), named("Zoe")) == [[("Bruno",), ("Ada",)], []]


async def test_what_was_committed_is_seen_by_the_next_look_and_what_is_being_written_is_not(
    database: Database,
) -> None:
    await database.look(named("Ada"))
    async with database.write() as connection:
        await connection.execute(people.insert().values(name="Ada", created_at=NOW))
        before = await database.look(named("Ada"))

    assert before == [[]]
    assert await database.look(named("Ada")) == [[("Ada",)]]


async def test_looks_may_overlap_and_do_not_wait_for_those_who_read_long(database: Database) -> None:
    await remember(database, "Ada")
    async with database.read(), database.read(), database.read(), database.read():
        found = await asyncio.gather(*(database.look(named("Ada")) for _ in range(20)))

    assert found == [[[("Ada",)]]] * 20


async def test_a_look_that_fails_leaves_no_transaction_behind(database: Database) -> None:
    broken = Statement(select(people.c.name).where(people.c.name == parameter(people.c.name)), "name")
    with pytest.raises(Exception, match=r"binding|expects 1 argument"):
        await database.look(Step(broken, [("Ada", "too much")]))

    await remember(database, "Ada")
    assert await database.look(named("Ada")) == [[("Ada",)]]


async def test_nobody_looks_into_a_database_that_is_closed(database: Database) -> None:
    await database.close()

    with pytest.raises(DatabaseClosed):
        await database.look(named("Ada"))
