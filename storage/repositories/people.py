"""People and how the platforms know them; a person's own clock is a history that is only added to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.preferences import CLOCK_NOW
from storage.running import OnConnection
from storage.statements import Row, Statement, Step, parameter
from storage.tables.links import links
from storage.tables.people import identities, people, person_clocks


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person. `reminder_minutes` counts from midnight on their own clock, or back from the end of their day
    where it is negative; None is no reminder. `recall_minutes` is when learnt topics come back, or None.
    `plan` is after what they want to study, `reviews` whether they may be asked to review projects.
    """

    id: int
    name: str
    language: str
    reminder_minutes: int | None
    recall_minutes: int | None
    plan: str
    nudges_a_week: int
    listed: bool
    reviews: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A person's clock since an instant; an empty zone means the cohort's."""

    since: datetime
    zone: str
    rollover_minutes: int


@dataclass(frozen=True, slots=True)
class IdentityRow:
    """What a platform calls a person."""

    id: int
    person_id: int
    platform: str
    external_id: str
    name: str


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody who was recognised; `zone` is that of their own clock, or empty.

    `private_chat` is `closed` where they cannot be reached in private and have not heard of it.
    """

    id: int
    name: str
    language: str
    zone: str
    private_chat: str


_PERSON = tuple(people.c[name] for name in PersonRow.__slots__)

_IDENTITY = tuple(identities.c[name] for name in IdentityRow.__slots__)


async def person(connection: AsyncConnection, person_id: int) -> PersonRow | None:
    """The person with that id."""
    row = (await connection.execute(select(*_PERSON).where(people.c.id == person_id))).one_or_none()
    return None if row is None else PersonRow(*row)


_KNOWN = Statement(
    select(
        people.c.id,
        identities.c.name,
        people.c.language,
        func.coalesce(person_clocks.c.zone, literal_column("''")),
        identities.c.private_chat,
    )
    .join(identities, identities.c.person_id == people.c.id)
    .outerjoin(person_clocks, CLOCK_NOW)
    .where(
        identities.c.platform == parameter(identities.c.platform),
        identities.c.external_id == parameter(identities.c.external_id),
    ),
    "platform",
    "external_id",
)


def recognising(platform: str, external_id: str) -> Step:
    """Looks for the person whom a platform calls so, with the zone they live in now."""
    return Step(_KNOWN, [(platform, external_id)])


def recognised(rows: Sequence[Row]) -> KnownPerson | None:
    """The person who was found."""
    return KnownPerson(*rows[0]) if rows else None


async def person_known_as(connection: AsyncConnection, platform: str, external_id: str) -> KnownPerson | None:
    """The person whom a platform calls so, with the zone they live in now."""
    [rows] = await OnConnection(connection).run(recognising(platform, external_id))
    return recognised(rows)


async def rename_identity(connection: AsyncConnection, platform: str, external_id: str, name: str) -> None:
    """Takes over the name that the platform shows now; a linked person goes by the newest one."""
    renamed = await connection.execute(
        update(identities)
        .where(identities.c.platform == platform, identities.c.external_id == external_id)
        .values(name=name)
        .returning(identities.c.id, identities.c.person_id)
    )
    row = renamed.one()
    home = select(links.c.home_id).where(links.c.identity_id == row.id)
    await connection.execute(
        update(people).where((people.c.id == row.person_id) | people.c.id.in_(home)).values(name=name)
    )


async def add_person(
    connection: AsyncConnection, platform: str, external_id: str, name: str, at: datetime
) -> int:
    """A new person with one identity; returns their id."""
    added = await connection.execute(insert(people).values(name=name, created_at=at).returning(people.c.id))
    person_id = int(added.scalar_one())
    await connection.execute(
        insert(identities).values(person_id=person_id, platform=platform, external_id=external_id, name=name)
    )
    return person_id


async def change_person(connection: AsyncConnection, person_id: int, **values: object) -> None:
    """Sets some of a person's columns."""
    if values:
        await connection.execute(update(people).where(people.c.id == person_id).values(**values))


async def delete_person(connection: AsyncConnection, person_id: int) -> None:
    """Deletes a person with everything that hangs on them: identities, clocks, memberships, check-ins.

    Of a linked person the two homes go with it.
    """
    everybody = [person_id, *await homes_by_id(connection, person_id)]
    await connection.execute(delete(people).where(people.c.id.in_(everybody)))


async def homes_by_id(connection: AsyncConnection, person_id: int) -> list[int]:
    """The ids of the people whom a linked person is made of; empty for everybody else."""
    query = (
        select(links.c.home_id)
        .join(identities, identities.c.id == links.c.identity_id)
        .where(identities.c.person_id == person_id)
    )
    return list((await connection.execute(query)).scalars())


async def identities_of(connection: AsyncConnection, person_id: int) -> list[IdentityRow]:
    """What the platforms call a person, in the order in which they were met."""
    query = select(*_IDENTITY).where(identities.c.person_id == person_id).order_by(identities.c.id)
    return [IdentityRow(*row) for row in await connection.execute(query)]


async def names_of(connection: AsyncConnection, people_ids: Collection[int]) -> dict[int, str]:
    """The names of these people, of those who are still known."""
    query = select(people.c.id, people.c.name).where(people.c.id.in_(people_ids))
    return {row.id: row.name for row in await connection.execute(query)}


async def identity(connection: AsyncConnection, platform: str, external_id: str) -> IdentityRow | None:
    """Whom a platform calls so."""
    query = select(*_IDENTITY).where(
        identities.c.platform == platform, identities.c.external_id == external_id
    )
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else IdentityRow(*row)


async def identity_by_id(connection: AsyncConnection, identity_id: int) -> IdentityRow | None:
    """The account with that id."""
    row = (await connection.execute(select(*_IDENTITY).where(identities.c.id == identity_id))).one_or_none()
    return None if row is None else IdentityRow(*row)


async def clocks_of(connection: AsyncConnection, person_id: int) -> list[ClockRow]:
    """The clocks a person has had, the oldest first."""
    query = (
        select(person_clocks.c.since, person_clocks.c.zone, person_clocks.c.rollover_minutes)
        .where(person_clocks.c.person_id == person_id)
        .order_by(person_clocks.c.since, person_clocks.c.id)
    )
    return [ClockRow(*row) for row in await connection.execute(query)]


async def add_clock(connection: AsyncConnection, person_id: int, clock: ClockRow) -> None:
    """From `clock.since` on, the person lives by this clock."""
    await connection.execute(
        insert(person_clocks).values(
            person_id=person_id,
            since=clock.since,
            zone=clock.zone,
            rollover_minutes=clock.rollover_minutes,
        )
    )
