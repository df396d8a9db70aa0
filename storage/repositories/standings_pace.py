"""What members did in a week and in the weeks before it, for boards of similar pace."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.people import people
from storage.tables.study import check_ins, memberships


class PacedRow(NamedTuple):
    """A present member: study days done in the weeks before (`pace`) and in the week itself."""

    membership_id: int
    name: str
    listed: bool
    pace: int
    done: int


async def paced_members(
    connection: AsyncConnection, cohort_id: int, since: date, monday: date
) -> list[PacedRow]:
    """All present members, with what they did from `since` to `monday`, and from `monday` on."""
    is_of_week = check_ins.c.day >= monday
    theirs = (
        select(
            check_ins.c.person_id,
            func.count().filter(~is_of_week).label("pace"),
            func.count().filter(is_of_week).label("done"),
        )
        .where(
            check_ins.c.cohort_id == cohort_id,
            check_ins.c.day >= since,
            check_ins.c.kind == "study",
            check_ins.c.undone_at.is_(None),
        )
        .group_by(check_ins.c.person_id)
        .subquery("theirs")
    )
    query = (
        select(
            memberships.c.id,
            people.c.name,
            people.c.listed,
            func.coalesce(theirs.c.pace, 0),
            func.coalesce(theirs.c.done, 0),
        )
        .join(people, people.c.id == memberships.c.person_id)
        .outerjoin(theirs, theirs.c.person_id == memberships.c.person_id)
        .where(memberships.c.cohort_id == cohort_id, memberships.c.left_at.is_(None))
        .order_by(memberships.c.id)
    )
    return [PacedRow(*row) for row in await connection.execute(query)]
