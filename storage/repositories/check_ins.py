"""Single check-ins: found to be undone, or to have a note added. Recording them is `check_in_batch`."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.people import homes_by_id
from storage.tables.study import check_ins


@dataclass(frozen=True, slots=True)
class CheckInRow:
    """A check-in that stands, with what was said to it; `minutes` is None where nothing was."""

    id: int
    day: date
    at: datetime
    note: str
    minutes: int | None
    proof: str


_COLUMNS = tuple(check_ins.c[name] for name in CheckInRow.__slots__)


async def latest_check_in(
    connection: AsyncConnection, person_id: int, cohort_id: int, day: date | None = None
) -> CheckInRow | None:
    """A person's last check-in in a cohort by its instant, or that for a day."""
    query = select(*_COLUMNS).where(
        check_ins.c.person_id == person_id,
        check_ins.c.cohort_id == cohort_id,
        check_ins.c.undone_at.is_(None),
    )
    if day is not None:
        query = query.where(check_ins.c.day == day)
    query = query.order_by(check_ins.c.at.desc(), check_ins.c.id.desc()).limit(1)
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else CheckInRow(*row)


async def describe(
    connection: AsyncConnection, check_in_id: int, note: str, minutes: int | None, proof: str
) -> None:
    """Sets what is said to a check-in."""
    await connection.execute(
        update(check_ins).where(check_ins.c.id == check_in_id).values(note=note, minutes=minutes, proof=proof)
    )


async def undo(connection: AsyncConnection, person_id: int, cohort_id: int, day: date, at: datetime) -> None:
    """Marks a day's check-in as taken back at that instant; the row stays.

    Of a linked person also the one that was set aside because another account had counted the day first: it
    would come back with its account as something that was never taken back.
    """
    everybody = [person_id, *await homes_by_id(connection, person_id)]
    await connection.execute(
        update(check_ins)
        .where(
            check_ins.c.person_id.in_(everybody),
            check_ins.c.cohort_id == cohort_id,
            check_ins.c.day == day,
            check_ins.c.undone_at.is_(None),
        )
        .values(undone_at=at)
    )
