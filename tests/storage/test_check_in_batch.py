"""The check-in's hot path: what a fold finds, what it leaves behind, and what the constraints forbid."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from stored_people import FORBIDDEN, NOW

from storage.database import Database
from storage.group_commit import Hot
from storage.repositories.check_in_batch import Changes, NewCheckIn, SeenEvent, load, save
from storage.repositories.standings import CachedStanding, find
from storage.running import OnConnection
from storage.tables.cohorts import cohorts, curriculum_versions
from storage.tables.people import people, spaces
from storage.tables.study import check_ins, memberships

pytestmark = pytest.mark.databases("sqlite", "postgresql")

MONDAY = date(2027, 1, 4)
MEMBERS = range(1, 41)
COHORT = 7


@pytest.fixture
async def cohort(database: Database) -> Database:
    """A database with forty members in cohort 7; member n has membership 100 + n."""
    content = {"slug": "py", "digest": "d", "title": "Python", "content": "{}", "created_at": NOW}
    settings = {"zone": "Europe/Berlin", "post_minutes": 540, "weekdays": "0123456", "start": MONDAY}
    policies = {"pacing": {}, "streak": {}, "late_policy": "shift", "state": "running", "language": "en"}
    async with database.write() as writer:
        await writer.execute(insert(spaces).values(id=1, platform="here", external_id="1", name="Space"))
        await writer.execute(insert(curriculum_versions).values(id=1, **content))
        await writer.execute(
            insert(cohorts).values(
                id=COHORT,
                space_id=1,
                curriculum_version_id=1,
                name="C",
                created_at=NOW,
                **settings,
                **policies,
            )
        )
        await writer.execute(insert(people), [{"id": n, "name": f"{n}", "created_at": NOW} for n in MEMBERS])
        await writer.execute(
            insert(memberships),
            [
                {"id": 100 + n, "cohort_id": COHORT, "person_id": n, "joined_at": NOW, "stale_at": NOW}
                for n in MEMBERS
            ],
        )
    return database


def changes(person_id: int, event: str, day: date = MONDAY) -> Changes:
    """One day more for a member, as the deciding code would have it."""
    return Changes(
        [NewCheckIn(COHORT, person_id, day, NOW, NOW, "Europe/Berlin", "here", "study", note="done")],
        [CachedStanding(1, 1, 2, 1, 1, 0.05, 1.0, "{}", NOW + timedelta(days=1), 100 + person_id)],
        [SeenEvent("here", event, NOW)],
    )


async def check_in(hot: Hot, wishes: Sequence[tuple[int, str]]) -> list[bool]:
    """A batch function that decides nothing but whether the event was seen before the fold."""
    events = [("here", event) for _, event in wishes]
    loaded = await load(hot, {(person_id, COHORT) for person_id, _ in wishes}, events)
    fresh = [event not in loaded.seen for event in events]
    every = [changes(*wish) for wish, is_fresh in zip(wishes, fresh, strict=True) if is_fresh]
    save(
        hot,
        Changes(
            [row for one in every for row in one.check_ins],
            [row for one in every for row in one.standings],
            [row for one in every for row in one.seen],
        ),
    )
    return fresh


async def recorded(database: Database) -> list[int]:
    async with database.read() as reader:
        query = select(check_ins.c.person_id).order_by(check_ins.c.person_id)
        return list((await reader.execute(query)).scalars())


async def test_a_fold_leaves_check_ins_standings_and_events_behind(cohort: Database) -> None:
    wishes = [(n, f"event {n}") for n in MEMBERS]
    assert all(await asyncio.gather(*[cohort.together(check_in, wish) for wish in wishes]))

    assert await recorded(cohort) == list(MEMBERS)
    async with cohort.read() as reader:
        found = await find(OnConnection(reader), [(1, COHORT), (40, COHORT), (41, COHORT)])
    assert set(found) == {(1, COHORT), (40, COHORT)}
    ada = found[1, COHORT]
    assert (ada.id, ada.joined_at, ada.fold, ada.freezes) == (101, NOW, "{}", 2)
    assert (ada.stale_at, ada.left_at, ada.revision) == (NOW + timedelta(days=1), None, 1)


async def test_an_event_that_was_seen_is_known_to_the_next_fold(cohort: Database) -> None:
    assert await cohort.together(check_in, (1, "event"))
    assert not await cohort.together(check_in, (1, "event"))

    assert await recorded(cohort) == [1]


async def test_the_same_event_twice_in_a_fold_has_one_effect(cohort: Database) -> None:
    # `check_in` looks only at what was seen before the fold: the constraint stops it, the second try knows.
    results = await asyncio.gather(*[cohort.together(check_in, (1, "event")) for _ in range(20)])

    assert sorted(results) == [False] * 19 + [True]
    assert await recorded(cohort) == [1]


async def test_a_second_check_in_for_a_day_is_stopped_and_harms_nobody_else(cohort: Database) -> None:
    wishes = [(1, "a"), (2, "b"), (1, "c"), (99, "d"), (3, "e")]  # 99 is nobody
    results = await asyncio.gather(
        *[cohort.together(check_in, wish) for wish in wishes], return_exceptions=True
    )

    assert results[:2] + results[4:] == [True, True, True]
    assert all(isinstance(result, FORBIDDEN) for result in results[2:4])
    assert await recorded(cohort) == [1, 2, 3]


async def test_a_day_is_free_again_after_undoing(cohort: Database) -> None:
    await cohort.together(check_in, (1, "first"))
    async with cohort.write() as writer:
        await writer.execute(check_ins.update().values(undone_at=NOW))
    await cohort.together(check_in, (1, "again"))

    assert await recorded(cohort) == [1, 1]


async def test_the_database_itself_allows_one_check_in_a_member_and_day(cohort: Database) -> None:
    row = changes(1, "event").check_ins[0]._asdict()
    async with cohort.write() as writer:
        await writer.execute(insert(check_ins).values(row))
    with pytest.raises(IntegrityError):
        async with cohort.write() as writer:
            await writer.execute(insert(check_ins).values(row))


async def test_of_several_standings_of_a_member_in_a_fold_the_last_one_stays(cohort: Database) -> None:
    async def keeps(hot: Hot, counts: Sequence[int]) -> Sequence[int]:
        standings = [
            CachedStanding(count, count, 2, count, 9, 0.5, 1.0, None, NOW, 100 + count % 2)
            for count in counts
        ]
        save(hot, Changes(standings=standings))
        return counts

    await asyncio.gather(*[cohort.together(keeps, count) for count in (3, 5, 2, 8, 7, 4)])
    async with cohort.read() as reader:
        query = select(memberships.c.id, memberships.c.current, memberships.c.fold).where(
            memberships.c.id.in_((100, 101))
        )
        kept = {row.id: (row.current, row.fold) for row in await reader.execute(query)}
    assert kept == {101: (7, None)}
