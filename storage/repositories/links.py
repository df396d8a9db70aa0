"""Which accounts are linked: whom they are known as together, and the people they are by themselves."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.people import PersonRow
from storage.tables.ledger import audit
from storage.tables.links import links
from storage.tables.people import identities, people, spaces


@dataclass(frozen=True, slots=True)
class LinkedRow:
    """A linked account: `home_id` is the person it is by itself, `leads` whether its settings rule."""

    identity_id: int
    platform: str
    name: str
    home_id: int
    made_at: datetime
    leads: bool


async def linked_accounts(connection: AsyncConnection, person_id: int) -> list[LinkedRow]:
    """The accounts that a person is made of, the leading one first; none if they are not linked."""
    query = (
        select(
            identities.c.id,
            identities.c.platform,
            identities.c.name,
            links.c.home_id,
            links.c.made_at,
            links.c.leads,
        )
        .join(links, links.c.identity_id == identities.c.id)
        .where(identities.c.person_id == person_id)
        .order_by(links.c.leads.desc())
    )
    return [LinkedRow(*row) for row in await connection.execute(query)]


async def add_merged_person(connection: AsyncConnection, merged: PersonRow) -> int:
    """Adds a person whom no platform knows yet; `merged.id` is not looked at. Returns the new id."""
    values = {name: getattr(merged, name) for name in PersonRow.__slots__ if name != "id"}
    added = await connection.execute(insert(people).values(**values).returning(people.c.id))
    return int(added.scalar_one())


async def add_link(
    connection: AsyncConnection, identity_id: int, home_id: int, person_id: int, at: datetime, *, leads: bool
) -> None:
    """From now on an account is known as `person_id`; `home_id` is whom it was known as."""
    await connection.execute(
        update(identities).where(identities.c.id == identity_id).values(person_id=person_id)
    )
    await connection.execute(
        insert(links).values(identity_id=identity_id, home_id=home_id, made_at=at, leads=leads)
    )


async def drop_link(connection: AsyncConnection, account: LinkedRow) -> None:
    """The account is known as its home again."""
    await connection.execute(
        update(identities).where(identities.c.id == account.identity_id).values(person_id=account.home_id)
    )
    await connection.execute(delete(links).where(links.c.identity_id == account.identity_id))


async def move_deeds(
    connection: AsyncConnection, person_id: int, home_id: int, platform: str | None = None
) -> None:
    """Gives what a person did to the spaces of a platform, or everything, to another one."""
    moving = update(audit).where(audit.c.person_id == person_id)
    if platform is not None:
        there = select(spaces.c.id).where(spaces.c.platform == platform)
        moving = moving.where(audit.c.space_id.in_(there))
    await connection.execute(moving.values(person_id=home_id))
