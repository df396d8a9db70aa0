"""Whom topics come back to on our own account: people by `recall_at`, their cohorts, and their prompts."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.looks import Looks
from storage.repositories.preferences import CLOCK_NOW, OWN_ZONE
from storage.tables.cohorts import cohorts
from storage.tables.people import people, person_clocks
from storage.tables.study import memberships

RECALL_LOOKS = Looks(people.c.recall_at)
_NO_ZONE = "UTC"


class LookRow(NamedTuple):
    """Somebody to look at. `recall_minutes` counts from midnight on their clock; None is never.

    `zone` is their own, or that of the cohort which they joined first of those they are in.
    """

    person_id: int
    recall_at: datetime
    recall_minutes: int | None
    zone: str


class MemberRow(NamedTuple):
    """A membership that lasts, with what its cohort is like; `remind_at` is when a reminder may come next,
    `recall_minutes` when topics come back to the member, as in `LookRow`.
    """

    person_id: int
    cohort_id: int
    state: str
    features: dict[str, object]
    curriculum_version_id: int
    remind_at: datetime | None
    recall_minutes: int | None


async def due_people(connection: AsyncConnection, now: datetime, most: int) -> list[LookRow]:
    """People to look at now, the longest due first."""
    of_cohort = (
        select(cohorts.c.zone)
        .join(memberships, memberships.c.cohort_id == cohorts.c.id)
        .where(memberships.c.person_id == people.c.id, memberships.c.left_at.is_(None))
        .order_by(memberships.c.id)
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(
            people.c.id,
            people.c.recall_at,
            people.c.recall_minutes,
            func.coalesce(OWN_ZONE, of_cohort, literal(_NO_ZONE)),
        )
        .select_from(people)
        .outerjoin(person_clocks, CLOCK_NOW)
    )
    return [LookRow(*row) for row in await connection.execute(RECALL_LOOKS.due(query, now, most))]


async def look_again(connection: AsyncConnection, person_id: int, at: datetime) -> None:
    """Lets a person be looked at soon: the hour at which topics come back to them may have moved."""
    await connection.execute(
        update(people)
        .where(people.c.id == person_id, people.c.recall_minutes.is_not(None))
        .values(recall_at=at)
    )


async def present_memberships(
    connection: AsyncConnection, people_ids: Collection[int], cohort_ids: Collection[int] | None = None
) -> list[MemberRow]:
    """The cohorts that these people are in now, or those of them that are given."""
    query = (
        select(
            memberships.c.person_id,
            memberships.c.cohort_id,
            cohorts.c.state,
            cohorts.c.features,
            cohorts.c.curriculum_version_id,
            memberships.c.remind_at,
            people.c.recall_minutes,
        )
        .join(people, people.c.id == memberships.c.person_id)
        .join(cohorts, cohorts.c.id == memberships.c.cohort_id)
        .where(memberships.c.person_id.in_(people_ids), memberships.c.left_at.is_(None))
        .order_by(memberships.c.id)
    )
    if cohort_ids is not None:
        query = query.where(memberships.c.cohort_id.in_(cohort_ids))
    return [MemberRow(*row) for row in await connection.execute(query)]
