"""How many members did each study day, and whom it asked: what posts, digests and admins' figures count by.

A day asks everybody who had joined before its post, but for those who rest on it or are excused; a day off of
the whole cohort asks nobody.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Column, ColumnElement, and_, func, not_, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.cohorts import timetable_days
from storage.tables.study import check_ins, excused_days, memberships, pauses


class DayDone(NamedTuple):
    """How many present members did a study day, and how many of them it had not asked."""

    done: int
    unasked: int


class Rest(NamedTuple):
    """A present member whom the study days from `first` to `last` do not ask."""

    membership_id: int
    joined_at: datetime
    first: date
    last: date


def is_asked(day: Column[date], posts_at: Column[datetime]) -> ColumnElement[bool]:
    """Whether a study day asks something of the membership of the query that this stands in."""
    rests = select(pauses.c.id).where(
        pauses.c.membership_id == memberships.c.id, pauses.c.first <= day, pauses.c.last >= day
    )
    excused = select(excused_days.c.id).where(
        excused_days.c.membership_id == memberships.c.id, excused_days.c.day == day
    )
    off = select(excused_days.c.id).where(
        excused_days.c.membership_id.is_(None),
        excused_days.c.cohort_id == memberships.c.cohort_id,
        excused_days.c.day == day,
    )
    within = (memberships, day.table)
    reasons = (each.correlate(*within).exists() for each in (rests, excused, off))
    return and_(memberships.c.joined_at <= posts_at, *map(not_, reasons))


async def done_by_day(
    connection: AsyncConnection, cohort_id: int, first: date, last: date
) -> dict[date, DayDone]:
    """Who did the study days from `first` to `last`; those that nobody did are left out."""
    unasked = not_(is_asked(timetable_days.c.day, timetable_days.c.posts_at))
    query = (
        select(check_ins.c.day, func.count(), func.count().filter(unasked))
        .join(
            memberships,
            (memberships.c.cohort_id == check_ins.c.cohort_id)
            & (memberships.c.person_id == check_ins.c.person_id),
        )
        .join(
            timetable_days,
            (timetable_days.c.cohort_id == check_ins.c.cohort_id) & (timetable_days.c.day == check_ins.c.day),
        )
        .where(
            check_ins.c.cohort_id == cohort_id,
            check_ins.c.day.between(first, last),
            check_ins.c.kind == "study",
            check_ins.c.undone_at.is_(None),
            memberships.c.left_at.is_(None),
        )
        .group_by(check_ins.c.day)
    )
    return {row[0]: DayDone(row[1], row[2]) for row in await connection.execute(query)}


async def joined_at(connection: AsyncConnection, cohort_id: int) -> Sequence[datetime]:
    """Since when each present member is one, in order."""
    query = (
        select(memberships.c.joined_at)
        .where(memberships.c.cohort_id == cohort_id, memberships.c.left_at.is_(None))
        .order_by(memberships.c.joined_at)
    )
    return (await connection.execute(query)).scalars().all()


async def resting(connection: AsyncConnection, cohort_id: int) -> list[Rest]:
    """The pauses and excused days of present members."""
    who = (memberships.c.id, memberships.c.joined_at)
    here = (memberships.c.cohort_id == cohort_id, memberships.c.left_at.is_(None))
    paused = (
        select(*who, pauses.c.first, pauses.c.last)
        .join(pauses, pauses.c.membership_id == memberships.c.id)
        .where(*here)
    )
    excused = (
        select(*who, excused_days.c.day, excused_days.c.day)
        .join(excused_days, excused_days.c.membership_id == memberships.c.id)
        .where(*here)
    )
    return [Rest(*row) for row in await connection.execute(union_all(paused, excused))]
