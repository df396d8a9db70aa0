"""The board of a cohort, read from the cached standings: who leads, who is above, whose numbers are stale.

Only people who let themselves be listed are on it. Nothing here gets slower as check-ins accumulate."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.standings import MemberKey
from storage.running import Runs
from storage.statements import Statement, Step, parameter
from storage.tables.people import people
from storage.tables.study import memberships

COLUMNS = ("current", "attendance", "counted")
"""What a board can be ordered by."""


class BoardRow(NamedTuple):
    """A present member with the cached numbers, which hold until `stale_at`."""

    membership_id: int
    person_id: int
    name: str
    listed: bool
    current: int
    attendance: float
    counted: int
    stale_at: datetime


_ROW = (
    memberships.c.id,
    memberships.c.person_id,
    people.c.name,
    people.c.listed,
    memberships.c.current,
    memberships.c.attendance,
    memberships.c.counted,
    memberships.c.stale_at,
)
_PRESENT = (
    select(*_ROW)
    .join(people, people.c.id == memberships.c.person_id)
    .where(memberships.c.cohort_id == parameter(memberships.c.cohort_id), memberships.c.left_at.is_(None))
)


def _leading(column: str) -> Statement:
    query = (
        _PRESENT.where(memberships.c.stale_at > parameter(memberships.c.stale_at, "now"), people.c.listed)
        .order_by(memberships.c[column].desc(), memberships.c.id)
        .limit(bindparam("most", type_=Integer()))
        .offset(bindparam("skipped", type_=Integer()))  # SQLite's dialect binds one in any case
    )
    return Statement(query, "cohort_id", "now", "most", "skipped")


def _above(column: str) -> Statement:
    better = (memberships.c[column] > parameter(memberships.c[column], "value")) & (
        memberships.c.stale_at > parameter(memberships.c.stale_at, "now")
    )
    query = (
        select(func.count(), func.count().filter(better))
        .select_from(memberships)
        .join(people, people.c.id == memberships.c.person_id)
        .where(
            memberships.c.cohort_id == parameter(memberships.c.cohort_id),
            memberships.c.left_at.is_(None),
            people.c.listed,
        )
    )
    return Statement(query, "value", "now", "cohort_id")


_LEADING: Mapping[str, Statement] = {column: _leading(column) for column in COLUMNS}
_ABOVE: Mapping[str, Statement] = {column: _above(column) for column in COLUMNS}
_STALE = Statement(
    _PRESENT.where(memberships.c.stale_at <= parameter(memberships.c.stale_at, "now")), "cohort_id", "now"
)
_OWN = Statement(
    _PRESENT.where(memberships.c.person_id == parameter(memberships.c.person_id)), "cohort_id", "person_id"
)


async def own_and_stale(
    runs: Runs, cohort_id: int, person_id: int, now: datetime
) -> tuple[BoardRow | None, list[BoardRow]]:
    """Somebody's own row, and everybody whose numbers do not hold at `now`; listed or not."""
    own, stale = await runs.run(Step(_OWN, [(cohort_id, person_id)]), Step(_STALE, [(cohort_id, now)]))
    return BoardRow(*own[0]) if own else None, [BoardRow(*row) for row in stale]


async def own_row(runs: Runs, cohort_id: int, person_id: int) -> BoardRow | None:
    """Somebody's own row, listed or not."""
    (found,) = await runs.run(Step(_OWN, [(cohort_id, person_id)]))
    return BoardRow(*found[0]) if found else None


async def leading(
    runs: Runs, cohort_id: int, column: str, now: datetime, most: int, value: float
) -> tuple[list[BoardRow], int, int]:
    """The best of those who are listed, in order; how many are listed; and how many are above a value.

    Order and comparison look at those only whose numbers hold at `now`.
    """
    best, ((listed, above),) = await runs.run(
        Step(_LEADING[column], [(cohort_id, now, most, 0)]), Step(_ABOVE[column], [(value, now, cohort_id)])
    )
    return [BoardRow(*row) for row in best], int(listed), int(above)


async def stale_members(
    connection: AsyncConnection, now: datetime, most: int, cohort_id: int | None = None
) -> Sequence[MemberKey]:
    """Present members whose cached numbers no longer hold, by (person, cohort), the stalest first."""
    query = (
        select(memberships.c.person_id, memberships.c.cohort_id)
        .where(memberships.c.left_at.is_(None), memberships.c.stale_at <= now)
        .order_by(memberships.c.stale_at, memberships.c.id)
        .limit(most)
    )
    if cohort_id is not None:
        query = query.where(memberships.c.cohort_id == cohort_id)
    return [(row.person_id, row.cohort_id) for row in await connection.execute(query)]
