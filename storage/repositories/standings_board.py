"""The board of a cohort, read from the cached standings: who leads, who is above, whose numbers are stale.

Only people who let themselves be listed are on it. Nothing here gets slower as check-ins accumulate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, literal_column, select
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

# Adding 0 keeps SQLite from walking by this column instead of by the one that is ordered.
_HOLDS = memberships.c.stale_at.op("+", return_type=memberships.c.stale_at.type)(
    literal_column("0")
) > parameter(memberships.c.stale_at, "now")


def _leading(column: str) -> Statement:
    query = (
        _PRESENT.where(_HOLDS, people.c.listed)
        .order_by(memberships.c[column].desc(), memberships.c.id)
        .limit(bindparam("most", type_=Integer()))
        .offset(bindparam("skipped", type_=Integer()))  # SQLite's dialect binds one in any case
    )
    return Statement(query, "cohort_id", "now", "most", "skipped")


def _above(column: str, than: ColumnElement[Any]) -> Select[int, int]:
    is_above = (memberships.c[column] > than) & _HOLDS
    return (
        select(func.count(), func.count().filter(is_above))
        .select_from(memberships)
        .join(people, people.c.id == memberships.c.person_id)
        .where(
            memberships.c.cohort_id == parameter(memberships.c.cohort_id),
            memberships.c.person_id > literal_column("0"),  # reads them in the order of their rows
            memberships.c.left_at.is_(None),
            people.c.listed,
        )
    )


def _above_own(column: str) -> Statement:
    own = memberships.alias("own")
    value = (
        select(own.c[column])
        .where(
            own.c.cohort_id == parameter(own.c.cohort_id, "of"), own.c.person_id == parameter(own.c.person_id)
        )
        .scalar_subquery()
    )
    return Statement(_above(column, value), "of", "person_id", "now", "cohort_id")


def _above_value(column: str) -> Statement:
    value = parameter(memberships.c[column], "value")
    return Statement(_above(column, value), "value", "now", "cohort_id")


_LEADING: Mapping[str, Statement] = {column: _leading(column) for column in COLUMNS}
_ABOVE_OWN: Mapping[str, Statement] = {column: _above_own(column) for column in COLUMNS}
_ABOVE_VALUE: Mapping[str, Statement] = {column: _above_value(column) for column in COLUMNS}
_STALE = Statement(
    _PRESENT.where(memberships.c.stale_at <= parameter(memberships.c.stale_at, "now")), "cohort_id", "now"
)
_OWN = Statement(
    _PRESENT.where(memberships.c.person_id == parameter(memberships.c.person_id)), "cohort_id", "person_id"
)


@dataclass(frozen=True, slots=True)
class BoardRows:
    """What a board is made of: the best in order, how many are `listed`, and how many of them are `above` the
    asker's kept number; the asker's own row; and everybody whose numbers are `stale`, listed or not.

    The best and those above are looked for among the listed whose numbers hold.
    """

    best: Sequence[BoardRow]
    listed: int
    above: int
    own: BoardRow | None
    stale: Sequence[BoardRow]


async def board_rows(
    runs: Runs, cohort_id: int, person_id: int, column: str, now: datetime, most: int
) -> BoardRows:
    """The board of a cohort at `now`, down to place `most`, as one person sees it; one hop."""
    best, ((listed, above),), own, stale = await runs.run(
        Step(_LEADING[column], [(cohort_id, now, most, 0)]),
        Step(_ABOVE_OWN[column], [(cohort_id, person_id, now, cohort_id)]),
        Step(_OWN, [(cohort_id, person_id)]),
        Step(_STALE, [(cohort_id, now)]),
    )
    return BoardRows(
        best=[BoardRow(*row) for row in best],
        listed=int(listed),
        above=int(above),
        own=BoardRow(*own[0]) if own else None,
        stale=[BoardRow(*row) for row in stale],
    )


async def listed_above(runs: Runs, cohort_id: int, column: str, now: datetime, value: float) -> int:
    """How many listed members are above a value, by numbers that hold at `now`."""
    (((_, above),),) = await runs.run(Step(_ABOVE_VALUE[column], [(value, now, cohort_id)]))
    return int(above)


async def own_row(runs: Runs, cohort_id: int, person_id: int) -> BoardRow | None:
    """Somebody's own row, listed or not."""
    (found,) = await runs.run(Step(_OWN, [(cohort_id, person_id)]))
    return BoardRow(*found[0]) if found else None


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
