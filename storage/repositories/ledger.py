"""The ledger of everything that goes out: claimed before it is sent, by one claim at a time."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.ledger import ledger
from storage.tables.people import rooms, spaces

# Word for word the index's own condition: SQLite uses a partial index only where it finds that in the query.
_OPEN = text("ledger.state IN ('due', 'sending', 'uncertain')")
_CLAIMED: tuple[ColumnElement[Any], ...] = (
    ledger.c.id,
    ledger.c.kind,
    ledger.c.cohort_id,
    ledger.c.day,
    ledger.c.room_id,
    ledger.c.due_at,
    ledger.c.expires_at,
    ledger.c.payload,
    ledger.c.attempts,
    spaces.c.platform,
    spaces.c.external_id,
    rooms.c.channel,
    rooms.c.thread,
    rooms.c.name,
)


@dataclass(frozen=True, slots=True)
class ClaimedRow:
    """A message to send now, and the room it goes to. `expires_at` is when it is no longer worth sending."""

    id: int
    kind: str
    cohort_id: int | None
    day: date | None
    room_id: int
    due_at: datetime
    expires_at: datetime
    payload: Mapping[str, Any]
    attempts: int
    platform: str
    space: str
    channel: str
    thread: str
    room_name: str


async def expire(connection: AsyncConnection, now: datetime) -> None:
    """Gives up what has waited longer than it is worth."""
    await connection.execute(
        update(ledger)
        .where(_OPEN, ledger.c.state == "due", ledger.c.expires_at <= now)
        .values(state="skipped_late", settled_at=now)
    )


async def cancel_due(connection: AsyncConnection, cohort_id: int, now: datetime) -> None:
    """Gives up what a cohort still had to say."""
    await connection.execute(
        update(ledger)
        .where(_OPEN, ledger.c.state == "due", ledger.c.cohort_id == cohort_id)
        .values(state="skipped_late", settled_at=now, failure="cancelled")
    )


async def claim_due(
    connection: AsyncConnection, platform: str, now: datetime, token: str, most: int
) -> list[ClaimedRow]:
    """Claims what is due on a platform, the longest due first. Rooms with an unsettled row have to wait."""
    unsettled = select(ledger.c.room_id).where(
        _OPEN, ledger.c.state.in_(("sending", "uncertain")), ledger.c.room_id.is_not(None)
    )
    wanted = (
        _of_platform(platform)
        .where(
            _OPEN,
            ledger.c.state == "due",
            ledger.c.not_before <= now,
            rooms.c.paused_because == "",
            ledger.c.room_id.not_in(unsettled),
        )
        .order_by(ledger.c.not_before, ledger.c.id)
        .limit(most)
    )
    return await _claim(connection, wanted, now, token, attempts=1)


async def claim_doubtful(
    connection: AsyncConnection,
    platform: str,
    now: datetime,
    token: str,
    *,
    settle_delay: timedelta,
    in_hand: Collection[str],
    most: int,
) -> list[ClaimedRow]:
    """Claims rows of which nobody knows whether they were sent: those whose sender is gone (its token is not
    `in_hand`) for `settle_delay`, so that a request in flight has landed, and the uncertain ones whose time
    has come.
    """
    orphaned = (
        (ledger.c.state == "sending")
        & (ledger.c.claimed_at <= now - settle_delay)
        & ledger.c.claim_token.not_in(in_hand)
    )
    uncertain = (ledger.c.state == "uncertain") & (ledger.c.not_before <= now)
    wanted = _of_platform(platform).where(_OPEN, or_(orphaned, uncertain)).order_by(ledger.c.id).limit(most)
    return await _claim(connection, wanted, now, token, attempts=0)


async def hold_room(connection: AsyncConnection, room_id: int, until: datetime) -> None:
    """Lets everything that is due in a room wait, so that nothing overtakes what is waiting there."""
    await connection.execute(
        update(ledger)
        .where(_OPEN, ledger.c.state == "due", ledger.c.room_id == room_id, ledger.c.not_before < until)
        .values(not_before=until)
    )


async def next_in_ledger(
    connection: AsyncConnection, platforms: Collection[str], settle_delay: timedelta
) -> datetime | None:
    """When the next row of these platforms may be claimed. Rows in paused rooms are not waited for."""
    query = (
        select(
            func.min(ledger.c.not_before).filter(ledger.c.state != "sending"),
            func.min(ledger.c.claimed_at).filter(ledger.c.state == "sending"),
        )
        .join(rooms, rooms.c.id == ledger.c.room_id)
        .join(spaces, spaces.c.id == rooms.c.space_id)
        .where(_OPEN, rooms.c.paused_because == "", spaces.c.platform.in_(platforms))
    )
    waiting, claimed = (await connection.execute(query)).one()
    instants = [instant for instant in (waiting, claimed and claimed + settle_delay) if instant is not None]
    return min(instants, default=None)


def _of_platform(platform: str) -> Select[Any]:
    return (
        select(ledger.c.id)
        .join(rooms, rooms.c.id == ledger.c.room_id)
        .join(spaces, spaces.c.id == rooms.c.space_id)
        .where(spaces.c.platform == platform)
    )


async def _claim(
    connection: AsyncConnection, wanted: Select[Any], now: datetime, token: str, *, attempts: int
) -> list[ClaimedRow]:
    locked = wanted.with_for_update(skip_locked=True, of=ledger)
    claimed = await connection.execute(
        update(ledger)
        .where(ledger.c.id.in_(locked))
        .values(state="sending", claimed_at=now, claim_token=token, attempts=ledger.c.attempts + attempts)
    )
    return await _claimed(connection, token) if claimed.rowcount else []


async def _claimed(connection: AsyncConnection, token: str) -> list[ClaimedRow]:
    query = (
        select(*_CLAIMED)
        .join(rooms, rooms.c.id == ledger.c.room_id)
        .join(spaces, spaces.c.id == rooms.c.space_id)
        .where(_OPEN, ledger.c.state == "sending", ledger.c.claim_token == token)
        .order_by(ledger.c.due_at, ledger.c.id)
    )
    return [ClaimedRow(*row) for row in await connection.execute(query)]
