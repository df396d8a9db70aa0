"""Standings as they are kept: a member's row with the cached numbers, and the standing check-ins beside it.

Everything here is set-based and runs on the hot path as well as on an ordinary connection."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from sqlalchemy import select, update

from storage.running import Runs
from storage.statements import Row, Statement, Step, parameter
from storage.tables.cohorts import cohorts
from storage.tables.study import check_ins, memberships

MemberKey = tuple[int, int]
"""A member by (person, cohort)."""


@dataclass(frozen=True, slots=True)
class MembershipState:
    """A member's row with the cached standing, and the revision of the cohort.

    `fold` is None when there is no standing to go on from; one of another revision must not be gone on from.
    """

    id: int
    person_id: int
    cohort_id: int
    joined_at: datetime
    left_at: datetime | None
    current: int
    longest: int
    freezes: int
    counted: int
    possible: int
    momentum: float
    attendance: float
    fold: str | None
    stale_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class CachedStanding:
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


@dataclass(frozen=True, slots=True)
class Found:
    """Members with the instants of their standing check-ins by study date. Who has no row never joined."""

    members: dict[MemberKey, MembershipState]
    check_ins: dict[MemberKey, dict[date, datetime]]


_STANDING = CachedStanding.__slots__
_standing_row = attrgetter(*_STANDING)

_MEMBER = Statement(
    select(*[memberships.c[name] for name in MembershipState.__slots__[:-1]], cohorts.c.revision)
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
        check_ins.c.day >= parameter(check_ins.c.day, "since"),
        check_ins.c.undone_at.is_(None),
    )
    .order_by(check_ins.c.day),
    "person_id",
    "cohort_id",
    "since",
)
_SET_STANDING = Statement(
    update(memberships).where(memberships.c.id == parameter(memberships.c.id, "membership_id")), *_STANDING
)


def reading(since: Mapping[MemberKey, date]) -> tuple[Step, Step]:
    """The steps that read members and their standing check-ins, those of `since` and later."""
    return Step(_MEMBER, list(since)), Step(_CHECK_INS, [(*key, day) for key, day in since.items()])


def as_found(members: Sequence[Row], made: Sequence[Row]) -> Found:
    """What the two steps of `reading` gave."""
    found = Found({(row[1], row[2]): MembershipState(*row) for row in members}, {})
    for key in found.members:
        found.check_ins[key] = {}
    for person_id, cohort_id, day, at in made:
        if (person_id, cohort_id) in found.check_ins:
            found.check_ins[person_id, cohort_id][day] = at
    return found


async def find(runs: Runs, since: Mapping[MemberKey, date]) -> Found:
    """Members by their keys, each with the standing check-ins of a date and later."""
    return as_found(*await runs.run(*reading(since)))


async def check_ins_since(
    runs: Runs, since: Mapping[MemberKey, date]
) -> dict[MemberKey, dict[date, datetime]]:
    """The standing check-ins alone."""
    made: dict[MemberKey, dict[date, datetime]] = {key: {} for key in since}
    for person_id, cohort_id, day, at in (await runs.run(reading(since)[1]))[0]:
        made[person_id, cohort_id][day] = at
    return made


def storing(standings: Iterable[CachedStanding]) -> Step:
    """The step that keeps new standings."""
    return Step(_SET_STANDING, [_standing_row(standing) for standing in standings])
