"""What standings are computed from beside the check-ins: cohorts with their timetables, and their learners.

Set-based, on the hot path as well as on an ordinary connection."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from storage.running import Runs
from storage.statements import Statement, Step, parameter
from storage.tables.cohorts import cohorts, timetable_days
from storage.tables.people import person_clocks
from storage.tables.projects import submissions
from storage.tables.study import excused_days, memberships, pauses


@dataclass(frozen=True, slots=True)
class CourseRows:
    """A cohort as its streaks see it. `days` are (day, posted, block) in order, `days_off` (day, kind)."""

    id: int
    name: str
    state: str
    zone: str
    streak: Mapping[str, Any]
    features: Mapping[str, Any]
    revision: int
    days: list[tuple[date, datetime, str]] = field(default_factory=list)
    days_off: list[tuple[date, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LearnerRows:
    """What is a member's own: clocks (since, zone, rollover minutes), pauses, excused days (day, kind), and
    the projects that they have handed in (when first).
    """

    clocks: list[tuple[datetime, str, int]] = field(default_factory=list)
    pauses: list[tuple[date, date]] = field(default_factory=list)
    days_off: list[tuple[date, str]] = field(default_factory=list)
    submitted: dict[str, datetime] = field(default_factory=dict)


_COHORT = Statement(
    select(
        *[cohorts.c[name] for name in ("id", "name", "state", "zone", "streak", "features", "revision")]
    ).where(cohorts.c.id == parameter(cohorts.c.id)),
    "id",
)
_DAYS = Statement(
    select(
        timetable_days.c.cohort_id, timetable_days.c.day, timetable_days.c.posts_at, timetable_days.c.block
    )
    .where(timetable_days.c.cohort_id == parameter(timetable_days.c.cohort_id))
    .order_by(timetable_days.c.day),
    "cohort_id",
)
_COHORT_DAYS_OFF = Statement(
    select(excused_days.c.cohort_id, excused_days.c.day, excused_days.c.kind).where(
        excused_days.c.cohort_id == parameter(excused_days.c.cohort_id),
        excused_days.c.membership_id.is_(None),
    ),
    "cohort_id",
)
_CLOCKS = Statement(
    select(
        person_clocks.c.person_id,
        person_clocks.c.since,
        person_clocks.c.zone,
        person_clocks.c.rollover_minutes,
    )
    .where(person_clocks.c.person_id == parameter(person_clocks.c.person_id))
    .order_by(person_clocks.c.since, person_clocks.c.id),
    "person_id",
)
_PAUSES = Statement(
    select(pauses.c.membership_id, pauses.c.first, pauses.c.last)
    .where(pauses.c.membership_id == parameter(pauses.c.membership_id))
    .order_by(pauses.c.first),
    "membership_id",
)
_OWN_DAYS_OFF = Statement(
    select(excused_days.c.membership_id, excused_days.c.day, excused_days.c.kind).where(
        excused_days.c.membership_id == parameter(excused_days.c.membership_id)
    ),
    "membership_id",
)
_SUBMITTED = Statement(
    select(memberships.c.id, submissions.c.project, submissions.c.at)
    .join(
        submissions,
        (submissions.c.cohort_id == memberships.c.cohort_id)
        & (submissions.c.person_id == memberships.c.person_id),
    )
    .where(memberships.c.id == parameter(memberships.c.id))
    .order_by(submissions.c.at),
    "id",
)


async def courses(runs: Runs, cohort_ids: Iterable[int]) -> dict[int, CourseRows]:
    """Cohorts by id, with all their study dates and days off; one hop."""
    keys = [(cohort_id,) for cohort_id in cohort_ids]
    heads, days, days_off = await runs.run(
        Step(_COHORT, keys), Step(_DAYS, keys), Step(_COHORT_DAYS_OFF, keys)
    )
    found = {row[0]: CourseRows(*row) for row in heads}
    for cohort_id, *day in days:
        found[cohort_id].days.append((day[0], day[1], day[2]))
    for cohort_id, day_off, kind in days_off:
        found[cohort_id].days_off.append((day_off, kind))
    return found


async def learners(runs: Runs, members: Sequence[tuple[int, int]]) -> dict[int, LearnerRows]:
    """What is their own, of members given as (membership, person), by membership; one hop."""
    by_membership = [(membership_id,) for membership_id, _ in members]
    clocks, rests, days_off, submitted = await runs.run(
        Step(_CLOCKS, list({(person_id,) for _, person_id in members})),
        Step(_PAUSES, by_membership),
        Step(_OWN_DAYS_OFF, by_membership),
        Step(_SUBMITTED, by_membership),
    )
    found = {membership_id: LearnerRows() for membership_id, _ in members}
    of_person: dict[int, list[tuple[datetime, str, int]]] = {}
    for person_id, since, zone, rollover_minutes in clocks:
        of_person.setdefault(person_id, []).append((since, zone, rollover_minutes))
    for membership_id, person_id in members:
        found[membership_id].clocks.extend(of_person.get(person_id, ()))
    for membership_id, first, last in rests:
        found[membership_id].pauses.append((first, last))
    for membership_id, day, kind in days_off:
        found[membership_id].days_off.append((day, kind))
    for membership_id, project, at in submitted:
        found[membership_id].submitted.setdefault(project, at)
    return found
