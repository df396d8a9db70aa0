"""Edits and days off: the past stays, what lies ahead moves, and it is shown before it is saved."""

from collections.abc import AsyncIterator
from datetime import date, time
from pathlib import Path

import pytest
from study_world import BERLIN, GENERAL, MONDAY, World, at, day, study_world

from bot.domain.errors import Conflict, Forbidden, Invalid, StudyError
from bot.interface.address import RoomAddress
from bot.services.cohort_edits import EditShown
from bot.services.cohort_preview import CohortPreview
from bot.services.cohort_settings import Wishes

RANDOM = RoomAddress("demo", "club", "random", name="random")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with study_world(tmp_path) as found:
        yield found


async def test_an_edit_is_shown_and_moves_nothing_before_it_is_saved(world: World) -> None:
    cohort_id = await world.cohort()
    await world.posted_until(day(2))
    before = await world.stored(cohort_id)
    shown = await shown_edit(world, cohort_id, Wishes(at=time(18), weekdays=frozenset({0, 2, 4})))
    assert [change.setting for change in shown.changed] == ["time", "days"]
    assert shown.posted == 3
    assert shown.moves[0].number == 4
    assert (shown.moves[0].before, shown.moves[0].after) == (at(day(3)), at(day(4), "18:00"))
    assert (shown.last_before, shown.last_after) == (date(2027, 1, 29), date(2027, 2, 15))
    assert await world.stored(cohort_id) == before
    saved = await world.edits.save(await world.somebody(), str(cohort_id), shown.nonce)
    assert saved.next_post_at == at(day(4), "18:00")
    _, days = await world.stored(cohort_id)
    assert days[:3] == before[1][:3]
    assert [row.posts_at for row in days[3:5]] == [at(day(4), "18:00"), at(day(7), "18:00")]


async def test_an_edited_cohort_posts_every_lesson_once(world: World) -> None:
    cohort_id = await world.cohort()
    await world.posted_until(day(2))
    for wishes in (Wishes(at=time(8)), Wishes(weekdays=frozenset(range(7))), Wishes(zone="Asia/Tokyo")):
        shown = await shown_edit(world, cohort_id, wishes)
        await world.edits.save(await world.somebody(), str(cohort_id), shown.nonce)
    await world.posted_until(day(60))
    assert world.numbers() == list(range(1, 21))


async def test_a_new_zone_of_the_cohort_leaves_the_days_before_as_they_were(world: World) -> None:
    cohort_id = await world.cohort(wishes=Wishes(start=MONDAY, zone=BERLIN, grace=0))
    await world.member(cohort_id, "Bruno")  # who never named a zone of his own
    await world.posted_until(MONDAY)
    await world.checks_in("Bruno", cohort_id, at(MONDAY, "22:00"))  # in Tokyo, that day is over
    await world.posted_until(day(1))
    assert (await world.streak("Bruno", cohort_id)).current == 1
    shown = await shown_edit(world, cohort_id, Wishes(zone="Asia/Tokyo"))
    await world.edits.save(await world.somebody(), str(cohort_id), shown.nonce)
    assert (await world.streak("Bruno", cohort_id)).current == 1
    await world.posted_until(day(3))
    assert (await world.streak("Bruno", cohort_id)).longest == 1


async def test_a_time_that_has_passed_today_begins_tomorrow_and_posts_no_day_twice(world: World) -> None:
    cohort_id = await world.cohort(wishes=Wishes(start=MONDAY, zone=BERLIN, at=time(20)))
    world.clock.at = at(MONDAY, "12:00")
    shown = await shown_edit(world, cohort_id, Wishes(at=time(9)))
    await world.edits.save(await world.somebody(), str(cohort_id), shown.nonce)
    assert await world.announcer().next_post_at() == at(day(1))


async def test_an_edit_that_others_came_before_is_not_saved(world: World) -> None:
    cohort_id = await world.cohort()
    first = await shown_edit(world, cohort_id, Wishes(at=time(8)))
    second = await shown_edit(world, cohort_id, Wishes(at=time(10)))
    with pytest.raises(Conflict, match="edit_outdated"):
        await world.edits.save(await world.somebody(), str(cohort_id), first.nonce)
    await world.edits.save(await world.somebody(), str(cohort_id), second.nonce)
    with pytest.raises(Conflict, match="edit_outdated"):
        await world.edits.save(await world.somebody(), str(cohort_id), second.nonce)


async def test_a_draft_is_changed_at_once(world: World) -> None:
    draft = await world.cohorts.create(await world.somebody(), "py-backend-20d", Wishes(name="Winter"))
    changed = await world.edits.show(
        await world.somebody(), str(draft.cohort_id), Wishes(name="Spring", start=day(7), room=RANDOM)
    )
    assert isinstance(changed, CohortPreview)
    assert (changed.name, changed.first, changed.rooms) == ("Spring", day(7), ("random",))


async def test_the_start_can_move_before_the_first_post_and_not_after(world: World) -> None:
    cohort_id = await world.cohort()
    shown = await shown_edit(world, cohort_id, Wishes(start=day(7)))
    await world.edits.save(await world.somebody(), str(cohort_id), shown.nonce)
    assert await world.announcer().next_post_at() == at(day(7))
    await world.posted_until(day(7))
    with pytest.raises(Invalid, match="has_begun"):
        await shown_edit(world, cohort_id, Wishes(start=day(14)))


async def test_posts_go_to_the_new_room_after_an_edit(world: World) -> None:
    cohort_id = await world.cohort()
    shown = await shown_edit(world, cohort_id, Wishes(room=RANDOM))
    await world.edits.save(await world.somebody(), str(cohort_id), shown.nonce)
    await world.posted_until(day(0))
    assert (len(world.platform.titles(GENERAL)), len(world.platform.titles(RANDOM))) == (0, 1)


async def test_wishes_that_cannot_be_are_refused_and_change_nothing(world: World) -> None:
    cohort_id = await world.cohort()
    before = await world.stored(cohort_id)
    for wishes, code in (
        (Wishes(at=time(9)), "nothing_to_change"),
        (Wishes(quota=6), "quota"),
    ):
        with pytest.raises(Invalid, match=code):
            await shown_edit(world, cohort_id, wishes)
    await world.cohort("Other")
    with pytest.raises(Conflict, match="name_taken"):
        await shown_edit(world, cohort_id, Wishes(name="other"))
    assert await world.stored(cohort_id) == before


async def test_a_holiday_ahead_moves_the_roadmap_and_the_past_stays(world: World) -> None:
    cohort_id = await world.cohort()
    await world.posted_until(day(1))
    _, before = await world.stored(cohort_id)
    added = await world.holidays.skip(await world.somebody(), str(cohort_id), day(3), "")
    assert (added.last_before, added.last_after) == (date(2027, 1, 29), date(2027, 2, 1))
    _, after = await world.stored(cohort_id)
    assert after[:2] == before[:2]
    assert [row.day for row in after[2:5]] == [day(2), day(4), day(7)]
    assert [row.planned for row in after] == [row.planned for row in before]


async def test_a_holiday_added_afterwards_mends_the_streak(world: World) -> None:
    cohort_id = await world.cohort()
    await world.member(cohort_id, "Bob")
    await world.posted_until(day(8))
    for passed in (0, 4, 7, 8):  # three days missed: no freeze covers that
        await world.checks_in("Bob", cohort_id, at(day(passed), "12:00"))
    assert (await world.streak("Bob", cohort_id)).current == 3
    for passed in (1, 2, 3):
        await world.holidays.skip(await world.somebody(), str(cohort_id), day(passed), "")
    standing = await world.streak("Bob", cohort_id)
    assert (standing.current, standing.freezes) == (4, 2)
    assert world.numbers() == [1, 2, 3, 4, 5, 6, 7]


async def test_a_countrys_public_holidays_are_off_by_name(world: World) -> None:
    cohort_id = await world.cohort(curriculum="py-backend-12w")
    added = await world.holidays.skip(await world.somebody(), str(cohort_id), None, "germany")
    assert [(row.day, row.reason) for row in added.added] == [
        (date(2027, 3, 26), "Good Friday"),
        (date(2027, 3, 29), "Easter Monday"),
    ]


@pytest.mark.parametrize(
    ("passed", "country", "code"),
    [
        (None, "", "skip_what"),
        (-30, "", "day_too_far"),
        (30_000, "", "day_too_far"),
        (None, "Atlantis", "unknown_choice"),
    ],
)
async def test_what_cannot_be_skipped_is_refused(
    world: World, passed: int | None, country: str, code: str
) -> None:
    cohort_id = await world.cohort()
    with pytest.raises(StudyError) as caught:
        await world.holidays.skip(
            await world.somebody(), str(cohort_id), None if passed is None else day(passed), country
        )
    assert caught.value.code == code


async def test_the_same_day_off_twice_is_said_to_be_there(world: World) -> None:
    cohort_id = await world.cohort()
    await world.holidays.skip(await world.somebody(), str(cohort_id), day(3), "")
    with pytest.raises(Conflict, match="already_off"):
        await world.holidays.skip(await world.somebody(), str(cohort_id), day(3), "")


async def test_members_change_nothing(world: World) -> None:
    cohort_id = await world.cohort()
    before = await world.stored(cohort_id)
    bob = await world.member(cohort_id, "Bob")
    with pytest.raises(Forbidden):
        await world.edits.show(bob, str(cohort_id), Wishes(at=time(8)))
    with pytest.raises(Forbidden):
        await world.edits.save(bob, str(cohort_id), "abc")
    with pytest.raises(Forbidden):
        await world.holidays.skip(bob, str(cohort_id), day(3), "")
    assert await world.stored(cohort_id) == before


async def shown_edit(world: World, cohort_id: int, wishes: Wishes) -> EditShown:
    shown = await world.edits.show(await world.somebody(), str(cohort_id), wishes)
    assert isinstance(shown, EditShown)
    return shown
