"""What a digest is made of: a week of a cohort in numbers, and its listed members who may be named."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.looks import Looks
from storage.tables.cohorts import cohorts
from storage.tables.people import people
from storage.tables.study import check_ins, memberships

DIGEST_LOOKS = Looks(cohorts.c.digest_at)


class ListedRow(NamedTuple):
    """A present member who lets themselves be named: what they did in a week and in the days before it.

    `done_of_asked` are those of the week's days that were no days off; `counted` is how many study days they
    have done in all.
    """

    name: str
    counted: int
    done: int
    done_of_asked: int
    done_before: int


async def due_digests(connection: AsyncConnection, now: datetime, most: int) -> list[int]:
    """The cohorts whose digest is to be looked at now, the longest due first."""
    query = DIGEST_LOOKS.due(select(cohorts.c.id), now, most)
    return list((await connection.execute(query)).scalars())


async def plan_digest(connection: AsyncConnection, cohort_id: int, at: datetime | None) -> None:
    """Sets when a cohort's digest is looked at next."""
    await connection.execute(update(cohorts).where(cohorts.c.id == cohort_id).values(digest_at=at))


async def listed_members(
    connection: AsyncConnection, cohort_id: int, before: date, first: date, last: date, asked: Sequence[date]
) -> list[ListedRow]:
    """The members who may be named, with what they did from `first` to `last`, and from `before` on.

    `asked` are the days from `first` to `last` that asked something.
    """
    is_in_week = check_ins.c.day >= first
    theirs = (
        select(
            check_ins.c.person_id,
            func.count().filter(is_in_week).label("done"),
            func.count().filter(check_ins.c.day.in_(asked)).label("done_of_asked"),
            func.count().filter(~is_in_week).label("done_before"),
        )
        .where(
            check_ins.c.cohort_id == cohort_id,
            check_ins.c.day.between(before, last),
            check_ins.c.kind == "study",
            check_ins.c.undone_at.is_(None),
        )
        .group_by(check_ins.c.person_id)
        .subquery("theirs")
    )
    query = (
        select(
            people.c.name,
            memberships.c.counted,
            theirs.c.done,
            theirs.c.done_of_asked,
            theirs.c.done_before,
        )
        .join(people, people.c.id == memberships.c.person_id)
        .join(theirs, theirs.c.person_id == memberships.c.person_id)
        .where(memberships.c.cohort_id == cohort_id, memberships.c.left_at.is_(None), people.c.listed)
        .order_by(people.c.name, memberships.c.id)
    )
    return [ListedRow(*row) for row in await connection.execute(query)]


async def people_by_day(
    connection: AsyncConnection, cohort_id: int, first: date, last: date
) -> dict[date, set[int]]:
    """Who did each study day from `first` to `last`; those that nobody did are left out."""
    query = select(check_ins.c.day, check_ins.c.person_id).where(
        check_ins.c.cohort_id == cohort_id,
        check_ins.c.day.between(first, last),
        check_ins.c.kind == "study",
        check_ins.c.undone_at.is_(None),
    )
    found: dict[date, set[int]] = {}
    for day, person_id in await connection.execute(query):
        found.setdefault(day, set()).add(person_id)
    return found
