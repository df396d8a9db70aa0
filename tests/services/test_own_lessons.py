"""Today's lesson and the plan, as one person sees them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from study_world import MONDAY, World, at, study_world

from bot.domain.errors import Invalid, NotFound
from bot.domain.standing import Status
from bot.services.learners import Learners
from bot.services.lessons_own import NoLessonNow, OwnLessons, TodaysLesson

TUESDAY, FRIDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with study_world(tmp_path) as found:
        yield found


@pytest.fixture
def lessons(world: World) -> OwnLessons:
    return OwnLessons(world.database, world.curricula, Learners())


async def test_before_the_first_post_today_says_when_it_comes(world: World, lessons: OwnLessons) -> None:
    await world.cohort()
    found = await lessons.today(await world.somebody(), "")
    assert isinstance(found, NoLessonNow)
    assert found.upcoming is not None
    assert (found.upcoming.number, found.upcoming.posts_at) == (1, at(MONDAY))


async def test_today_is_open_until_the_learners_own_deadline(world: World, lessons: OwnLessons) -> None:
    cohort_id = await world.cohort()
    bob = await world.member(cohort_id, "Bob")
    open_at = replace(bob, at=at(TUESDAY, "02:59"))
    found = await lessons.today(open_at, "")
    assert isinstance(found, TodaysLesson)
    assert (found.number, found.study_days, found.status) == (1, 20, Status.OPEN)
    assert found.counts_until == at(TUESDAY, "03:00")
    assert isinstance(await lessons.today(replace(bob, at=at(TUESDAY, "03:00")), ""), NoLessonNow)
    elsewhere = await world.somebody("Kim", zone="America/New_York", administers=False)
    found = await lessons.today(replace(elsewhere, at=at(TUESDAY, "03:00")), "")
    assert isinstance(found, TodaysLesson)
    assert found.status is None


async def test_today_shows_that_it_was_done(world: World, lessons: OwnLessons) -> None:
    cohort_id = await world.cohort()
    bob = await world.member(cohort_id, "Bob")
    world.clock.at = at(MONDAY, "12:00")
    await world.checks_in("Bob", cohort_id, at(MONDAY, "12:00"))
    found = await lessons.today(replace(bob, at=at(MONDAY, "13:00")), "")
    assert isinstance(found, TodaysLesson)
    assert (found.status, found.done_at) == (Status.DONE, at(MONDAY, "12:00"))


async def test_a_paused_cohort_keeps_its_numbers_and_plans_nothing(world: World, lessons: OwnLessons) -> None:
    cohort_id = await world.cohort()
    bob = await world.member(cohort_id, "Bob")
    world.clock.at = at(MONDAY)
    await world.announcer().run_once()
    await world.states.pause(await world.somebody(), str(cohort_id))
    found = await lessons.today(replace(bob, at=at(MONDAY, "12:00")), "")
    assert isinstance(found, TodaysLesson)
    assert (found.number, found.study_days) == (1, 20)
    later = await lessons.today(replace(bob, at=at(FRIDAY, "12:00")), "")
    assert isinstance(later, NoLessonNow)
    assert (later.state, later.upcoming) == ("paused", None)


async def test_the_plan_opens_on_this_week_and_marks_what_was_done(world: World, lessons: OwnLessons) -> None:
    cohort_id = await world.cohort()
    bob = await world.member(cohort_id, "Bob")
    announcer = world.announcer()
    for day in (MONDAY, TUESDAY):
        world.clock.at = at(day)
        await announcer.run_once()
    await world.checks_in("Bob", cohort_id, at(MONDAY, "12:00"))
    page = await lessons.plan(replace(bob, at=at(TUESDAY, "12:00")), "", 0)
    assert (page.week, page.weeks, len(page.days)) == (1, 4, 5)
    assert [day.status for day in page.days] == [
        Status.DONE,
        Status.OPEN,
        Status.FUTURE,
        Status.FUTURE,
        Status.FUTURE,
    ]
    third = await lessons.plan(replace(bob, at=at(TUESDAY, "12:00")), "", 3)
    assert [day.number for day in third.days] == [11, 12, 13, 14, 15]


@pytest.mark.parametrize(("asked", "shown"), [(0, 1), (-5, 1), (4, 4), (1000, 4)])
async def test_a_week_out_of_range_is_the_nearest(
    world: World, lessons: OwnLessons, asked: int, shown: int
) -> None:
    await world.cohort()
    assert (await lessons.plan(await world.somebody(), "", asked)).week == shown


async def test_days_off_stand_on_the_plan(world: World, lessons: OwnLessons) -> None:
    cohort_id = await world.cohort()
    await world.holidays.skip(await world.somebody(), str(cohort_id), FRIDAY, "")
    page = await lessons.plan(await world.somebody(), "", 1)
    assert [row.day for row in page.days_off] == [FRIDAY]
    assert len(page.days) == 4


async def test_without_a_cohort_or_with_several_it_is_asked_which(world: World, lessons: OwnLessons) -> None:
    with pytest.raises(NotFound, match="no_cohort_here"):
        await lessons.today(await world.somebody(), "")
    await world.cohort("One")
    await world.cohort("Two")
    with pytest.raises(Invalid, match="which_cohort"):
        await lessons.today(await world.somebody(), "")
    assert isinstance(await lessons.today(await world.somebody(), "Two"), NoLessonNow)


async def test_asking_changes_nothing(world: World, lessons: OwnLessons) -> None:
    cohort_id = await world.cohort()
    bob = await world.member(cohort_id, "Bob")
    before = await world.stored(cohort_id)
    for _ in range(3):
        await lessons.today(replace(bob, at=at(MONDAY, "12:00")), "")
        await lessons.plan(replace(bob, at=at(MONDAY, "12:00")), "", 2)
    assert await world.stored(cohort_id) == before
