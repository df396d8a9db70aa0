"""Reviews of projects: asked of somebody, then given, or lapsed and asked of somebody else."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, delete, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.cohorts import cohorts
from storage.tables.people import people
from storage.tables.projects import reviews, submissions
from storage.tables.study import check_ins, memberships, pauses


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review and the name of who was asked; `works` and `clear` are None until it is given."""

    id: int
    submission_id: int
    person_id: int
    name: str
    asked_at: datetime
    lapsed_at: datetime | None
    given_at: datetime | None
    works: bool | None
    clear: bool | None
    suggestion: str

    @property
    def is_open(self) -> bool:
        """Whether it is still waited for."""
        return self.given_at is None and self.lapsed_at is None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member who could review; `asked` is how many reviews of this cohort they were ever asked for.

    `platform` is where they joined.
    """

    person_id: int
    platform: str
    asked: int
    quiet: bool


_COLUMNS = tuple(people.c.name if name == "name" else reviews.c[name] for name in ReviewRow.__slots__)
_ROWS = select(*_COLUMNS).join(people, people.c.id == reviews.c.person_id).order_by(reviews.c.id)
_OPEN = and_(reviews.c.given_at.is_(None), reviews.c.lapsed_at.is_(None))


async def reviews_of(connection: AsyncConnection, submission_ids: Collection[int]) -> list[ReviewRow]:
    """The reviews of versions, in the order in which they were asked for."""
    query = _ROWS.where(reviews.c.submission_id.in_(submission_ids))
    return [ReviewRow(*row) for row in await connection.execute(query)]


async def open_reviews(connection: AsyncConnection, person_id: int) -> list[ReviewRow]:
    """What waits for somebody in cohorts of which they are a member, the oldest first."""
    query = (
        _ROWS.join(submissions, submissions.c.id == reviews.c.submission_id)
        .join(cohorts, cohorts.c.id == submissions.c.cohort_id)
        .join(
            memberships,
            (memberships.c.cohort_id == submissions.c.cohort_id)
            & (memberships.c.person_id == reviews.c.person_id),
        )
        .where(
            reviews.c.person_id == person_id,
            _OPEN,
            memberships.c.left_at.is_(None),
            cohorts.c.state != "deleted",
        )
    )
    return [ReviewRow(*row) for row in await connection.execute(query)]


async def ask(
    connection: AsyncConnection, submission_id: int, members: Iterable[tuple[int, str]], at: datetime
) -> None:
    """Asks people, each on a platform, to review a version."""
    for person_id, platform in members:
        values = {
            "submission_id": submission_id,
            "person_id": person_id,
            "platform": platform,
            "asked_at": at,
            "news_at": at,
        }
        await connection.execute(insert(reviews).values(**values))


async def turn_to(connection: AsyncConnection, versions: Collection[int], newest: int) -> None:
    """Lets open reviews of older versions be about the newest one."""
    await connection.execute(
        update(reviews).where(reviews.c.submission_id.in_(versions), _OPEN).values(submission_id=newest)
    )


async def give(
    connection: AsyncConnection,
    review_id: int,
    at: datetime,
    platform: str,
    *,
    works: bool,
    clear: bool,
    suggestion: str,
) -> None:
    """Keeps what a reviewer says."""
    await connection.execute(
        update(reviews)
        .where(reviews.c.id == review_id)
        .values(
            given_at=at,
            platform=platform,
            works=works,
            clear=clear,
            suggestion=suggestion,
            news_at=at,
            told_by=None,
        )
    )


async def lapse(connection: AsyncConnection, review_id: int, at: datetime) -> None:
    """Waits for a review no longer."""
    await connection.execute(update(reviews).where(reviews.c.id == review_id).values(lapsed_at=at))


async def overdue(connection: AsyncConnection, before: datetime) -> list[ReviewRow]:
    """Open reviews asked for before an instant, or of somebody who has left since or reviews no more."""
    is_there = exists().where(
        memberships.c.cohort_id == submissions.c.cohort_id,
        memberships.c.person_id == reviews.c.person_id,
        memberships.c.left_at.is_(None),
        people.c.reviews,
    )
    query = _ROWS.join(submissions, submissions.c.id == reviews.c.submission_id).where(
        _OPEN, or_(reviews.c.asked_at <= before, ~is_there)
    )
    return [ReviewRow(*row) for row in await connection.execute(query)]


async def unasked(connection: AsyncConnection) -> list[int]:
    """The newest versions of projects that nobody reviews or has reviewed, in cohorts that go on."""
    theirs = submissions.alias("theirs")
    somebody = exists().where(
        theirs.c.cohort_id == submissions.c.cohort_id,
        theirs.c.person_id == submissions.c.person_id,
        theirs.c.project == submissions.c.project,
        reviews.c.submission_id == theirs.c.id,
        reviews.c.lapsed_at.is_(None),
    )
    query = (
        select(func.max(submissions.c.id))
        .join(cohorts, cohorts.c.id == submissions.c.cohort_id)
        .where(~somebody, cohorts.c.state.in_(("running", "paused")))
        .group_by(submissions.c.cohort_id, submissions.c.person_id, submissions.c.project)
    )
    return list((await connection.execute(query)).scalars())


async def possible_reviewers(
    connection: AsyncConnection, cohort_id: int, without: Collection[int], today: date, lately: datetime
) -> list[MemberRow]:
    """Present members who review and do not rest today; `quiet` are those who did nothing since `lately`."""
    asked = (
        select(func.count())
        .select_from(reviews.join(submissions, submissions.c.id == reviews.c.submission_id))
        .where(submissions.c.cohort_id == cohort_id, reviews.c.person_id == memberships.c.person_id)
        .scalar_subquery()
    )
    was_here = exists().where(
        check_ins.c.cohort_id == cohort_id,
        check_ins.c.person_id == memberships.c.person_id,
        check_ins.c.recorded_at >= lately,
    )
    rests = exists().where(
        pauses.c.membership_id == memberships.c.id, pauses.c.first <= today, pauses.c.last >= today
    )
    query = (
        select(
            memberships.c.person_id,
            memberships.c.platform,
            asked,
            ~or_(was_here, memberships.c.joined_at >= lately),
        )
        .join(people, people.c.id == memberships.c.person_id)
        .where(
            memberships.c.cohort_id == cohort_id,
            memberships.c.left_at.is_(None),
            memberships.c.person_id.not_in(without),
            people.c.reviews,
            ~rests,
        )
    )
    return [MemberRow(row[0], row[1], row[2], bool(row[3])) for row in await connection.execute(query)]


async def move_reviews(connection: AsyncConnection, person_id: int, to_id: int) -> None:
    """Gives somebody's reviews to another one."""
    moving = update(reviews).where(reviews.c.person_id == person_id)
    await connection.execute(moving.values(person_id=to_id))


async def forget_own_turns(connection: AsyncConnection, person_id: int, other_id: int) -> None:
    """Drops what is asked of one of two people and cannot be, once they are one.

    That is to review the other's project, or one that the other reviews as well.
    """
    mine, twice = submissions.alias("mine"), reviews.alias("twice")
    own = select(mine.c.id).where(mine.c.person_id.in_((person_id, other_id)))
    also = select(twice.c.submission_id).where(twice.c.person_id == person_id)
    await connection.execute(
        delete(reviews).where(
            _OPEN,
            or_(
                and_(reviews.c.person_id.in_((person_id, other_id)), reviews.c.submission_id.in_(own)),
                and_(reviews.c.person_id == other_id, reviews.c.submission_id.in_(also)),
            ),
        )
    )
