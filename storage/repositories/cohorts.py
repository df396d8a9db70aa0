"""Cohorts as they are stored, and the ways to find them. Every search is scoped by a space or a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.cohorts import cohort_rooms, cohorts
from storage.tables.people import rooms
from storage.tables.study import memberships


@dataclass(frozen=True, slots=True)
class CohortRow:
    """A cohort. Instants are aware UTC, `post_minutes` counts from midnight in `zone`, Monday is weekday 0.

    `features` holds what an admin has chosen about reminders, digests and the like. `revision` grows with
    every change that can move a streak or the timetable.
    """

    id: int
    space_id: int
    curriculum_version_id: int
    name: str
    state: str
    language: str
    zone: str
    post_minutes: int
    weekdays: str
    start: date
    pacing: Mapping[str, Any]
    streak: Mapping[str, Any]
    late_policy: str
    threads: bool
    features: Mapping[str, Any]
    next_post_at: datetime | None
    digest_at: datetime | None
    revision: int
    created_at: datetime
    started_at: datetime | None
    paused_since: date | None
    ended_at: datetime | None
    deleted_at: datetime | None


async def cohort(connection: AsyncConnection, cohort_id: int) -> CohortRow | None:
    """The cohort with that id."""
    found = await _rows(connection, select(cohorts).where(cohorts.c.id == cohort_id))
    return found[0] if found else None


async def cohorts_of_space(connection: AsyncConnection, space_id: int) -> list[CohortRow]:
    """All cohorts of a space, the newest first, deleted ones too."""
    query = select(cohorts).where(cohorts.c.space_id == space_id).order_by(cohorts.c.id.desc())
    return await _rows(connection, query)


async def cohorts_heard_in_space(connection: AsyncConnection, space_id: int) -> list[CohortRow]:
    """The cohorts of a space and those of others that speak in one of its rooms; deleted ones too."""
    heard = (
        select(cohort_rooms.c.cohort_id)
        .join(rooms, rooms.c.id == cohort_rooms.c.room_id)
        .where(rooms.c.space_id == space_id)
    )
    query = select(cohorts).where((cohorts.c.space_id == space_id) | cohorts.c.id.in_(heard))
    return await _rows(connection, query.order_by(cohorts.c.id.desc()))


async def cohorts_of_room(connection: AsyncConnection, room_id: int) -> list[CohortRow]:
    """The cohorts that speak in a room, the newest first."""
    query = (
        select(cohorts)
        .join(cohort_rooms, cohort_rooms.c.cohort_id == cohorts.c.id)
        .where(cohort_rooms.c.room_id == room_id)
        .order_by(cohorts.c.id.desc())
    )
    return await _rows(connection, query)


async def cohorts_of_person(connection: AsyncConnection, person_id: int) -> list[CohortRow]:
    """The cohorts that a person is a member of now, the newest first."""
    query = (
        select(cohorts)
        .join(memberships, memberships.c.cohort_id == cohorts.c.id)
        .where(memberships.c.person_id == person_id, memberships.c.left_at.is_(None))
        .order_by(cohorts.c.id.desc())
    )
    return await _rows(connection, query)


async def _rows(connection: AsyncConnection, query: Select[Any]) -> list[CohortRow]:
    return [_cohort(row) for row in (await connection.execute(query)).mappings()]


def _cohort(row: RowMapping) -> CohortRow:
    return CohortRow(**{str(key): value for key, value in row.items()})
