"""A cohort's life and its edits: the past stays, what lies ahead moves, and is shown before it is saved."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from study_world import BERLIN, GENERAL, MONDAY, World, at, study_world

from bot.announcer import Announcer
from bot.domain.errors import Conflict, Forbidden, Invalid, NotFound, StudyError
from bot.interface.command import RoomAddress
from bot.services.cohort_edits import EditShown
from bot.services.cohort_housekeeping import CohortHousekeeping
from bot.services.cohort_preview import CohortPreview
from bot.services.cohort_settings import Wishes
from bot.services.cohort_states import CohortStates

RANDOM = RoomAddress("demo", "club", "random", name="random")
STEPS = ("start", "pause", "resume", "end", "delete")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with study_world(tmp_path) as found:
        yield found


def day(passed: int) -> date:
    """So many days after the first Monday."""
    return MONDAY + timedelta(days=passed)


async def posted_until(world: World, last: date) -> Announcer:
    """Lets everything be posted that is due by noon of a day."""
    announcer = world.announcer()
    while (due := await announcer.next_due_at()) is not None and due <= at(last, "12:00"):
        world.clock.at = due
        await announcer.run_once()
    world.clock.at = at(last, "12:00")
    return announcer


async def numbers(world: World) -> list[int]:
    return [int(title.split()[1]) for title in world.platform.titles()]


async def step(world: World, name: str, cohort_id: int) -> object:
    states: CohortStates = world.states
    return await getattr(states, name)(await world.somebody(), str(cohort_id))


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ((), {"pause", "end", "delete"}),
        (("pause",), {"resume", "end", "delete"}),
        (("end",), {"delete"}),
        (("delete",), {"resume"}),
        (("pause", "resume"), {"pause", "end", "delete"}),
        (("pause", "delete", "resume"), {"resume", "end", "delete"}),
        (("end", "delete", "resume"), {"delete"}),
    ],
)
async def test_each_state_allows_its_steps_and_refuses_all_others(
    world: World, path: tuple[str, ...], allowed: set[str]
) -> None:
    cohort_id = await world.cohort()
    for each in path:
        await step(world, each, cohort_id)
    before = await world.stored(cohort_id)
    for name in sorted(set(STEPS) - allowed):
        with pytest.raises(Conflict, match=f"cannot_{name}"):
            await step(world, name, cohort_id)
    assert await world.stored(cohort_id) == before
    for name in sorted(allowed)[:1]:
        await step(world, name, cohort_id)


async def test_a_draft_can_only_be_started_or_deleted_and_comes_back_as_a_draft(world: World) -> None:
    draft = await world.cohorts.create(await world.somebody(), "py-backend-20d", Wishes(name="Winter"))
    for name in ("pause", "resume", "end"):
        with pytest.raises(Conflict):
            await step(world, name, draft.cohort_id)
    await step(world, "delete", draft.cohort_id)
    await step(world, "resume", draft.cohort_id)
    found, _ = await world.stored(draft.cohort_id)
    assert found is not None
    assert found.state == "draft"
    await step(world, "start", draft.cohort_id)


async def test_a_pause_stops_the_posts_and_the_roadmap_goes_on_where_it_stopped(world: World) -> None:
    cohort_id = await world.cohort()
    await world.member(cohort_id, "Bob")
    await posted_until(world, day(1))
    for passed in (0, 1):
        await world.checks_in("Bob", cohort_id, at(day(passed), "12:00"))
    await step(world, "pause", cohort_id)
    await posted_until(world, day(8))
    assert await numbers(world) == [1, 2]
    await step(world, "resume", cohort_id)
    await posted_until(world, day(9))
    assert await numbers(world) == [1, 2, 3]
    await world.checks_in("Bob", cohort_id, at(day(9), "12:00"))
    assert (await world.streak("Bob", cohort_id)).current == 3


async def test_a_pause_costs_no_week_where_streaks_count_weeks(world: World) -> None:
    weekly = Wishes(start=MONDAY, zone=BERLIN, streak="weekly", quota=3)
    cohort_id = await world.cohort(wishes=weekly)
    await world.member(cohort_id, "Bob")
    await posted_until(world, day(4))
    for passed in (0, 1, 2):
        await world.checks_in("Bob", cohort_id, at(day(passed), "12:00"))
    await posted_until(world, day(7))
    await world.checks_in("Bob", cohort_id, at(day(7), "12:00"))
    await step(world, "pause", cohort_id)  # one day into the second week
    world.clock.at = at(day(15), "12:00")
    await step(world, "resume", cohort_id)  # on the Tuesday of the third
    await posted_until(world, day(18))
    for passed in (16, 17, 18):
        await world.checks_in("Bob", cohort_id, at(day(passed), "12:00"))
    assert (await world.streak("Bob", cohort_id)).current == 3


async def test_a_deleted_cohort_is_gone_for_its_members_and_comes_back_with_everything(world: World) -> None:
    cohort_id = await world.cohort()
    await world.member(cohort_id, "Bob")
    await posted_until(world, day(1))
    await world.checks_in("Bob", cohort_id, at(day(0), "12:00"))
    await step(world, "delete", cohort_id)
    with pytest.raises(StudyError):
        await world.checks_in("Bob", cohort_id, at(day(1), "12:00"))
    await posted_until(world, day(3))
    assert await numbers(world) == [1, 2]
    await step(world, "resume", cohort_id)
    await posted_until(world, day(4))
    assert await numbers(world) == [1, 2, 3]
    assert (await world.streak("Bob", cohort_id)).counted == 1


async def test_what_was_deleted_thirty_days_ago_is_gone_for_good(world: World) -> None:
    cohort_id = await world.cohort()
    keeping = CohortHousekeeping(world.database, world.clock)
    await step(world, "delete", cohort_id)
    world.clock.at += timedelta(days=30)
    assert await keeping.forget_deleted() == 0
    world.clock.at += timedelta(seconds=1)
    assert await keeping.forget_deleted() == 1
    with pytest.raises(NotFound):
        await step(world, "resume", cohort_id)


async def test_a_finished_cohort_ends_by_itself_once_nobody_can_check_in_any_more(world: World) -> None:
    cohort_id = await world.cohort()
    keeping = CohortHousekeeping(world.database, world.clock)
    await posted_until(world, date(2027, 1, 29))
    assert await keeping.end_finished() == 0
    world.clock.at += timedelta(days=5)
    assert await keeping.end_finished() == 1
    found, days = await world.stored(cohort_id)
    assert found is not None
    assert (found.state, len(days)) == ("ended", 20)


async def test_an_edit_is_shown_and_moves_nothing_before_it_is_saved(world: World) -> None:
    cohort_id = await world.cohort()
    await posted_until(world, day(2))
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
    await posted_until(world, day(2))
    for wishes in (Wishes(at=time(8)), Wishes(weekdays=frozenset(range(7))), Wishes(zone="Asia/Tokyo")):
        shown = await shown_edit(world, cohort_id, wishes)
        await world.edits.save(await world.somebody(), str(cohort_id), shown.nonce)
    await posted_until(world, day(60))
    assert await numbers(world) == list(range(1, 21))


async def test_a_time_that_has_passed_today_begins_tomorrow_and_posts_no_day_twice(world: World) -> None:
    cohort_id = await world.cohort(wishes=Wishes(start=MONDAY, zone=BERLIN, at=time(20)))
    world.clock.at = at(MONDAY, "12:00")
    shown = await shown_edit(world, cohort_id, Wishes(at=time(9)))
    await world.edits.save(await world.somebody(), str(cohort_id), shown.nonce)
    assert await world.announcer().next_due_at() == at(day(1))


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
    assert await world.announcer().next_due_at() == at(day(7))
    await posted_until(world, day(7))
    with pytest.raises(Invalid, match="has_begun"):
        await shown_edit(world, cohort_id, Wishes(start=day(14)))


async def test_posts_go_to_the_new_room_after_an_edit(world: World) -> None:
    cohort_id = await world.cohort()
    shown = await shown_edit(world, cohort_id, Wishes(room=RANDOM))
    await world.edits.save(await world.somebody(), str(cohort_id), shown.nonce)
    await posted_until(world, day(0))
    assert (len(world.platform.titles(GENERAL)), len(world.platform.titles(RANDOM))) == (0, 1)


async def test_wishes_that_cannot_be_are_refused_and_change_nothing(world: World) -> None:
    cohort_id = await world.cohort()
    before = await world.stored(cohort_id)
    for wishes, code in (
        (Wishes(at=time(9)), "nothing_to_change"),
        (Wishes(streak="weekly", quota=6), "quota"),
    ):
        with pytest.raises(Invalid, match=code):
            await shown_edit(world, cohort_id, wishes)
    await world.cohort("Other")
    with pytest.raises(Conflict, match="name_taken"):
        await shown_edit(world, cohort_id, Wishes(name="other"))
    assert await world.stored(cohort_id) == before


async def test_a_holiday_ahead_moves_the_roadmap_and_the_past_stays(world: World) -> None:
    cohort_id = await world.cohort()
    await posted_until(world, day(1))
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
    await posted_until(world, day(8))
    for passed in (0, 4, 7, 8):  # three days missed: no freeze covers that
        await world.checks_in("Bob", cohort_id, at(day(passed), "12:00"))
    assert (await world.streak("Bob", cohort_id)).current == 3
    for passed in (1, 2, 3):
        await world.holidays.skip(await world.somebody(), str(cohort_id), day(passed), "")
    standing = await world.streak("Bob", cohort_id)
    assert (standing.current, standing.freezes) == (4, 2)
    assert await numbers(world) == [1, 2, 3, 4, 5, 6, 7]


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
    for name in STEPS:
        with pytest.raises(Forbidden):
            await getattr(world.states, name)(replace(bob, event_id=name), str(cohort_id))
    with pytest.raises(Forbidden):
        await world.edits.show(bob, str(cohort_id), Wishes(at=time(8)))
    with pytest.raises(Forbidden):
        await world.holidays.skip(bob, str(cohort_id), day(3), "")
    assert await world.stored(cohort_id) == before


async def shown_edit(world: World, cohort_id: int, wishes: Wishes) -> EditShown:
    shown = await world.edits.show(await world.somebody(), str(cohort_id), wishes)
    assert isinstance(shown, EditShown)
    return shown
