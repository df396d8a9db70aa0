"""What admins ask about a cohort: how many did today's day, who has gone quiet, what did not go out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.cohorts import timetable_days
from storage.tables.ledger import ledger
from storage.tables.links import links
from storage.tables.people import people, rooms
from storage.tables.study import check_ins, memberships


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A present member. `last_day` is the latest study date they checked in for; `momentum` and `possible`
    are None while they have to be computed anew. `recent` and `before` count what they did of some study
    days, the later and the earlier ones.
    """

    id: int
    name: str
    joined_at: datetime
    momentum: float | None
    possible: int | None
    last_day: date | None
    recent: int
    before: int


@dataclass(frozen=True, slots=True)
class FailureRow:
    """A message that did not go out as it should. `room` is empty for days that were laid out again."""

    kind: str
    day: date | None
    state: str
    failure: str
    room: str


@dataclass(frozen=True, slots=True)
class ExportRow:
    """A check-in with all that is known of it."""

    day: date
    number: int | None
    name: str
    person_id: int
    kind: str
    at: datetime
    zone: str
    platform: str
    minutes: int | None
    note: str
    proof: str
    felt: str
    undone_at: datetime | None


_EXPORTED: tuple[ColumnElement[Any], ...] = (
    check_ins.c.day,
    timetable_days.c.number,
    people.c.name,
    people.c.id,
    check_ins.c.kind,
    check_ins.c.at,
    check_ins.c.zone,
    check_ins.c.platform,
    check_ins.c.minutes,
    check_ins.c.note,
    check_ins.c.proof,
    check_ins.c.felt,
    check_ins.c.undone_at,
)


async def members(
    connection: AsyncConnection, cohort_id: int, recent: Collection[date], before: Collection[date]
) -> list[MemberRow]:
    """The present members in the order in which they joined, with what they did of these study days."""
    day = check_ins.c.day
    theirs = (
        select(
            check_ins.c.person_id,
            func.max(day).label("last_day"),
            func.count().filter(day.in_(recent)).label("recent"),
            func.count().filter(day.in_(before)).label("before"),
        )
        .where(
            check_ins.c.cohort_id == cohort_id,
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
            memberships.c.joined_at,
            _kept(memberships.c.momentum),
            _kept(memberships.c.possible),
            theirs.c.last_day,
            func.coalesce(theirs.c.recent, 0),
            func.coalesce(theirs.c.before, 0),
        )
        .join(people, people.c.id == memberships.c.person_id)
        .outerjoin(theirs, theirs.c.person_id == memberships.c.person_id)
        .where(memberships.c.cohort_id == cohort_id, memberships.c.left_at.is_(None))
        .order_by(memberships.c.id)
    )
    return [MemberRow(*row) for row in await connection.execute(query)]


async def momentum_of_members(connection: AsyncConnection, cohort_id: int) -> list[float | None]:
    """The momentum of each present member, None while it has to be computed anew."""
    here = (memberships.c.cohort_id == cohort_id, memberships.c.left_at.is_(None))
    query = select(_kept(memberships.c.momentum)).where(*here)
    return list((await connection.execute(query)).scalars())


async def failures(connection: AsyncConnection, cohort_id: int, since: datetime) -> list[FailureRow]:
    """What did not go out as it should since an instant, the latest first."""
    query = (
        select(ledger.c.kind, ledger.c.day, ledger.c.state, ledger.c.failure, func.coalesce(rooms.c.name, ""))
        .outerjoin(rooms, rooms.c.id == ledger.c.room_id)
        .where(
            ledger.c.cohort_id == cohort_id,
            ledger.c.identity_id.is_(None),
            ledger.c.due_at > since,
            ledger.c.state.in_(("failed", "uncertain", "skipped_late")),
            ledger.c.failure != "cancelled",
        )
        .order_by(ledger.c.due_at.desc(), ledger.c.id.desc())
    )
    return [FailureRow(*row) for row in await connection.execute(query)]


async def messages_since(connection: AsyncConnection, cohort_id: int, since: datetime) -> int:
    """How many messages were sent to a cohort's rooms since an instant."""
    query = select(func.count()).where(
        ledger.c.cohort_id == cohort_id,
        ledger.c.identity_id.is_(None),
        ledger.c.state == "sent",
        ledger.c.settled_at > since,
    )
    return int((await connection.execute(query)).scalar_one())


async def check_ins_of(connection: AsyncConnection, cohort_id: int) -> Sequence[ExportRow]:
    """All check-ins of a cohort in the order of their study dates, undone ones too.

    A day that both accounts of a linked person have counted is there once.
    """
    query = (
        select(*_EXPORTED)
        .join(people, people.c.id == check_ins.c.person_id)
        .outerjoin(
            timetable_days,
            (timetable_days.c.cohort_id == check_ins.c.cohort_id) & (timetable_days.c.day == check_ins.c.day),
        )
        .where(check_ins.c.cohort_id == cohort_id, check_ins.c.person_id.not_in(select(links.c.home_id)))
        .order_by(check_ins.c.day, check_ins.c.at, check_ins.c.id)
    )
    return [ExportRow(*row) for row in await connection.execute(query)]


def _kept(column: Column[Any]) -> ColumnElement[Any]:
    """A figure of a membership, or None while it has to be computed anew."""
    return case((memberships.c.fold.is_not(None), column))
