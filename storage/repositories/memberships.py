"""Who is in a cohort. The standing in each row is a cache: see `drop_standings`."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Exists, delete, exists, func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.links import links
from storage.tables.people import identities
from storage.tables.projects import reviews, submissions
from storage.tables.recall import recall_cards, recalls
from storage.tables.study import check_ins, memberships


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """A person in a cohort, joined on `platform`; `left_at` is None for those who are in it now.

    `way` is how they keep up: with the `group`, or by a plan for `study_days` or `every_day`.
    """

    id: int
    cohort_id: int
    person_id: int
    joined_at: datetime
    left_at: datetime | None
    platform: str
    way: str


_COLUMNS = tuple(memberships.c[name] for name in MembershipRow.__slots__)


async def membership(connection: AsyncConnection, cohort_id: int, person_id: int) -> MembershipRow | None:
    """The membership of a person in a cohort, of those who left too."""
    query = select(*_COLUMNS).where(
        memberships.c.cohort_id == cohort_id, memberships.c.person_id == person_id
    )
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else MembershipRow(*row)


async def memberships_of(connection: AsyncConnection, person_id: int) -> list[MembershipRow]:
    """All memberships of a person, those that have ended too."""
    query = select(*_COLUMNS).where(memberships.c.person_id == person_id).order_by(memberships.c.id)
    return [MembershipRow(*row) for row in await connection.execute(query)]


async def add_membership(
    connection: AsyncConnection,
    cohort_id: int,
    person_id: int,
    at: datetime,
    platform: str = "",
    left_at: datetime | None = None,
    way: str = "group",
) -> int:
    """Adds a member, whose standing is computed when first asked for; returns the membership's id."""
    added = await connection.execute(
        insert(memberships)
        .values(
            cohort_id=cohort_id,
            person_id=person_id,
            joined_at=at,
            left_at=left_at,
            platform=platform,
            way=way,
            stale_at=at,
        )
        .returning(memberships.c.id)
    )
    return int(added.scalar_one())


async def rejoin(connection: AsyncConnection, membership_id: int, platform: str) -> None:
    """Takes back a leave: the history goes on where it was."""
    await connection.execute(
        update(memberships).where(memberships.c.id == membership_id).values(left_at=None, platform=platform)
    )


async def keep_up(connection: AsyncConnection, membership_id: int, way: str) -> None:
    """Notes how a member keeps up."""
    await connection.execute(update(memberships).where(memberships.c.id == membership_id).values(way=way))


async def leave(connection: AsyncConnection, membership_id: int, at: datetime | None) -> None:
    """Marks a member as having left at that instant, or (None) as never having left.

    They are reminded of nothing before somebody looks again.
    """
    await connection.execute(
        update(memberships).where(memberships.c.id == membership_id).values(left_at=at, remind_at=None)
    )


async def members_count(connection: AsyncConnection, cohort_id: int) -> int:
    """How many people are in the cohort now."""
    query = select(func.count()).where(memberships.c.cohort_id == cohort_id, memberships.c.left_at.is_(None))
    return int((await connection.execute(query)).scalar_one())


async def drop_standings(
    connection: AsyncConnection, *, cohort_id: int | None = None, person_id: int | None = None
) -> None:
    """Forgets the cached standings of a cohort, of a person, or of one person in one cohort."""
    statement = update(memberships).values(fold=None, stale_at=datetime.fromtimestamp(0, tz=UTC))
    if cohort_id is not None:
        statement = statement.where(memberships.c.cohort_id == cohort_id)
    if person_id is not None:
        statement = statement.where(memberships.c.person_id == person_id)
    await connection.execute(statement)


async def forget_departed(connection: AsyncConnection, before: datetime) -> int:
    """Deletes the memberships that ended before that instant with their check-ins, their submissions, the
    reviews that they gave and what they recalled; returns how many.

    What a linked account's home was in is kept for as long as the linked person is in it.
    """
    ended = memberships.c.left_at < before
    gone = select(memberships.c.id).where(ended, ~_goes_on(before))
    departed = select(memberships.c.cohort_id, memberships.c.person_id).where(ended, ~_goes_on(before))
    given = (
        select(reviews.c.id)
        .join(submissions, submissions.c.id == reviews.c.submission_id)
        .where(tuple_(submissions.c.cohort_id, reviews.c.person_id).in_(departed))
    )
    await connection.execute(delete(reviews).where(reviews.c.id.in_(given)))
    for log in (check_ins, submissions, recalls, recall_cards):
        theirs = tuple_(log.c.cohort_id, log.c.person_id).in_(departed)
        await connection.execute(delete(log).where(theirs))
    result = await connection.execute(delete(memberships).where(memberships.c.id.in_(gone)))
    return result.rowcount


def _goes_on(before: datetime) -> Exists:
    """Whether a membership is that of a home, and the person it counts for now has not left for good."""
    joint = memberships.alias("joint")
    return (
        exists()
        .select_from(links)
        .where(
            links.c.home_id == memberships.c.person_id,
            identities.c.id == links.c.identity_id,
            joint.c.person_id == identities.c.person_id,
            joint.c.cohort_id == memberships.c.cohort_id,
            joint.c.left_at.is_(None) | (joint.c.left_at >= before),
        )
        .correlate(memberships)
    )
