"""What a member has done and has been granted, to be brought together and parted again, row by row.

Check-ins change hands and are never copied or deleted: the log stays what it was.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.insertion import insertion
from storage.tables.projects import reviews, submissions
from storage.tables.recall import recalls
from storage.tables.study import check_ins, excused_days, pauses


class PauseRow(NamedTuple):
    """A pause from one study date to another, both included."""

    first: date
    last: date
    declared_at: datetime


class ExcusedRow(NamedTuple):
    """A study date that asks nothing of one member."""

    day: date
    kind: str
    reason: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Rests:
    """A member's own pauses and excused days."""

    pauses: Sequence[PauseRow]
    excused: Sequence[ExcusedRow]


async def counted_earlier_by(connection: AsyncConnection, person_id: int, other_id: int) -> list[int]:
    """The check-ins that stand of one person, for days which the other has counted before."""
    theirs = check_ins.alias("theirs")
    is_before = (theirs.c.at < check_ins.c.at) | (
        (theirs.c.at == check_ins.c.at) & (theirs.c.id < check_ins.c.id)
    )
    query = (
        select(check_ins.c.id)
        .join(theirs, (theirs.c.cohort_id == check_ins.c.cohort_id) & (theirs.c.day == check_ins.c.day))
        .where(
            check_ins.c.person_id == person_id,
            check_ins.c.undone_at.is_(None),
            theirs.c.person_id == other_id,
            theirs.c.undone_at.is_(None),
            is_before,
        )
    )
    return list((await connection.execute(query)).scalars())


async def hand_over(
    connection: AsyncConnection, person_id: int, to_id: int, without: Sequence[int] = ()
) -> None:
    """Lets a person's check-ins, all but those given, count for another one."""
    await connection.execute(
        update(check_ins)
        .where(check_ins.c.person_id == person_id, check_ins.c.id.not_in(without))
        .values(person_id=to_id)
    )


async def hand_back(connection: AsyncConnection, person_id: int, platform: str, to_id: int) -> None:
    """Lets what a person did on a platform count for another one: what they checked in for, handed in,
    reviewed and recalled; no cards.
    """
    for log in (check_ins, submissions, reviews, recalls):
        done = (log.c.person_id == person_id) & (log.c.platform == platform)
        await connection.execute(update(log).where(done).values(person_id=to_id))


async def cohorts_studied(
    connection: AsyncConnection, person_id: int, platform: str, since: datetime
) -> set[int]:
    """The cohorts in which a person has checked in or handed in on a platform since an instant."""
    checked_in = select(check_ins.c.cohort_id).where(
        check_ins.c.person_id == person_id, check_ins.c.platform == platform, check_ins.c.recorded_at >= since
    )
    handed_in = select(submissions.c.cohort_id).where(
        submissions.c.person_id == person_id, submissions.c.platform == platform, submissions.c.at >= since
    )
    return set((await connection.execute(checked_in.union(handed_in))).scalars())


async def rests_of(connection: AsyncConnection, membership_id: int, since: datetime | None = None) -> Rests:
    """A member's pauses and excused days, or those that were granted later than `since`."""
    resting = select(*(pauses.c[name] for name in PauseRow._fields)).where(
        pauses.c.membership_id == membership_id
    )
    excused = select(*(excused_days.c[name] for name in ExcusedRow._fields)).where(
        excused_days.c.membership_id == membership_id
    )
    if since is not None:
        resting = resting.where(pauses.c.declared_at > since)
        excused = excused.where(excused_days.c.created_at > since)
    return Rests(
        [PauseRow(*row) for row in await connection.execute(resting.order_by(pauses.c.first))],
        [ExcusedRow(*row) for row in await connection.execute(excused.order_by(excused_days.c.day))],
    )


async def grant(connection: AsyncConnection, membership_id: int, cohort_id: int, rests: Rests) -> None:
    """Adds pauses and excused days to a membership; days that are excused already stay as they are."""
    for pause in rests.pauses:
        await connection.execute(insert(pauses).values(membership_id=membership_id, **pause._asdict()))
    await _excuse(connection, membership_id, cohort_id, rests.excused)


async def _excuse(
    connection: AsyncConnection, membership_id: int, cohort_id: int, days: Iterable[ExcusedRow]
) -> None:
    statement = insertion(connection.dialect.name)(excused_days).on_conflict_do_nothing()
    for day in days:
        values = {"membership_id": membership_id, "cohort_id": cohort_id, **day._asdict()}
        await connection.execute(statement.values(**values))
