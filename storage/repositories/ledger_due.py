"""From the timetable into the ledger: posts that have come due, many cohorts at once, reading none of them.

Each cohort's next post stands in `next_post_at`; a chunk of those that are due is the same for every
statement of a transaction, until the last one moves them on. The statements are built once: with thousands
of cohorts due at once, building them would take longer than running them.
"""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Date,
    Executable,
    Integer,
    ScalarSelect,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    select,
    type_coerce,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.insertion import insertion
from storage.repositories.ledger_open import busy_rooms
from storage.tables.cohorts import cohort_rooms, cohorts, timetable_days
from storage.tables.columns import Instant
from storage.tables.ledger import ledger
from storage.tables.people import rooms, spaces

CHUNK = 500
_ONE_DAY = timedelta(days=1)
_MICROSECOND = timedelta(microseconds=1)

_NOW = bindparam("now", type_=Instant)
_FIRST = bindparam("first", type_=Date)
_LAST = bindparam("last", type_=Date)
_PATIENCE = bindparam("patience", type_=BigInteger)
_PLATFORM = bindparam("platform", type_=String)
_TOKEN = bindparam("token", type_=String)

_EARLIEST = select(func.min(cohorts.c.next_post_at)).where(cohorts.c.state == "running")
_CHUNK = (
    select(cohorts.c.id)
    .where(cohorts.c.state == "running", cohorts.c.next_post_at <= _NOW)
    .order_by(cohorts.c.next_post_at, cohorts.c.id)
    .limit(CHUNK)
    .subquery("chunk")
)
_LATE_SHIFTING = (
    select(cohorts.c.id)
    .where(cohorts.c.state == "running", cohorts.c.next_post_at <= _NOW, cohorts.c.late_policy == "shift")
    .limit(bindparam("most", type_=Integer))
)
_DUE_DAYS = and_(
    timetable_days.c.day.between(_FIRST, _LAST),
    timetable_days.c.posts_at <= _NOW,
    timetable_days.c.frozen_at.is_(None),
)


async def late_shifting_cohorts(
    connection: AsyncConnection, now: datetime, patience: timedelta, most: int
) -> list[int]:
    """Running cohorts whose next post expired unposted and whose roadmap waits for missed days."""
    values = {"now": now - patience, "most": most}
    return list((await connection.execute(_LATE_SHIFTING, values)).scalars())


async def next_post(connection: AsyncConnection) -> datetime | None:
    """The earliest next post of all cohorts."""
    earliest: datetime | None = (await connection.execute(_EARLIEST)).scalar_one()
    return earliest


async def enter_due_posts(
    connection: AsyncConnection, now: datetime, patience: timedelta, platform: str, token: str
) -> int:
    """Enters the posts of one chunk of due cohorts, freezes their days and moves the cohorts on.

    A post expires with the cohort's next one, or `patience` after its time; what has expired by now is
    entered as `skipped_late`. What goes to `platform`, into a room where nothing stands in its way, is
    claimed by `token` at once. Returns how many cohorts were due: none is left when it is 0.
    """
    earliest = await next_post(connection)
    if earliest is None or earliest > now:
        return 0
    # No zone is more than a day away from UTC: the dates around keep the search within the primary key.
    span = {"now": now, "first": earliest.date() - _ONE_DAY, "last": now.date() + _ONE_DAY}
    claim = {"patience": patience // _MICROSECOND, "platform": platform, "token": token}
    await connection.execute(_entering(connection.dialect.name), {**span, **claim})
    await connection.execute(_FREEZE, span)
    moved = await connection.execute(_MOVE_ON, {"now": now, "first": span["first"]})
    return moved.rowcount


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


def _next_slot() -> ScalarSelect[Any]:
    following = timetable_days.alias("following")
    return (
        select(following.c.posts_at)
        .where(following.c.cohort_id == timetable_days.c.cohort_id, following.c.day > timetable_days.c.day)
        .order_by(following.c.day)
        .limit(1)
        .scalar_subquery()
    )


def _due() -> CTE:
    """The days that are due, each with every room it goes to; materialised, to seek the next slot once."""
    days = timetable_days.c
    return (
        select(
            _occurrence().label("occurrence"),
            days.cohort_id,
            days.day,
            cohort_rooms.c.room_id,
            days.posts_at,
            _next_slot().label("next_slot"),
            type_coerce(type_coerce(days.posts_at, BigInteger) + _PATIENCE, Instant).label("own_end"),
            and_(
                spaces.c.platform == _PLATFORM,
                rooms.c.paused_because == "",
                cohort_rooms.c.room_id.not_in(busy_rooms(_NOW)),
            ).label("is_free"),
        )
        .select_from(_CHUNK)
        .join(timetable_days, days.cohort_id == _CHUNK.c.id)
        .join(cohort_rooms, cohort_rooms.c.cohort_id == _CHUNK.c.id)
        .join(rooms, rooms.c.id == cohort_rooms.c.room_id)
        .join(spaces, spaces.c.id == rooms.c.space_id)
        .where(_DUE_DAYS)
        .cte("due")
        .prefix_with("MATERIALIZED")
    )


@lru_cache
def _entering(dialect: str) -> Executable:
    due = _due()
    expires = case((due.c.next_slot < due.c.own_end, due.c.next_slot), else_=due.c.own_end)
    is_late = expires <= _NOW
    entered: dict[str, ColumnElement[Any]] = {
        "occurrence": due.c.occurrence,
        "kind": literal_column("'post'"),
        "cohort_id": due.c.cohort_id,
        "day": due.c.day,
        "room_id": due.c.room_id,
        "state": case((is_late, "skipped_late"), (due.c.is_free, "sending"), else_="due"),
        "due_at": due.c.posts_at,
        "not_before": due.c.posts_at,
        "expires_at": expires,
        "payload": literal_column("'{}'"),
        "settled_at": case((is_late, _NOW)),
        "claimed_at": _NOW,
        "claim_token": _TOKEN,
        "attempts": literal_column("1"),
    }
    # SQLite takes what follows a SELECT without WHERE for part of its last join.
    selected = select(*entered.values()).where(due.c.cohort_id.is_not(None))
    return insertion(dialect)(ledger).from_select(list(entered), selected).on_conflict_do_nothing()


_FREEZE = (
    update(timetable_days)
    .where(timetable_days.c.cohort_id.in_(select(_CHUNK.c.id)), _DUE_DAYS)
    .values(frozen_at=_NOW)
)
_MOVE_ON = (
    update(cohorts)
    .where(cohorts.c.id.in_(select(_CHUNK.c.id)))
    .values(
        next_post_at=select(timetable_days.c.posts_at)
        .where(
            timetable_days.c.cohort_id == cohorts.c.id,
            timetable_days.c.day >= _FIRST,
            timetable_days.c.posts_at > _NOW,
        )
        .order_by(timetable_days.c.day)
        .limit(1)
        .scalar_subquery()
    )
)
