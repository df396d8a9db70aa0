"""The smallest thing to store: a person's name, in a transaction of its own or in a fold."""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime

from asyncpg import IntegrityConstraintViolationError
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.group_commit import Hot
from storage.statements import Statement, Step
from storage.tables.people import people

NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)

FORBIDDEN = (sqlite3.IntegrityError, IntegrityConstraintViolationError)
"""What each database's driver raises where a constraint forbids a row."""

_ADD = Statement(insert(people).returning(people.c.id), "name", "created_at")


async def add(connection: AsyncConnection, name: str) -> None:
    await connection.execute(insert(people).values(name=name, created_at=NOW))


async def remember(database: Database, name: str) -> None:
    async with database.write() as connection:
        await add(connection, name)


async def names_seen(connection: AsyncConnection) -> list[str]:
    return list((await connection.execute(select(people.c.name).order_by(people.c.id))).scalars())


async def names(database: Database) -> list[str]:
    async with database.read() as connection:
        return await names_seen(connection)


async def count(database: Database) -> int:
    async with database.read() as connection:
        return int((await connection.execute(select(func.count()).select_from(people))).scalar_one())


async def add_all(hot: Hot, items: Sequence[str]) -> list[int]:
    """A batch function: adds people by name and answers with their ids."""
    (rows,) = await hot.run(Step(_ADD, [(name, NOW) for name in items]))
    return [person_id for (person_id,) in rows]


async def leave_all(hot: Hot, items: Sequence[str]) -> list[None]:
    """A batch function: leaves it to the commit to add people by name."""
    hot.leave(Step(_ADD, [(name, NOW) for name in items]))
    return [None for _ in items]
