"""Single values that outlive the process: the last heartbeat, the zone data in use, an edit not yet saved."""

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.insertion import insertion
from storage.tables.ledger import meta

RESTORED_AT = "restored_at"
"""When a copy was brought back, as long as nobody has looked for what was sent since it was made."""


async def remembered(connection: AsyncConnection, key: str) -> str | None:
    """The value under that key."""
    value: str | None = (
        await connection.execute(select(meta.c.value).where(meta.c.key == key))
    ).scalar_one_or_none()
    return value


async def remember(connection: AsyncConnection, key: str, value: str) -> None:
    """Puts a value under a key, in the place of what was there."""
    statement = insertion(connection.dialect.name)(meta).values(key=key, value=value)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=[meta.c.key], set_={"value": value})
    )


async def forget(connection: AsyncConnection, key: str) -> None:
    """Drops a key with its value."""
    await connection.execute(delete(meta).where(meta.c.key == key))
