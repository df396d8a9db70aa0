"""The ledger of everything that goes out: claimed before it is sent, by one claim at a time.

What is asked at every look at the clock is built once: that takes longer than running it.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.ledger_open import IS_OPEN, busy_rooms
from storage.running import OnConnection
from storage.statements import Statement, Step, parameter
from storage.tables.columns import Instant
from storage.tables.ledger import ledger
from storage.tables.people import rooms, spaces

_CLAIMED: tuple[ColumnElement[Any], ...] = (
    ledger.c.id,
    ledger.c.occurrence,
    ledger.c.kind,
    ledger.c.cohort_id,
    ledger.c.day,
    ledger.c.room_id,
    ledger.c.due_at,
    ledger.c.expires_at,
    cast(ledger.c.payload, String),
    spaces.c.platform,
    spaces.c.external_id,
    rooms.c.channel,
    rooms.c.thread,
    rooms.c.name,
)


class ClaimedRow(NamedTuple):
    """A message to send now, and the room it goes to. `expires_at` is when it is no longer worth sending.

    `payload` is JSON as it is stored: few kinds of message have any.
    """

    id: int
    occurrence: str
    kind: str
    cohort_id: int | None
    day: date | None
    room_id: int
    due_at: datetime
    expires_at: datetime
    payload: str
    platform: str
    space: str
    channel: str
    thread: str
    room_name: str


async def expire(connection: AsyncConnection, now: datetime) -> None:
    """Gives up what has waited longer than it is worth."""
    await connection.execute(_EXPIRE, {"now": now})


async def set_clock_right(connection: AsyncConnection, now: datetime) -> None:
    """Lets claims from a clock that was ahead, and has been put back since, wait as if they were made now."""
    await connection.execute(_SET_CLOCK_RIGHT, {"now": now})


async def doubt(connection: AsyncConnection, until: datetime, token: str) -> int:
    """Makes what was due by an instant uncertain, and what has just been entered by `token` as too late;
    returns how many rows that are."""
    was_due = and_(IS_OPEN, ledger.c.state == "due", ledger.c.due_at <= until)
    doubted = await connection.execute(
        update(ledger)
        .where(or_(was_due, and_(ledger.c.claim_token == token, ledger.c.state == "skipped_late")))
        .values(state="uncertain", not_before=until, settled_at=None)
    )
    return doubted.rowcount


async def cancel_due(connection: AsyncConnection, cohort_id: int, now: datetime) -> None:
    """Gives up what a cohort still had to say."""
    await connection.execute(
        update(ledger)
        .where(IS_OPEN, ledger.c.state == "due", ledger.c.cohort_id == cohort_id)
        .values(state="skipped_late", settled_at=now, failure="cancelled")
    )


async def try_again(connection: AsyncConnection, room_id: int, now: datetime) -> None:
    """Takes up what failed because its room was shut, where it is still worth saying. It is looked for before
    it is said, for an earlier attempt may have arrived."""
    await connection.execute(
        update(ledger)
        .where(
            ledger.c.room_id == room_id,
            ledger.c.state == "failed",
            ledger.c.failure.in_(("room_gone", "not_allowed")),
            ledger.c.expires_at > now,
        )
        .values(state="uncertain", not_before=now, settled_at=None, failure="")
    )


async def claim_due(connection: AsyncConnection, platform: str, now: datetime, token: str, most: int) -> int:
    """Claims what is due on a platform, the longest due first; returns how many rows that are.

    Rooms in which something waits, or is being sent, have to wait.
    """
    values = {"platform": platform, "now": now, "token": token, "most": most}
    return (await connection.execute(_CLAIM_DUE, values)).rowcount


async def claim_doubtful(
    connection: AsyncConnection,
    platform: str,
    now: datetime,
    token: str,
    *,
    settle_delay: timedelta,
    in_hand: Collection[str],
    most: int,
) -> int:
    """Claims rows of which nobody knows whether they were sent; returns how many.

    Those are the rows whose sender is gone (its token is not `in_hand`) for `settle_delay`, so that a request
    in flight has landed, and the uncertain ones whose time has come.
    """
    values = {
        "platform": platform,
        "now": now,
        "token": token,
        "most": most,
        "landed": now - settle_delay,
        "in_hand": list(in_hand),
    }
    return (await connection.execute(_CLAIM_DOUBTFUL, values)).rowcount


async def claimed(connection: AsyncConnection, token: str) -> list[ClaimedRow]:
    """What a claim holds, in the order in which it is to be said."""
    (rows,) = await OnConnection(connection).run(Step(_HELD, [(token,)]))
    return [ClaimedRow(*row) for row in rows]


async def hold_room(connection: AsyncConnection, room_id: int, until: datetime) -> None:
    """Lets everything that is due in a room wait, so that nothing overtakes what is waiting there."""
    await connection.execute(
        update(ledger)
        .where(IS_OPEN, ledger.c.state == "due", ledger.c.room_id == room_id, ledger.c.not_before < until)
        .values(not_before=until)
    )


async def next_in_ledger(
    connection: AsyncConnection, platforms: Collection[str], settle_delay: timedelta
) -> datetime | None:
    """When the next row of these platforms may be claimed. Rows in paused rooms are not waited for.

    What is due in a room waits for all that was held there, and for what is being sent or in doubt.
    """
    values = {"platforms": list(platforms)}
    due_at, doubt_at, claimed = (await connection.execute(_NEXT, values)).one()
    instants = [due_at, doubt_at, claimed and claimed + settle_delay]
    return min((instant for instant in instants if instant is not None), default=None)


def _next() -> Select[Any]:
    due, doubt, sent = (ledger.c.state == state for state in ("due", "uncertain", "sending"))
    by_room = (
        select(
            func.max(ledger.c.not_before).filter(due).label("due"),
            func.min(ledger.c.not_before).filter(doubt).label("doubt"),
            func.min(ledger.c.claimed_at).filter(sent).label("claimed"),
        )
        .join(rooms, rooms.c.id == ledger.c.room_id)
        .join(spaces, spaces.c.id == rooms.c.space_id)
        .where(
            IS_OPEN,
            rooms.c.paused_because == "",
            spaces.c.platform.in_(bindparam("platforms", expanding=True)),
        )
        .group_by(ledger.c.room_id)
        .subquery("by_room")
    )
    is_free = and_(by_room.c.doubt.is_(None), by_room.c.claimed.is_(None))
    return select(
        func.min(by_room.c.due).filter(is_free),
        func.min(by_room.c.doubt),
        func.min(by_room.c.claimed),
    )


def _wanted(*conditions: ColumnElement[bool]) -> Select[Any]:
    return (
        select(ledger.c.id)
        .join(rooms, rooms.c.id == ledger.c.room_id)
        .join(spaces, spaces.c.id == rooms.c.space_id)
        .where(spaces.c.platform == bindparam("platform", type_=String), IS_OPEN, *conditions)
        .order_by(ledger.c.not_before, ledger.c.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True, of=ledger)
    )


_NOW = bindparam("now", type_=Instant)
_TOKEN = bindparam("token", type_=String)
_NEXT = _next()
_EXPIRE = (
    update(ledger)
    .where(IS_OPEN, ledger.c.state == "due", ledger.c.expires_at <= _NOW)
    .values(state="skipped_late", settled_at=_NOW)
)
_SET_CLOCK_RIGHT = (
    update(ledger)
    .where(IS_OPEN, ledger.c.state == "sending", ledger.c.claimed_at > _NOW)
    .values(claimed_at=_NOW)
)
_CLAIM_DUE = (
    update(ledger)
    .where(
        ledger.c.id.in_(
            _wanted(
                ledger.c.state == "due",
                ledger.c.not_before <= _NOW,
                rooms.c.paused_because == "",
                ledger.c.room_id.not_in(busy_rooms(_NOW)),
            )
        )
    )
    .values(state="sending", claimed_at=_NOW, claim_token=_TOKEN, attempts=ledger.c.attempts + 1)
)
_ORPHANED = and_(
    ledger.c.state == "sending",
    ledger.c.claimed_at <= bindparam("landed", type_=Instant),
    ledger.c.claim_token.not_in(bindparam("in_hand", expanding=True)),
)
_UNCERTAIN = and_(ledger.c.state == "uncertain", ledger.c.not_before <= _NOW)
_CLAIM_DOUBTFUL = (
    update(ledger)
    .where(ledger.c.id.in_(_wanted(or_(_ORPHANED, _UNCERTAIN))))
    .values(state="sending", claimed_at=_NOW, claim_token=_TOKEN)
)
_HELD = Statement(
    select(*_CLAIMED)
    .join(rooms, rooms.c.id == ledger.c.room_id)
    .join(spaces, spaces.c.id == rooms.c.space_id)
    .where(
        IS_OPEN,
        ledger.c.state == literal_column("'sending'"),
        ledger.c.claim_token == parameter(ledger.c.claim_token, "token"),
    )
    .order_by(ledger.c.due_at, ledger.c.id),
    "token",
)
