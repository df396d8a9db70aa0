"""Whose reminder has come due: memberships by `remind_at`, read and moved on in chunks."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.looks import Looks
from storage.repositories.preferences import CLOCK_NOW, ROLLOVER, ZONE
from storage.tables.cohorts import cohorts, timetable_days
from storage.tables.ledger import ledger
from storage.tables.people import identities, people, person_clocks
from storage.tables.study import check_ins, memberships

REMINDER_LOOKS = Looks(memberships.c.remind_at)


class DueRow(NamedTuple):
    """A membership to look at. `reminder_minutes` counts from midnight, or back from the end of the day.

    `zone` and `rollover_minutes` are those of the member's clock now. `waiting_day` is the study day posted
    last, unless it was checked in for.
    """

    membership_id: int
    person_id: int
    cohort_id: int
    remind_at: datetime
    state: str
    features: dict[str, object]
    reminder_minutes: int | None
    zone: str
    rollover_minutes: int
    waiting_day: date | None


async def due_reminders(connection: AsyncConnection, now: datetime, most: int) -> list[DueRow]:
    """Memberships to look at now, the longest due first."""
    latest = (
        select(timetable_days.c.day)
        .where(timetable_days.c.cohort_id == memberships.c.cohort_id, timetable_days.c.posts_at <= now)
        .order_by(timetable_days.c.day.desc())
        .limit(1)
        .correlate(memberships)
        .scalar_subquery()
    )
    is_done = (
        select(check_ins.c.id)
        .where(
            check_ins.c.person_id == memberships.c.person_id,
            check_ins.c.cohort_id == memberships.c.cohort_id,
            check_ins.c.day == latest,
            check_ins.c.undone_at.is_(None),
        )
        .correlate(memberships)
        .exists()
    )
    query = (
        select(
            memberships.c.id,
            memberships.c.person_id,
            memberships.c.cohort_id,
            memberships.c.remind_at,
            cohorts.c.state,
            cohorts.c.features,
            people.c.reminder_minutes,
            ZONE,
            ROLLOVER,
            latest.label("latest"),
            is_done.label("is_done"),
        )
        .join(people, people.c.id == memberships.c.person_id)
        .join(cohorts, cohorts.c.id == memberships.c.cohort_id)
        .outerjoin(person_clocks, CLOCK_NOW)
    )
    found = await connection.execute(REMINDER_LOOKS.due(query, now, most))
    return [DueRow._make((*row[:-2], None if row.is_done else row.latest)) for row in found]


async def look_again(
    connection: AsyncConnection, at: datetime, *, person_id: int | None = None, cohort_id: int | None = None
) -> None:
    """Lets memberships of a person or a cohort be looked at soon: their reminder's hour may have moved."""
    wishes = select(people.c.id).where(people.c.reminder_minutes.is_not(None))
    statement = (
        update(memberships)
        .where(memberships.c.left_at.is_(None), memberships.c.person_id.in_(wishes))
        .values(remind_at=at)
    )
    if person_id is not None:
        statement = statement.where(memberships.c.person_id == person_id)
    if cohort_id is not None:
        statement = statement.where(memberships.c.cohort_id == cohort_id)
    await connection.execute(statement)


class LetterRow(NamedTuple):
    """What a reminder is made of, beside the member's own studies: their plan, and what the day is about."""

    plan: str
    curriculum_version_id: int
    planned: dict[str, object]


async def letters_to_write(connection: AsyncConnection, row_ids: Sequence[int]) -> dict[int, LetterRow]:
    """The reminders behind ledger rows, by row, but for those whose study day is no more."""
    query = (
        select(ledger.c.id, people.c.plan, cohorts.c.curriculum_version_id, timetable_days.c.planned)
        .join(identities, identities.c.id == ledger.c.identity_id)
        .join(people, people.c.id == identities.c.person_id)
        .join(cohorts, cohorts.c.id == ledger.c.cohort_id)
        .join(
            timetable_days,
            (timetable_days.c.cohort_id == ledger.c.cohort_id) & (timetable_days.c.day == ledger.c.day),
        )
        .where(ledger.c.id.in_(row_ids))
    )
    return {row[0]: LetterRow(*row[1:]) for row in await connection.execute(query)}
