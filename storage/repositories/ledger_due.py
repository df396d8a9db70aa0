"""From the timetable into the ledger: posts that have come due, many cohorts at once, reading none of them.

Each cohort's next post stands in `next_post_at`; a chunk of those that are due is the same for every
statement of a transaction, until the last one moves them on.
"""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    String,
    Subquery,
    case,
    cast,
    func,
    literal,
    literal_column,
    select,
    type_coerce,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.insertion import insertion
from storage.tables.cohorts import cohort_rooms, cohorts, timetable_days
from storage.tables.columns import Instant
from storage.tables.ledger import ledger

CHUNK = 500
_ENTERED = (
    "occurrence",
    "kind",
    "cohort_id",
    "day",
    "room_id",
    "state",
    "due_at",
    "not_before",
    "expires_at",
    "payload",
    "settled_at",
)
_ONE_DAY = timedelta(days=1)
_MICROSECOND = timedelta(microseconds=1)


async def late_shifting_cohorts(
    connection: AsyncConnection, now: datetime, patience: timedelta, most: int
) -> list[int]:
    """Running cohorts whose next post expired unposted and whose roadmap waits for missed days."""
    query = (
        select(cohorts.c.id)
        .where(
            cohorts.c.state == "running",
            cohorts.c.next_post_at <= now - patience,
            cohorts.c.late_policy == "shift",
        )
        .limit(most)
    )
    return list((await connection.execute(query)).scalars())


async def next_post(connection: AsyncConnection) -> datetime | None:
    """The earliest next post of all cohorts."""
    query = select(func.min(cohorts.c.next_post_at)).where(cohorts.c.state == "running")
    earliest: datetime | None = (await connection.execute(query)).scalar_one()
    return earliest


async def enter_due_posts(connection: AsyncConnection, now: datetime, patience: timedelta) -> int:
    """Enters the posts of one chunk of due cohorts, freezes their days and moves the cohorts on.

    A post expires with the cohort's next one, or `patience` after its time; what has expired by now is
    entered as `skipped_late`. Returns how many cohorts were due: none is left when it is 0.
    """
    earliest = await _earliest_due(connection, now)
    if earliest is None:
        return 0
    # No zone is more than a day away from UTC: the dates around keep the search within the primary key.
    first, last = earliest.date() - _ONE_DAY, now.date() + _ONE_DAY
    await _enter(connection, now, patience, first, last)
    await _freeze(connection, now, first, last)
    return await _move_on(connection, now, first)


async def _earliest_due(connection: AsyncConnection, now: datetime) -> datetime | None:
    query = select(func.min(cohorts.c.next_post_at)).where(
        cohorts.c.state == "running", cohorts.c.next_post_at <= now
    )
    earliest: datetime | None = (await connection.execute(query)).scalar_one()
    return earliest


def _chunk(now: datetime) -> Subquery:
    return (
        select(cohorts.c.id)
        .where(cohorts.c.state == "running", cohorts.c.next_post_at <= now)
        .order_by(cohorts.c.next_post_at, cohorts.c.id)
        .limit(CHUNK)
        .subquery("chunk")
    )


async def _enter(
    connection: AsyncConnection, now: datetime, patience: timedelta, first: date, last: date
) -> None:
    chunk, days, rooms = _chunk(now), timetable_days, cohort_rooms
    expires = _expiry(patience)
    late = expires <= literal(now, Instant)
    selected = (
        select(
            _occurrence(),
            literal_column("'post'"),
            days.c.cohort_id,
            days.c.day,
            rooms.c.room_id,
            case((late, "skipped_late"), else_="due"),
            days.c.posts_at,
            days.c.posts_at,
            expires,
            literal_column("'{}'"),
            case((late, literal(now, Instant))),
        )
        .select_from(chunk)
        .join(days, days.c.cohort_id == chunk.c.id)
        .join(rooms, rooms.c.cohort_id == chunk.c.id)
        .where(days.c.day.between(first, last), days.c.posts_at <= now, days.c.frozen_at.is_(None))
    )
    added = insertion(connection)(ledger).from_select(_ENTERED, selected)
    await connection.execute(added.on_conflict_do_nothing())


def _occurrence() -> ColumnElement[str]:
    """`kind:cohort:day:slot:room`, the key that no two messages share."""
    parts: tuple[ColumnElement[Any], ...] = (
        timetable_days.c.cohort_id,
        timetable_days.c.day,
        literal_column("0"),
        cohort_rooms.c.room_id,
    )
    key: ColumnElement[str] = literal_column("'post'", String)
    for part in parts:
        key = key + literal_column("':'", String) + cast(part, String)
    return key


def _expiry(patience: timedelta) -> ColumnElement[datetime]:
    """The cohort's next slot, or `patience` after this one, whichever is the earlier."""
    following = timetable_days.alias("following")
    next_slot = (
        select(following.c.posts_at)
        .where(following.c.cohort_id == timetable_days.c.cohort_id, following.c.day > timetable_days.c.day)
        .order_by(following.c.day)
        .limit(1)
        .scalar_subquery()
    )
    own = type_coerce(
        type_coerce(timetable_days.c.posts_at, BigInteger) + (patience // _MICROSECOND), Instant
    )
    return case((next_slot < own, next_slot), else_=own)


async def _freeze(connection: AsyncConnection, now: datetime, first: date, last: date) -> None:
    await connection.execute(
        update(timetable_days)
        .where(
            timetable_days.c.cohort_id.in_(select(_chunk(now).c.id)),
            timetable_days.c.day.between(first, last),
            timetable_days.c.posts_at <= now,
            timetable_days.c.frozen_at.is_(None),
        )
        .values(frozen_at=now)
    )


async def _move_on(connection: AsyncConnection, now: datetime, first: date) -> int:
    following = (
        select(timetable_days.c.posts_at)
        .where(
            timetable_days.c.cohort_id == cohorts.c.id,
            timetable_days.c.day >= first,
            timetable_days.c.posts_at > now,
        )
        .order_by(timetable_days.c.day)
        .limit(1)
        .scalar_subquery()
    )
    moved = await connection.execute(
        update(cohorts).where(cohorts.c.id.in_(select(_chunk(now).c.id))).values(next_post_at=following)
    )
    return moved.rowcount
