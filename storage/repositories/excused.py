"""Days on which nothing is asked: of a whole cohort (holidays, pauses, outages) or of one member."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.insertion import insertion
from storage.tables.study import excused_days


@dataclass(frozen=True, slots=True)
class ExcusedRow:
    """A day off of the whole cohort; `reason` is what an admin or a calendar calls it."""

    day: date
    kind: str
    reason: str


async def cohort_days_off(connection: AsyncConnection, cohort_id: int) -> list[ExcusedRow]:
    """The days off of the whole cohort, whatever their kind, in order."""
    query = (
        select(excused_days.c.day, excused_days.c.kind, excused_days.c.reason)
        .where(excused_days.c.cohort_id == cohort_id, excused_days.c.membership_id.is_(None))
        .order_by(excused_days.c.day, excused_days.c.id)
    )
    return [ExcusedRow(*row) for row in await connection.execute(query)]


async def excuse_cohort(
    connection: AsyncConnection, cohort_id: int, days: Iterable[ExcusedRow], at: datetime
) -> int:
    """Adds days off for the whole cohort; those already there stay as they are. Returns how many are new."""
    values = [
        {"cohort_id": cohort_id, "day": day.day, "kind": day.kind, "reason": day.reason, "created_at": at}
        for day in days
    ]
    if not values:
        return 0
    statement = insertion(connection.dialect.name)(excused_days).on_conflict_do_nothing()
    added = await connection.execute(statement.values(values))
    return added.rowcount


async def end_excuse(connection: AsyncConnection, cohort_id: int, kind: str, first: date) -> None:
    """Takes back a cohort's days off of one kind, from `first` on."""
    await connection.execute(
        delete(excused_days).where(
            excused_days.c.cohort_id == cohort_id,
            excused_days.c.membership_id.is_(None),
            excused_days.c.kind == kind,
            excused_days.c.day >= first,
        )
    )


async def excuse_member(
    connection: AsyncConnection,
    membership_id: int,
    cohort_id: int,
    days: Iterable[date],
    reason: str,
    at: datetime,
) -> list[date]:
    """Excuses days of one member; returns those that were not excused before, in order."""
    values = [
        {
            "cohort_id": cohort_id,
            "membership_id": membership_id,
            "day": day,
            "kind": "admin",
            "reason": reason,
            "created_at": at,
        }
        for day in days
    ]
    statement = insertion(connection.dialect.name)(excused_days).on_conflict_do_nothing()
    added = await connection.execute(statement.values(values).returning(excused_days.c.day))
    return sorted(added.scalars())


async def take_back_excuse(connection: AsyncConnection, membership_id: int, days: Iterable[date]) -> None:
    """Lets days of one member ask again that an admin had excused."""
    await connection.execute(
        delete(excused_days).where(
            excused_days.c.membership_id == membership_id,
            excused_days.c.kind == "admin",
            excused_days.c.day.in_(list(days)),
        )
    )
