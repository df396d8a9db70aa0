"""Who has not been told yet that a project waits for them, or what was said to theirs; each is told once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.preferences import CLOCK_NOW, ZONE
from storage.tables.cohorts import cohorts
from storage.tables.people import people, person_clocks
from storage.tables.projects import reviews, submissions
from storage.tables.study import memberships


@dataclass(frozen=True, slots=True)
class NewsRow:
    """Somebody to tell, in their language and on their clock: a version waits, or (`given`) was reviewed."""

    person_id: int
    language: str
    zone: str
    review_id: int
    submission_id: int
    title: str
    other: str
    given: bool


_OTHER = people.alias("other")


async def untold(connection: AsyncConnection) -> list[NewsRow]:
    """All that is to be told, the oldest first for everybody; of members only, in cohorts that are there."""
    waits = _news(reviews.c.person_id, submissions.c.person_id, given=False).where(
        reviews.c.asked_told_at.is_(None), reviews.c.given_at.is_(None), reviews.c.lapsed_at.is_(None)
    )
    given = _news(submissions.c.person_id, reviews.c.person_id, given=True).where(
        reviews.c.given_told_at.is_(None), reviews.c.given_at.is_not(None)
    )
    found = union_all(waits, given).order_by("person_id", "review_id")
    return [NewsRow(*row) for row in await connection.execute(found)]


async def told_last(connection: AsyncConnection, person_id: int) -> datetime | None:
    """When somebody was last told something about projects."""
    asked = select(func.max(reviews.c.asked_told_at)).where(reviews.c.person_id == person_id)
    given = (
        select(func.max(reviews.c.given_told_at))
        .join(submissions, submissions.c.id == reviews.c.submission_id)
        .where(submissions.c.person_id == person_id)
    )
    found = [(await connection.execute(query)).scalar_one() for query in (asked, given)]
    return max((at for at in found if at is not None), default=None)


async def note_told(connection: AsyncConnection, rows: Collection[NewsRow], at: datetime) -> None:
    """Marks news as told."""
    for column, given in ((reviews.c.asked_told_at, False), (reviews.c.given_told_at, True)):
        ids = [row.review_id for row in rows if row.given is given]
        await connection.execute(update(reviews).where(reviews.c.id.in_(ids)).values({column: at}))


def _news(reader: object, other: object, *, given: bool) -> Select[Any]:
    return (
        select(
            people.c.id.label("person_id"),
            people.c.language,
            ZONE,
            reviews.c.id.label("review_id"),
            submissions.c.id,
            submissions.c.title,
            _OTHER.c.name,
            literal(given),
        )
        .select_from(reviews)
        .join(submissions, submissions.c.id == reviews.c.submission_id)
        .join(cohorts, cohorts.c.id == submissions.c.cohort_id)
        .join(people, people.c.id == reader)
        .outerjoin(person_clocks, CLOCK_NOW)
        .join(_OTHER, _OTHER.c.id == other)
        .join(
            memberships,
            (memberships.c.cohort_id == submissions.c.cohort_id) & (memberships.c.person_id == people.c.id),
        )
        .where(memberships.c.left_at.is_(None), cohorts.c.state.in_(("running", "paused")))
    )
