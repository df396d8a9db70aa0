"""Single entries in the ledger: a message that somebody wants sent, and days that were never posted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.insertion import insertion
from storage.repositories.timetables import DayRow
from storage.tables.ledger import ledger


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message that somebody wants sent now; `slot` tells several of one kind, day and room apart."""

    kind: str
    cohort_id: int
    day: date
    slot: str
    room_id: int
    payload: Mapping[str, object]


async def enter_message(
    connection: AsyncConnection, message: NewMessage, now: datetime, expires_at: datetime
) -> None:
    """Enters a message as due; it may be there already."""
    key = (message.kind, message.cohort_id, message.day, message.slot, message.room_id)
    await connection.execute(
        insertion(connection.dialect.name)(ledger)
        .values(
            occurrence=":".join(str(part) for part in key),
            kind=message.kind,
            cohort_id=message.cohort_id,
            day=message.day,
            room_id=message.room_id,
            state="due",
            due_at=now,
            not_before=now,
            expires_at=expires_at,
            payload=dict(message.payload),
        )
        .on_conflict_do_nothing()
    )


async def enter_missed(
    connection: AsyncConnection, cohort_id: int, days: Sequence[DayRow], now: datetime
) -> None:
    """Enters days that were never posted and have been laid out again, once for each, without a room."""
    values = [
        {
            "occurrence": f"post:{cohort_id}:{day.day}:0:",
            "kind": "post",
            "cohort_id": cohort_id,
            "day": day.day,
            "state": "skipped_late",
            "due_at": day.posts_at,
            "not_before": day.posts_at,
            "expires_at": now,
            "payload": {"number": day.number},
            "settled_at": now,
            "failure": "moved",
        }
        for day in days
    ]
    await connection.execute(insertion(connection.dialect.name)(ledger).on_conflict_do_nothing(), values)
