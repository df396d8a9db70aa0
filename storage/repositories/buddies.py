"""Members who want a buddy or have one, and what has to be known of them to bring two together."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.insertion import insertion
from storage.repositories.looks import Looks
from storage.repositories.preferences import CLOCK_NOW, ROLLOVER, ZONE
from storage.tables.buddies import buddies, buddy_partings
from storage.tables.cohorts import cohorts
from storage.tables.people import people, person_clocks
from storage.tables.study import check_ins, memberships, pauses


class BuddyRow(NamedTuple):
    """A member who wants a buddy or has one; see the table.

    `zone` and `rollover_minutes` are those they live by, `reminder_minutes` counts from midnight, or back
    from the end of their day, `recall_minutes` from midnight. `left_at` is None for those who are in the
    cohort now, `features` is what its admins have chosen.
    """

    id: int
    membership_id: int
    person_id: int
    cohort_id: int
    name: str
    zone: str
    rollover_minutes: int
    reminder_minutes: int | None
    recall_minutes: int | None
    left_at: datetime | None
    cohort: str
    cohort_state: str
    features: Mapping[str, Any]
    state: str
    since: datetime
    with_id: int | None
    news: str
    asked_since: datetime | None
    platform: str


BUDDY_LOOKS = Looks(buddies.c.look_at)
_ROWS = (
    select(
        buddies.c.id,
        memberships.c.id,
        memberships.c.person_id,
        memberships.c.cohort_id,
        people.c.name,
        ZONE,
        ROLLOVER,
        people.c.reminder_minutes,
        people.c.recall_minutes,
        memberships.c.left_at,
        cohorts.c.name,
        cohorts.c.state,
        cohorts.c.features,
        buddies.c.state,
        buddies.c.since,
        buddies.c.with_id,
        buddies.c.news,
        buddies.c.asked_since,
        buddies.c.platform,
    )
    .join(memberships, memberships.c.id == buddies.c.membership_id)
    .join(people, people.c.id == memberships.c.person_id)
    .join(cohorts, cohorts.c.id == memberships.c.cohort_id)
    .outerjoin(person_clocks, CLOCK_NOW)
    .order_by(buddies.c.id)
)


async def loose_buddies(connection: AsyncConnection, cohort_ids: Collection[int]) -> list[BuddyRow]:
    """Those of these cohorts who have left, and those whose buddy has, or is not with them any more."""
    other, theirs = buddies.alias("other"), memberships.alias("theirs")
    is_with_somebody = (
        select(other.c.id)
        .join(theirs, theirs.c.id == other.c.membership_id)
        .where(
            other.c.id == buddies.c.with_id,
            other.c.with_id == buddies.c.id,
            theirs.c.cohort_id == memberships.c.cohort_id,
            theirs.c.left_at.is_(None),
        )
        .correlate(buddies, memberships)
        .exists()
    )
    is_loose = memberships.c.left_at.is_not(None) | ((buddies.c.state != "looking") & ~is_with_somebody)
    return await _rows(connection, memberships.c.cohort_id.in_(cohort_ids) & is_loose)


async def looking_buddies(connection: AsyncConnection, cohort_ids: Collection[int]) -> list[BuddyRow]:
    """Those of these cohorts who look for a buddy and have nothing to hear first."""
    is_looking = (buddies.c.state == "looking") & (buddies.c.news == "") & memberships.c.left_at.is_(None)
    return await _rows(connection, memberships.c.cohort_id.in_(cohort_ids) & is_looking)


async def buddies_of_person(connection: AsyncConnection, person_id: int) -> list[BuddyRow]:
    """What a person is in each of their cohorts."""
    return await _rows(connection, memberships.c.person_id == person_id)


async def buddy_of(connection: AsyncConnection, membership_id: int) -> BuddyRow | None:
    """What a member is, if they want a buddy."""
    found = await _rows(connection, buddies.c.membership_id == membership_id)
    return found[0] if found else None


async def buddies_by_id(connection: AsyncConnection, ids: Collection[int]) -> dict[int, BuddyRow]:
    """Those with these ids."""
    return {row.id: row for row in await _rows(connection, buddies.c.id.in_(ids))}


async def due_buddies(connection: AsyncConnection, now: datetime, most: int) -> list[BuddyRow]:
    """Those to look at now, the longest due first."""
    query = BUDDY_LOOKS.due(_ROWS.order_by(None), now, most)
    return [BuddyRow._make(row) for row in await connection.execute(query)]


async def add_buddy(
    connection: AsyncConnection, membership_id: int, platform: str, at: datetime, look_at: datetime
) -> None:
    """A member looks for a buddy from now on."""
    await connection.execute(
        insert(buddies).values(
            membership_id=membership_id, state="looking", since=at, look_at=look_at, platform=platform
        )
    )


async def change_buddy(connection: AsyncConnection, row_id: int, **values: object) -> None:
    """Sets some of the columns of one."""
    await connection.execute(update(buddies).where(buddies.c.id == row_id).values(**values))


async def drop_buddies(connection: AsyncConnection, ids: Collection[int]) -> None:
    """These want no buddy any more; whom they were with has none then."""
    if ids:
        await connection.execute(delete(buddies).where(buddies.c.id.in_(ids)))


async def add_partings(connection: AsyncConnection, two: Iterable[tuple[int, int]], at: datetime) -> None:
    """Members, by twos, who are not brought together again."""
    values = [{"membership_id": one, "other_id": other, "at": at} for one, other in two if one != other]
    if values:
        adding = insertion(connection.dialect.name)(buddy_partings).on_conflict_do_nothing()
        await connection.execute(adding, values)


async def partings_of(connection: AsyncConnection, membership_ids: Collection[int]) -> set[frozenset[int]]:
    """With whom these members are not brought together again: sets of two."""
    query = select(buddy_partings.c.membership_id, buddy_partings.c.other_id).where(
        buddy_partings.c.membership_id.in_(membership_ids) | buddy_partings.c.other_id.in_(membership_ids)
    )
    return {frozenset(row) for row in await connection.execute(query)}


async def rests_of_members(
    connection: AsyncConnection, membership_ids: Collection[int]
) -> dict[int, list[tuple[date, date]]]:
    """The pauses of these members, first and last day, by membership."""
    query = select(pauses.c.membership_id, pauses.c.first, pauses.c.last).where(
        pauses.c.membership_id.in_(membership_ids)
    )
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for membership_id, first, last in await connection.execute(query):
        found[membership_id].append((first, last))
    return found


async def check_in_instants(
    connection: AsyncConnection, membership_ids: Collection[int], since: datetime
) -> dict[int, list[datetime]]:
    """When these members have checked in since an instant, by membership."""
    query = _check_ins(membership_ids).add_columns(check_ins.c.at).where(check_ins.c.at > since)
    found: dict[int, list[datetime]] = defaultdict(list)
    for membership_id, at in await connection.execute(query.order_by(check_ins.c.at)):
        found[membership_id].append(at)
    return found


async def last_check_ins(
    connection: AsyncConnection, membership_ids: Collection[int]
) -> dict[int, tuple[date, datetime]]:
    """The last day for which each of these members checked in, and when they last did, by membership."""
    last = func.max(check_ins.c.day), func.max(check_ins.c.at)
    query = _check_ins(membership_ids).add_columns(*last).group_by(memberships.c.id)
    return {row[0]: (row[1], row[2]) for row in await connection.execute(query)}


def _check_ins(membership_ids: Collection[int]) -> Select[Any]:
    return (
        select(memberships.c.id)
        .join(
            check_ins,
            (check_ins.c.person_id == memberships.c.person_id)
            & (check_ins.c.cohort_id == memberships.c.cohort_id),
        )
        .where(memberships.c.id.in_(membership_ids), check_ins.c.undone_at.is_(None))
    )


async def _rows(connection: AsyncConnection, which: ColumnElement[bool]) -> list[BuddyRow]:
    return [BuddyRow._make(row) for row in await connection.execute(_ROWS.where(which))]
