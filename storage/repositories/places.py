"""Spaces and the rooms in them, found by what the platforms call them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.statements import Row, Statement, Step, parameter
from storage.tables.cohorts import cohort_rooms
from storage.tables.people import rooms, spaces


@dataclass(frozen=True, slots=True)
class SpaceRow:
    """A Discord server, a Telegram chat, or the playground."""

    id: int
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A channel, chat or forum topic in which the bot may speak."""

    id: int
    space_id: int
    channel: str
    thread: str
    name: str
    paused_because: str


@dataclass(frozen=True, slots=True)
class AddressRow:
    """What a platform calls a room and its space."""

    space: str
    channel: str
    thread: str
    name: str


@dataclass(frozen=True, slots=True)
class LocationRow:
    """A room together with its space."""

    space_id: int
    space_name: str
    room_id: int
    room_name: str


_LOCATION = Statement(
    select(spaces.c.id, spaces.c.name, rooms.c.id, rooms.c.name)
    .join(rooms, rooms.c.space_id == spaces.c.id)
    .where(
        spaces.c.platform == parameter(spaces.c.platform),
        spaces.c.external_id == parameter(spaces.c.external_id),
        rooms.c.channel == parameter(rooms.c.channel),
        rooms.c.thread == parameter(rooms.c.thread),
    ),
    "platform",
    "external_id",
    "channel",
    "thread",
)


def locating(platform: str, external_id: str, channel: str, thread: str) -> Step:
    """Looks for the room of that name in the space that the platform calls `external_id`."""
    return Step(_LOCATION, [(platform, external_id, channel, thread)])


def located(rows: Sequence[Row]) -> LocationRow | None:
    """The room that was found."""
    return LocationRow(*rows[0]) if rows else None


async def space(connection: AsyncConnection, platform: str, external_id: str) -> SpaceRow | None:
    """The space of that name on the platform."""
    query = select(spaces.c.id, spaces.c.name, spaces.c.language).where(
        spaces.c.platform == platform, spaces.c.external_id == external_id
    )
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else SpaceRow(*row)


async def room(connection: AsyncConnection, space_id: int, channel: str, thread: str) -> RoomRow | None:
    """The room of that name in a space."""
    query = select(
        rooms.c.id, rooms.c.space_id, rooms.c.channel, rooms.c.thread, rooms.c.name, rooms.c.paused_because
    ).where(rooms.c.space_id == space_id, rooms.c.channel == channel, rooms.c.thread == thread)
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else RoomRow(*row)


async def note_space(connection: AsyncConnection, platform: str, external_id: str, name: str) -> int:
    """The id of the space, added or renamed as needed."""
    known = await space(connection, platform, external_id)
    if known is None:
        statement = insert(spaces).values(platform=platform, external_id=external_id, name=name)
        return int((await connection.execute(statement.returning(spaces.c.id))).scalar_one())
    if known.name != name:
        await connection.execute(update(spaces).where(spaces.c.id == known.id).values(name=name))
    return known.id


async def note_room(connection: AsyncConnection, space_id: int, channel: str, thread: str, name: str) -> int:
    """The id of the room, added or renamed as needed."""
    known = await room(connection, space_id, channel, thread)
    if known is None:
        statement = insert(rooms).values(space_id=space_id, channel=channel, thread=thread, name=name)
        return int((await connection.execute(statement.returning(rooms.c.id))).scalar_one())
    if name and known.name != name:
        await connection.execute(update(rooms).where(rooms.c.id == known.id).values(name=name))
    return known.id


async def spoken_in(connection: AsyncConnection, platform: str) -> list[AddressRow]:
    """The rooms in which cohorts speak on a platform, by name."""
    query = (
        select(spaces.c.external_id, rooms.c.channel, rooms.c.thread, rooms.c.name)
        .join(rooms, rooms.c.space_id == spaces.c.id)
        .where(spaces.c.platform == platform, rooms.c.id.in_(select(cohort_rooms.c.room_id)))
        .order_by(rooms.c.name, rooms.c.id)
    )
    return [AddressRow(*row) for row in await connection.execute(query)]
