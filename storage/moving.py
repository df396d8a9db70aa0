"""A community moves to another database: all its rows, in one transaction, counted on both sides."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from sqlalchemy import (
    Column,
    RowMapping,
    Select,
    Table,
    bindparam,
    func,
    insert,
    inspect,
    literal,
    literal_column,
    select,
    tuple_,
    update,
)

from storage import engines, revisions
from storage.connection import Connection
from storage.database import Database
from storage.errors import DatabaseOccupied, DatabaseOlder, DatabaseUnknown, MoveIncomplete
from storage.failures import reached
from storage.glance import glance
from storage.instance_lock import InstanceLock
from storage.schema import metadata

AT_ONCE = 2_000
"""So many rows are in memory at a time."""


async def move(source: str, target: str) -> dict[str, int]:
    """Copies everything from the database at one URL to the empty one at another, of whatever kinds they are;
    returns how many rows that is by table.

    The source stays as it is. Nobody can work on either meanwhile. Raises StorageError; the target has no
    rows then.
    """
    await _refuse_occupied(target)
    async with _held(source), glance(source) as reader:
        await _refuse_older(reader, engines.name_of(engines.parsed(source)))
        database = await Database.open(target)
        try:
            async with database.write() as writer:
                for table in metadata.sorted_tables:
                    await _copy(reader, writer, table)
                return {table.name: await _counted(reader, writer, table) for table in metadata.sorted_tables}
        finally:
            await database.close()


@asynccontextmanager
async def _held(url: str) -> AsyncIterator[None]:
    """Keeps every bot away from a database. Raises DatabaseBusy where one is at work."""
    parsed = engines.parsed(url)
    file = engines.sqlite_file(parsed)
    async with AsyncExitStack() as held:
        if file is None:
            engine = engines.writing(parsed)
            held.push_async_callback(engine.dispose)
            with reached(engines.name_of(parsed)):
                await held.enter_async_context(engine.connect())
        elif file.exists():
            held.callback(InstanceLock(file).release)
        else:
            raise DatabaseUnknown(str(file), reason="missing")
        yield


async def _refuse_occupied(url: str) -> None:
    try:
        async with glance(url) as connection:
            found = await connection.run_sync(lambda it: set(inspect(it).get_table_names()))
            for table in metadata.sorted_tables:
                if table.name in found and await _has_rows(connection, table):
                    raise DatabaseOccupied(engines.name_of(engines.parsed(url)))
    except DatabaseUnknown as error:
        if error.data["reason"] != "missing":
            raise


async def _has_rows(connection: Connection, table: Table) -> bool:
    query: Select[Any] = select(literal_column("1")).select_from(table).limit(1)
    return (await connection.execute(query)).first() is not None


async def _refuse_older(reader: Connection, where: str) -> None:
    revision = await reader.run_sync(revisions.stored, where)
    if revision != revisions.latest():
        raise DatabaseOlder(where, revision=revision)


async def _copy(reader: Connection, writer: Connection, table: Table) -> None:
    """All rows of a table; what leads from one of them to another only once all are there."""
    own = [
        column for column in table.columns if any(key.column.table is table for key in column.foreign_keys)
    ]
    nowhere = {column.name: None for column in own}
    last: RowMapping | None = None
    while rows := await _following(reader, table, last):
        await writer.execute(insert(table), [{**row, **nowhere} for row in rows])
        last = rows[-1]
    for column in own:
        await _lead(reader, writer, column)
    if writer.dialect.name == "postgresql" and table.autoincrement_column is not None:
        await _count_on(writer, table.autoincrement_column)


async def _following(reader: Connection, table: Table, last: RowMapping | None) -> Sequence[RowMapping]:
    """The next rows by their keys."""
    keys = list(table.primary_key)
    query = select(table).order_by(*keys).limit(AT_ONCE)
    if last is not None:
        query = query.where(tuple_(*keys) > tuple_(*(literal(last[key.name], key.type) for key in keys)))
    return (await reader.execute(query)).mappings().all()


async def _lead(reader: Connection, writer: Connection, column: Column[Any]) -> None:
    key = column.table.primary_key.columns[0]
    query: Select[Any] = select(key.label("which"), column.label("leads_to")).where(column.is_not(None))
    found = [dict(row) for row in (await reader.execute(query)).mappings()]
    if found:
        statement = update(column.table).where(key == bindparam("which"))
        await writer.execute(statement.values({column.name: bindparam("leads_to")}), found)


async def _count_on(writer: Connection, column: Column[Any]) -> None:
    """PostgreSQL numbers new rows by itself, and takes no notice of numbers that came with theirs."""
    sequence = func.pg_get_serial_sequence(column.table.name, column.name)
    await writer.execute(select(func.setval(sequence, func.max(column))))


async def _counted(reader: Connection, writer: Connection, table: Table) -> int:
    counts = [
        int((await each.execute(select(func.count()).select_from(table))).scalar_one())
        for each in (reader, writer)
    ]
    if counts[0] != counts[1]:
        raise MoveIncomplete(table.name, there=counts[0], arrived=counts[1])
    return counts[0]
