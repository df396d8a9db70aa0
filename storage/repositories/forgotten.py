"""Who has been forgotten, by digests of their accounts. What a digest is made of is not known here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.insertion import insertion
from storage.tables.links import links
from storage.tables.people import forgotten, identities, people


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """An account, and since when whom it belongs to by itself is known (aware UTC)."""

    id: int
    platform: str
    external_id: str
    since: datetime


async def note_forgotten(connection: AsyncConnection, digests: Iterable[str], at: datetime) -> None:
    """From now on, accounts of these digests that were known before `at` are to be forgotten."""
    for digest in digests:
        noting = insertion(connection.dialect.name)(forgotten).values(digest=digest, at=at)
        await connection.execute(
            noting.on_conflict_do_update(index_elements=[forgotten.c.digest], set_={"at": at})
        )


async def all_forgotten(connection: AsyncConnection) -> dict[str, datetime]:
    """The digests of all who have been forgotten, each with the last time."""
    rows = await connection.execute(select(forgotten.c.digest, forgotten.c.at))
    return {row.digest: row.at for row in rows}


async def known_accounts(connection: AsyncConnection) -> list[KnownAccount]:
    """Every account there is."""
    home = func.coalesce(links.c.home_id, identities.c.person_id)
    query = (
        select(identities.c.id, identities.c.platform, identities.c.external_id, people.c.created_at)
        .outerjoin(links, links.c.identity_id == identities.c.id)
        .join(people, people.c.id == home)
        .order_by(identities.c.id)
    )
    return [KnownAccount(*row) for row in await connection.execute(query)]
