"""Who does not know yet that a project waits for them, or what was said to theirs, and when to see to it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.nudges import UNCLEAR
from storage.repositories.preferences import CLOCK_NOW, LANGUAGE, ZONE
from storage.tables.cohorts import cohorts
from storage.tables.ledger import ledger
from storage.tables.people import people, person_clocks
from storage.tables.projects import reviews, submissions
from storage.tables.study import memberships


class NewsRow(NamedTuple):
    """Somebody to tell, in their language and on their clock: a version waits, or (`given`) was reviewed.

    `other` is whose version it is, or who reviewed it; `features` is what the cohort's admins have chosen.
    """

    review_id: int
    person_id: int
    cohort_id: int
    features: Mapping[str, Any]
    language: str
    zone: str
    submission_id: int
    title: str
    other: str
    given: bool


_OTHER = people.alias("other")
_IS_GIVEN = reviews.c.given_at.is_not(None)
_READER = case((_IS_GIVEN, submissions.c.person_id), else_=reviews.c.person_id)
_WRITER = case((_IS_GIVEN, reviews.c.person_id), else_=submissions.c.person_id)
_DID_NOT_ARRIVE = or_(ledger.c.id.is_(None), and_(ledger.c.state != "sent", ledger.c.failure != UNCLEAR))
_NEWS = (
    select(
        reviews.c.id,
        people.c.id,
        cohorts.c.id,
        cohorts.c.features,
        LANGUAGE,
        ZONE,
        submissions.c.id,
        submissions.c.title,
        _OTHER.c.name,
        _IS_GIVEN,
    )
    .join(submissions, submissions.c.id == reviews.c.submission_id)
    .join(cohorts, cohorts.c.id == submissions.c.cohort_id)
    .join(people, people.c.id == _READER)
    .outerjoin(person_clocks, CLOCK_NOW)
    .join(_OTHER, _OTHER.c.id == _WRITER)
    .join(memberships, (memberships.c.cohort_id == cohorts.c.id) & (memberships.c.person_id == people.c.id))
    .outerjoin(ledger, ledger.c.id == reviews.c.told_by)
    .where(
        reviews.c.news_at.is_not(None),
        reviews.c.lapsed_at.is_(None),
        or_(_IS_GIVEN, people.c.reviews),
        memberships.c.left_at.is_(None),
        cohorts.c.state != "deleted",
        _DID_NOT_ARRIVE,
    )
    .order_by(reviews.c.id)
)
_NEXT_LOOK = select(func.min(reviews.c.news_at))
"""Built once, for it is asked at every look at the clock."""


async def next_news_look(connection: AsyncConnection) -> datetime | None:
    """The earliest instant at which there is something to see to."""
    found: datetime | None = (await connection.execute(_NEXT_LOOK)).scalar_one()
    return found


async def due_news(connection: AsyncConnection, now: datetime, most: int) -> list[NewsRow]:
    """What is to be seen to now; what has been told meanwhile, or is no news any more, is let go."""
    due = reviews.c.news_at <= now
    still = _NEWS.with_only_columns(reviews.c.id).where(due)
    await connection.execute(update(reviews).where(due, reviews.c.id.not_in(still)).values(news_at=None))
    return await _rows(connection, due, most)


async def news_of(connection: AsyncConnection, people_ids: Collection[int]) -> list[NewsRow]:
    """All that these people have not been told, the oldest first."""
    return await _rows(connection, people.c.id.in_(people_ids))


async def look_at_news(connection: AsyncConnection, looks: Mapping[int, datetime]) -> None:
    """Sees to these reviews again at these instants."""
    if looks:
        await connection.execute(
            update(reviews).where(reviews.c.id == bindparam("review")).values(news_at=bindparam("at")),
            [{"review": review_id, "at": at} for review_id, at in looks.items()],
        )


async def note_telling(connection: AsyncConnection, review_ids: Collection[int], message_id: int) -> None:
    """A message of the ledger tells these news: they are told once it has arrived, or may have."""
    await connection.execute(update(reviews).where(reviews.c.id.in_(review_ids)).values(told_by=message_id))


async def note_known(connection: AsyncConnection, review_ids: Collection[int]) -> None:
    """Whom these news are for has seen them."""
    await connection.execute(update(reviews).where(reviews.c.id.in_(review_ids)).values(news_at=None))


async def _rows(
    connection: AsyncConnection, which: ColumnElement[bool], most: int | None = None
) -> list[NewsRow]:
    return [NewsRow(*row) for row in await connection.execute(_NEWS.where(which).limit(most))]
