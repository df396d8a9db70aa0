"""What has already been heard: events seen and buttons spent, so that saying a thing twice has one effect."""

from datetime import datetime

from sqlalchemy import Table, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.ledger import seen_events, spent_buttons


async def first_time(connection: AsyncConnection, platform: str, event_id: str, at: datetime) -> bool:
    """Notes an event in the caller's transaction; False when it was noted before."""
    return await _added(connection, seen_events, platform=platform, event_id=event_id, seen_at=at)


async def spend(connection: AsyncConnection, nonce: str, at: datetime) -> bool:
    """Spends a single-use button in the caller's transaction; False when it was spent before."""
    return await _added(connection, spent_buttons, nonce=nonce, spent_at=at)


async def forget_before(connection: AsyncConnection, at: datetime) -> None:
    """Drops events and buttons that nobody will send again."""
    await connection.execute(delete(seen_events).where(seen_events.c.seen_at < at))
    await connection.execute(delete(spent_buttons).where(spent_buttons.c.spent_at < at))


async def _added(connection: AsyncConnection, table: Table, **values: object) -> bool:
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    result = await connection.execute(insert(table).values(**values).on_conflict_do_nothing())
    return result.rowcount == 1
