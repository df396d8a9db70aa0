"""What is read to write many posts at once: for each ledger row its cohort, its day, and how it went last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.turnout import is_asked
from storage.tables.cohorts import cohorts, timetable_days
from storage.tables.ledger import ledger
from storage.tables.study import check_ins, memberships


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post to write. `previous_day` is the study day before, None for the first; `done` of `possible`
    members checked in for it, of those whom it asked and those who did so all the same.
    """

    row_id: int
    cohort_id: int
    cohort: str
    language: str
    threads: bool
    zone: str
    curriculum_version_id: int
    day: date
    number: int
    planned: Mapping[str, Any]
    posts_at: datetime
    study_days: int
    previous_day: date | None
    done: int
    possible: int


_PREVIOUS = timetable_days.alias("previous")
_BEFORE = timetable_days.alias("before")
_ALL = timetable_days.alias("every")


def _is_previous() -> ColumnElement[bool]:
    """Whether it is the study day before the one that is posted."""
    latest = (
        select(func.max(_BEFORE.c.day))
        .where(_BEFORE.c.cohort_id == timetable_days.c.cohort_id, _BEFORE.c.day < timetable_days.c.day)
        .correlate(timetable_days)
        .scalar_subquery()
    )
    return and_(_PREVIOUS.c.cohort_id == timetable_days.c.cohort_id, _PREVIOUS.c.day == latest)


def _study_days() -> ScalarSelect[int]:
    return (
        select(func.count())
        .where(_ALL.c.cohort_id == timetable_days.c.cohort_id)
        .correlate(timetable_days)
        .scalar_subquery()
    )


def _present(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    """How many present members there are, with regard to the study day before."""
    return (
        select(func.count())
        .select_from(memberships)
        .where(memberships.c.cohort_id == _PREVIOUS.c.cohort_id, memberships.c.left_at.is_(None), *conditions)
        .correlate(_PREVIOUS)
        .scalar_subquery()
    )


_DID = (
    select(check_ins.c.id)
    .where(
        check_ins.c.cohort_id == memberships.c.cohort_id,
        check_ins.c.person_id == memberships.c.person_id,
        check_ins.c.day == _PREVIOUS.c.day,
        check_ins.c.kind == "study",
        check_ins.c.undone_at.is_(None),
    )
    .correlate(memberships, _PREVIOUS)
    .exists()
)
_POSTS: Select[Any] = (
    select(
        ledger.c.id,
        cohorts.c.id,
        cohorts.c.name,
        cohorts.c.language,
        cohorts.c.threads,
        cohorts.c.zone,
        cohorts.c.curriculum_version_id,
        timetable_days.c.day,
        timetable_days.c.number,
        timetable_days.c.planned,
        timetable_days.c.posts_at,
        _study_days(),
        _PREVIOUS.c.day,
        _present(_DID),
        _present(or_(is_asked(_PREVIOUS.c.day, _PREVIOUS.c.posts_at), _DID)),
    )
    .select_from(ledger)
    .join(cohorts, cohorts.c.id == ledger.c.cohort_id)
    .join(
        timetable_days,
        (timetable_days.c.cohort_id == ledger.c.cohort_id) & (timetable_days.c.day == ledger.c.day),
    )
    .outerjoin(_PREVIOUS, _is_previous())
)


async def posts_to_write(connection: AsyncConnection, row_ids: Sequence[int]) -> list[PostRow]:
    """The posts behind these ledger rows, in no particular order."""
    return [PostRow(*row) for row in await connection.execute(_POSTS.where(ledger.c.id.in_(row_ids)))]


async def missed_before(connection: AsyncConnection, cohort_id: int, day: date) -> list[int]:
    """The numbers of the study days just before `day` that could not be posted and were passed over."""
    sent = (
        select(func.max(ledger.c.day))
        .where(
            ledger.c.cohort_id == cohort_id,
            ledger.c.kind == "post",
            ledger.c.day < day,
            ledger.c.state != "skipped_late",
        )
        .scalar_subquery()
    )
    query = (
        select(timetable_days.c.number)
        .distinct()
        .join(
            ledger,
            (ledger.c.cohort_id == timetable_days.c.cohort_id) & (ledger.c.day == timetable_days.c.day),
        )
        .where(
            ledger.c.cohort_id == cohort_id,
            ledger.c.kind == "post",
            ledger.c.state == "skipped_late",
            ledger.c.day < day,
            (ledger.c.day > sent) | sent.is_(None),
        )
        .order_by(timetable_days.c.number)
    )
    return list((await connection.execute(query)).scalars())
