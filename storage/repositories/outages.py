"""Times in which nobody was served, and the study days that they touched."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.cohorts import cohorts, timetable_days
from storage.tables.ledger import outages

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OutageRow:
    """From the last sign of life to the first one after."""

    began_at: datetime
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class TouchedDay:
    """A study day of a running cohort whose window may have been cut."""

    cohort_id: int
    zone: str
    day: date
    posts_at: datetime


async def add_outage(connection: AsyncConnection, outage: OutageRow) -> None:
    """Notes an outage."""
    await connection.execute(insert(outages).values(began_at=outage.began_at, ended_at=outage.ended_at))


async def outages_since(connection: AsyncConnection, since: datetime) -> list[OutageRow]:
    """The outages that ended after an instant, in order."""
    query = (
        select(outages.c.began_at, outages.c.ended_at)
        .where(outages.c.ended_at > since)
        .order_by(outages.c.began_at)
    )
    return [OutageRow(*row) for row in await connection.execute(query)]


async def days_posted_between(
    connection: AsyncConnection, first: datetime, last: datetime
) -> list[TouchedDay]:
    """The study days of running cohorts whose post was due from `first` to `last`, by cohort."""
    query = (
        select(cohorts.c.id, cohorts.c.zone, timetable_days.c.day, timetable_days.c.posts_at)
        .join(timetable_days, timetable_days.c.cohort_id == cohorts.c.id)
        .where(
            cohorts.c.state == "running",
            # No zone is more than a day away from UTC: the dates keep the search within the primary key.
            timetable_days.c.day.between(first.date() - _ONE_DAY, last.date() + _ONE_DAY),
            timetable_days.c.posts_at.between(first, last),
        )
        .order_by(cohorts.c.id, timetable_days.c.day)
    )
    return [TouchedDay(*row) for row in await connection.execute(query)]


async def raise_revisions(connection: AsyncConnection, cohort_ids: Collection[int]) -> None:
    """Makes everybody read these cohorts anew."""
    await connection.execute(
        update(cohorts).where(cohorts.c.id.in_(cohort_ids)).values(revision=cohorts.c.revision + 1)
    )
