"""Pauses that members declared: inclusive ranges of study dates."""

from datetime import date, datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.statements import Statement, Step, parameter
from storage.tables.study import pauses


async def add_pause(
    connection: AsyncConnection, membership_id: int, first: date, last: date, at: datetime
) -> None:
    """Keeps a pause, declared at that instant."""
    await connection.execute(
        insert(pauses).values(membership_id=membership_id, first=first, last=last, declared_at=at)
    )


_SHORTEN = Statement(
    update(pauses)
    .where(
        pauses.c.membership_id == parameter(pauses.c.membership_id, "of"),
        pauses.c.first == parameter(pauses.c.first, "begun"),
    )
    .values(last=parameter(pauses.c.last)),
    "last",
    "of",
    "begun",
)
_TAKE_BACK = Statement(
    delete(pauses).where(
        pauses.c.membership_id == parameter(pauses.c.membership_id),
        pauses.c.first == parameter(pauses.c.first),
    ),
    "membership_id",
    "first",
)


def shortening(membership_id: int, first: date, last: date | None) -> Step:
    """The step that lets the pause from `first` on end at `last`; None takes it back altogether."""
    if last is None:
        return Step(_TAKE_BACK, [(membership_id, first)])
    return Step(_SHORTEN, [(last, membership_id, first)])
