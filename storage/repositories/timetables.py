"""Timetables as they are stored. A day is frozen once its post was due; only the others are laid out again.

While a cohort runs, every row is real: what will not happen (a pause, an early end) is removed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.cohorts import cohort_rooms, cohorts, timetable_days


@dataclass(frozen=True, slots=True)
class NewDay:
    """A study date to store: `planned` is JSON, `posts_at` aware UTC, `block` names its project, if any."""

    day: date
    number: int
    planned: Mapping[str, Any]
    posts_at: datetime
    block: str = ""


@dataclass(frozen=True, slots=True)
class DayRow:
    """A study date with what it holds; `frozen_at` is None while it may still move."""

    cohort_id: int
    day: date
    number: int
    planned: Mapping[str, Any]
    posts_at: datetime
    block: str
    frozen_at: datetime | None


@dataclass(frozen=True, slots=True)
class StudyDateRow:
    """A study date as streaks see it; `block` is empty but for project days, which share it."""

    day: date
    posts_at: datetime
    block: str


_ORDERED = select(timetable_days).order_by(timetable_days.c.day)


async def study_dates(
    connection: AsyncConnection, cohort_id: int, until: datetime | None = None
) -> list[StudyDateRow]:
    """The study dates of a cohort in order, those posted at `until` or before if it is given."""
    columns = timetable_days.c
    query = (
        select(columns.day, columns.posts_at, columns.block)
        .where(columns.cohort_id == cohort_id)
        .order_by(columns.day)
    )
    if until is not None:
        query = query.where(columns.posts_at <= until)
    return [StudyDateRow(*row) for row in await connection.execute(query)]


async def next_study_date(
    connection: AsyncConnection, cohort_id: int, after: datetime
) -> StudyDateRow | None:
    """The first study date that is posted later than `after`."""
    columns = timetable_days.c
    query = (
        select(columns.day, columns.posts_at, columns.block)
        .where(columns.cohort_id == cohort_id, columns.posts_at > after)
        .order_by(columns.day)
        .limit(1)
    )
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else StudyDateRow(*row)


async def timetable(connection: AsyncConnection, cohort_id: int) -> list[DayRow]:
    """All days of a cohort in order."""
    return await _rows(connection, _ORDERED.where(timetable_days.c.cohort_id == cohort_id))


async def latest_day(connection: AsyncConnection, cohort_id: int, until: datetime) -> DayRow | None:
    """The last day whose post came at `until` or before."""
    query = (
        select(timetable_days)
        .where(timetable_days.c.cohort_id == cohort_id, timetable_days.c.posts_at <= until)
        .order_by(timetable_days.c.day.desc())
        .limit(1)
    )
    found = await _rows(connection, query)
    return found[0] if found else None


async def unfrozen_until(connection: AsyncConnection, cohort_id: int, until: datetime) -> list[DayRow]:
    """The days that were due at `until` or before and are not frozen yet."""
    query = _ORDERED.where(
        timetable_days.c.cohort_id == cohort_id,
        timetable_days.c.frozen_at.is_(None),
        timetable_days.c.posts_at <= until,
    )
    return await _rows(connection, query)


async def movable_dates(connection: AsyncConnection, cohort_id: int) -> list[date]:
    """The dates that are not frozen, in order."""
    columns = timetable_days.c
    query = select(columns.day).where(columns.cohort_id == cohort_id, columns.frozen_at.is_(None))
    return list((await connection.execute(query.order_by(columns.day))).scalars())


async def replace_movable(
    connection: AsyncConnection, cohort_id: int, after: datetime, days: Iterable[NewDay] = ()
) -> None:
    """Puts these days in the place of all that are not frozen and posted later than `after`."""
    await connection.execute(
        delete(timetable_days).where(
            timetable_days.c.cohort_id == cohort_id,
            timetable_days.c.frozen_at.is_(None),
            timetable_days.c.posts_at > after,
        )
    )
    values = [{"cohort_id": cohort_id, **asdict(day)} for day in days]
    if values:
        await connection.execute(insert(timetable_days), values)


async def running_cohorts(connection: AsyncConnection) -> list[tuple[int, str, int]]:
    """Id, zone and minutes of the post of every cohort that runs."""
    query = select(cohorts.c.id, cohorts.c.zone, cohorts.c.post_minutes).where(cohorts.c.state == "running")
    return [(row[0], row[1], row[2]) for row in await connection.execute(query)]


async def move_posts(connection: AsyncConnection, cohort_id: int, instants: Mapping[date, datetime]) -> None:
    """Gives days other instants."""
    statement = update(timetable_days).where(
        timetable_days.c.cohort_id == cohort_id, timetable_days.c.day == bindparam("which_day")
    )
    values = [{"which_day": day, "posts_at": posts_at} for day, posts_at in instants.items()]
    await connection.execute(statement, values)


async def _rows(connection: AsyncConnection, query: Select[Any]) -> list[DayRow]:
    return [
        DayRow(**{str(key): value for key, value in row.items()})
        for row in (await connection.execute(query)).mappings()
    ]


async def others_posting_at(
    connection: AsyncConnection, cohort_id: int, room_ids: Sequence[int], instants: Sequence[datetime]
) -> list[tuple[datetime, str]]:
    """The names of other running cohorts that post in one of these rooms at one of these instants."""
    query = (
        select(timetable_days.c.posts_at, cohorts.c.name)
        .distinct()
        .join(cohorts, cohorts.c.id == timetable_days.c.cohort_id)
        .join(cohort_rooms, cohort_rooms.c.cohort_id == cohorts.c.id)
        .where(
            cohort_rooms.c.room_id.in_(room_ids),
            cohorts.c.id != cohort_id,
            cohorts.c.state == "running",
            timetable_days.c.posts_at.in_(instants),
        )
        .order_by(timetable_days.c.posts_at, cohorts.c.name)
    )
    return [(row[0], row[1]) for row in await connection.execute(query)]
