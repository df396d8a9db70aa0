"""Standings as they are kept: a member's row with the cached numbers, and the log they are a cache of.

Everything here is set-based and runs on the hot path as well as on an ordinary connection. Rows are named
tuples, because they are made and stored by the thousand."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select, update

from storage.running import Runs
from storage.statements import Row, Statement, Step, parameter
from storage.tables.cohorts import cohorts
from storage.tables.study import check_ins, memberships

MemberKey = tuple[int, int]
"""A member by (person, cohort)."""

CheckInsByDay = dict[date, datetime]
"""The instants of check-ins that stand, by study date."""


class MembershipState(NamedTuple):
    """A member's row, and the revision of the cohort. `fold` is None when there is nothing to go on from.

    `freezes` is the cached number, which holds until `stale_at`; `way` is how they keep up.
    """

    id: int
    person_id: int
    cohort_id: int
    joined_at: datetime
    left_at: datetime | None
    freezes: int
    fold: str | None
    stale_at: datetime
    way: str
    revision: int


class CachedStanding(NamedTuple):
    """A member's new standing, for `memberships`."""

    current: int
    longest: int
    freezes: int
    counted: int
    possible: int
    momentum: float
    attendance: float
    fold: str | None
    stale_at: datetime
    membership_id: int


_MEMBER = Statement(
    select(*[memberships.c[name] for name in MembershipState._fields[:-1]], cohorts.c.revision)
    .join(cohorts, cohorts.c.id == memberships.c.cohort_id)
    .where(
        memberships.c.person_id == parameter(memberships.c.person_id),
        memberships.c.cohort_id == parameter(memberships.c.cohort_id),
    ),
    "person_id",
    "cohort_id",
)
_CHECK_INS = Statement(
    select(check_ins.c.person_id, check_ins.c.cohort_id, check_ins.c.day, check_ins.c.at)
    .where(
        check_ins.c.person_id == parameter(check_ins.c.person_id),
        check_ins.c.cohort_id == parameter(check_ins.c.cohort_id),
        check_ins.c.undone_at.is_(None),
    )
    .order_by(check_ins.c.day),
    "person_id",
    "cohort_id",
)
_SET_STANDING = Statement(
    update(memberships).where(memberships.c.id == parameter(memberships.c.id, "membership_id")),
    *CachedStanding._fields,
)


def finding(keys: Iterable[MemberKey]) -> Step:
    """The step that reads members, for `as_found`."""
    return Step(_MEMBER, list(keys))


def as_found(rows: Sequence[Row]) -> dict[MemberKey, MembershipState]:
    """What the step of `finding` gave. Who has no row never joined."""
    return {(row[1], row[2]): MembershipState(*row) for row in rows}


async def find(runs: Runs, keys: Iterable[MemberKey]) -> dict[MemberKey, MembershipState]:
    """Members by their keys; who has no row never joined."""
    return as_found((await runs.run(finding(keys)))[0])


async def logs(runs: Runs, keys: Iterable[MemberKey]) -> dict[MemberKey, CheckInsByDay]:
    """All check-ins of members that stand."""
    made: dict[MemberKey, CheckInsByDay] = {key: {} for key in keys}
    for person_id, cohort_id, day, at in (await runs.run(Step(_CHECK_INS, list(made))))[0]:
        made[person_id, cohort_id][day] = at
    return made


def storing(standings: Sequence[CachedStanding]) -> Step:
    """The step that keeps new standings."""
    return Step(_SET_STANDING, standings)
