"""What has already been heard: events seen and buttons spent, so that saying a thing twice has one effect."""

from datetime import datetime

from sqlalchemy import Table, delete
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.insertion import insertion
from storage.tables.ledger import seen_events, spent_buttons


async def first_time(connection: AsyncConnection, platform: str, event_id: str, at: datetime) -> bool:
    """Notes an event in the caller's transaction; False when it was noted before."""
    return await _added(connection, seen_events, platform=platform, event_id=event_id, seen_at=at)


async def spend(connection: AsyncConnection, nonce: str, at: datetime) -> bool:
    """Spends a single-use button in the caller's transaction; False when it was spent before."""
    return await _added(connection, spent_buttons, nonce=nonce, spent_at=at)


async def forget_events(connection: AsyncConnection, before: datetime) -> int:
    """Drops the events noted before that instant; how many. Buttons stay spent, for they stay there."""
    return (await connection.execute(delete(seen_events).where(seen_events.c.seen_at < before))).rowcount


async def _added(connection: AsyncConnection, table: Table, **values: object) -> bool:
    insert = insertion(connection.dialect.name)
    result = await connection.execute(insert(table).values(**values).on_conflict_do_nothing())
    return result.rowcount == 1
