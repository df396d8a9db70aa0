"""Changes to cohorts and to the rooms they speak in. Which change is allowed is not decided here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.ledger import try_again
from storage.tables.cohorts import cohort_rooms, cohorts, timetable_days
from storage.tables.people import rooms, spaces


@dataclass(frozen=True, slots=True)
class NewCohort:
    """A cohort to add as a draft; the fields mean what they mean in `CohortRow`."""

    space_id: int
    curriculum_version_id: int
    name: str
    language: str
    zone: str
    post_minutes: int
    weekdays: str
    start: date
    pacing: Mapping[str, Any]
    streak: Mapping[str, Any]
    late_policy: str
    features: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CohortRoomRow:
    """A room a cohort speaks in; `paused_because` says why nothing is sent there, if so.

    `attached_at` is None for the home room.
    """

    id: int
    space_id: int
    platform: str
    space: str
    name: str
    channel: str
    thread: str
    paused_because: str
    attached_at: datetime | None


async def add_draft(connection: AsyncConnection, cohort: NewCohort, at: datetime) -> int:
    """Adds a cohort in the state `draft`; returns its id."""
    values = {name: getattr(cohort, name) for name in NewCohort.__slots__}
    added = await connection.execute(
        insert(cohorts).values(**values, state="draft", created_at=at).returning(cohorts.c.id)
    )
    return int(added.scalar_one())


async def change_cohort(connection: AsyncConnection, cohort_id: int, **values: object) -> None:
    """Sets some of a cohort's columns and raises its revision."""
    await connection.execute(
        update(cohorts).where(cohorts.c.id == cohort_id).values(revision=cohorts.c.revision + 1, **values)
    )


async def plan_next_post(connection: AsyncConnection, cohort_id: int) -> None:
    """Sets the instant of the next post from the timetable: that of the first day which is not frozen."""
    first = (
        select(func.min(timetable_days.c.posts_at))
        .where(timetable_days.c.cohort_id == cohort_id, timetable_days.c.frozen_at.is_(None))
        .scalar_subquery()
    )
    await connection.execute(update(cohorts).where(cohorts.c.id == cohort_id).values(next_post_at=first))


async def add_room(
    connection: AsyncConnection, cohort_id: int, room_id: int, attached_at: datetime | None = None
) -> None:
    """Lets a cohort speak in a room; without `attached_at`, which is its home."""
    await connection.execute(
        insert(cohort_rooms).values(cohort_id=cohort_id, room_id=room_id, attached_at=attached_at)
    )


async def remove_room(connection: AsyncConnection, cohort_id: int, room_id: int) -> None:
    """Lets a cohort speak in a room no more."""
    await connection.execute(
        delete(cohort_rooms).where(cohort_rooms.c.cohort_id == cohort_id, cohort_rooms.c.room_id == room_id)
    )


async def move_home(connection: AsyncConnection, cohort_id: int, room_id: int) -> None:
    """Makes a room, which may be attached already, the cohort's home in the place of the former one."""
    of_cohort = cohort_rooms.c.cohort_id == cohort_id
    await connection.execute(
        delete(cohort_rooms).where(
            of_cohort, cohort_rooms.c.attached_at.is_(None) | (cohort_rooms.c.room_id == room_id)
        )
    )
    await add_room(connection, cohort_id, room_id)


async def rooms_of_cohort(connection: AsyncConnection, cohort_id: int) -> list[CohortRoomRow]:
    """The rooms a cohort speaks in: its home, then the others in the order in which they were attached."""
    query = (
        select(
            rooms.c.id,
            rooms.c.space_id,
            spaces.c.platform,
            spaces.c.external_id,
            rooms.c.name,
            rooms.c.channel,
            rooms.c.thread,
            rooms.c.paused_because,
            cohort_rooms.c.attached_at,
        )
        .join(cohort_rooms, cohort_rooms.c.room_id == rooms.c.id)
        .join(spaces, spaces.c.id == rooms.c.space_id)
        .where(cohort_rooms.c.cohort_id == cohort_id)
        .order_by(cohort_rooms.c.attached_at.asc().nulls_first(), rooms.c.id)
    )
    return [CohortRoomRow(*row) for row in await connection.execute(query)]


async def pause_room(connection: AsyncConnection, room_id: int, because: str) -> bool:
    """Sends nothing more to a room; False when that was so already."""
    paused = await connection.execute(
        update(rooms)
        .where(rooms.c.id == room_id, rooms.c.paused_because == "")
        .values(paused_because=because)
    )
    return paused.rowcount == 1


async def reopen_room(connection: AsyncConnection, room_id: int, now: datetime) -> None:
    """Lets a room be heard again, from what it missed on, as far as that is still worth saying."""
    await connection.execute(update(rooms).where(rooms.c.id == room_id).values(paused_because=""))
    await try_again(connection, room_id, now)


async def reopen_rooms(connection: AsyncConnection, cohort_id: int, now: datetime) -> int:
    """Lets all rooms of a cohort be heard again; returns how many were paused."""
    shut = [room.id for room in await rooms_of_cohort(connection, cohort_id) if room.paused_because]
    for room_id in shut:
        await reopen_room(connection, room_id, now)
    return len(shut)


async def end_finished(connection: AsyncConnection, last_post_before: datetime, now: datetime) -> int:
    """Ends running cohorts whose last post lies before an instant; returns how many."""
    unfinished = select(timetable_days.c.cohort_id).where(timetable_days.c.posts_at >= last_post_before)
    ended = await connection.execute(
        update(cohorts)
        .where(
            cohorts.c.state == "running",
            cohorts.c.next_post_at.is_(None),
            cohorts.c.id.not_in(unfinished),
        )
        .values(state="ended", ended_at=now)
    )
    return ended.rowcount


async def delete_for_good(connection: AsyncConnection, deleted_before: datetime) -> int:
    """Removes cohorts that were deleted before an instant, with all that hangs on them; returns how many."""
    removed = await connection.execute(
        delete(cohorts).where(cohorts.c.state == "deleted", cohorts.c.deleted_at < deleted_before)
    )
    return removed.rowcount
