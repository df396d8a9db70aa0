"""A cohort's life: each state allows its steps, and what was posted stays whatever happens."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from study_world import BERLIN, MONDAY, World, at, day, study_world

from bot.domain.errors import Conflict, Forbidden, NotFound, StudyError
from bot.interface.address import RoomAddress
from bot.services.cohort_housekeeping import CohortHousekeeping
from bot.services.cohort_settings import Wishes
from bot.services.cohort_states import CohortStates

RANDOM = RoomAddress("demo", "club", "random", name="random")
STEPS = ("start", "pause", "resume", "end", "delete")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with study_world(tmp_path) as found:
        yield found


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
    await world.posted_until(day(1))
    for passed in (0, 1):
        await world.checks_in("Bob", cohort_id, at(day(passed), "12:00"))
    await step(world, "pause", cohort_id)
    await world.posted_until(day(8))
    assert world.numbers() == [1, 2]
    await step(world, "resume", cohort_id)
    await world.posted_until(day(9))
    assert world.numbers() == [1, 2, 3]
    await world.checks_in("Bob", cohort_id, at(day(9), "12:00"))
    assert (await world.streak("Bob", cohort_id)).current == 3


async def test_a_pause_costs_no_week_where_streaks_count_weeks(world: World) -> None:
    weekly = Wishes(start=MONDAY, zone=BERLIN, quota=3)
    cohort_id = await world.cohort(wishes=weekly)
    await world.member(cohort_id, "Bob")
    await world.posted_until(day(4))
    for passed in (0, 1, 2):
        await world.checks_in("Bob", cohort_id, at(day(passed), "12:00"))
    await world.posted_until(day(7))
    await world.checks_in("Bob", cohort_id, at(day(7), "12:00"))
    await step(world, "pause", cohort_id)  # one day into the second week
    world.clock.at = at(day(15), "12:00")
    await step(world, "resume", cohort_id)  # on the Tuesday of the third
    await world.posted_until(day(18))
    for passed in (16, 17, 18):
        await world.checks_in("Bob", cohort_id, at(day(passed), "12:00"))
    assert (await world.streak("Bob", cohort_id)).current == 3


async def test_a_deleted_cohort_is_gone_for_its_members_and_comes_back_with_everything(world: World) -> None:
    cohort_id = await world.cohort()
    await world.member(cohort_id, "Bob")
    await world.posted_until(day(1))
    await world.checks_in("Bob", cohort_id, at(day(0), "12:00"))
    await step(world, "delete", cohort_id)
    with pytest.raises(StudyError):
        await world.checks_in("Bob", cohort_id, at(day(1), "12:00"))
    await world.posted_until(day(3))
    assert world.numbers() == [1, 2]
    await step(world, "resume", cohort_id)
    await world.posted_until(day(4))
    assert world.numbers() == [1, 2, 3]
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
    await world.posted_until(date(2027, 1, 29))
    assert await keeping.end_finished() == 0
    world.clock.at += timedelta(days=5)
    assert await keeping.end_finished() == 1
    found, days = await world.stored(cohort_id)
    assert found is not None
    assert (found.state, len(days)) == ("ended", 20)


async def test_members_change_nothing(world: World) -> None:
    cohort_id = await world.cohort()
    before = await world.stored(cohort_id)
    bob = await world.member(cohort_id, "Bob")
    for name in STEPS:
        with pytest.raises(Forbidden):
            await getattr(world.states, name)(replace(bob, event_id=name), str(cohort_id))
    assert await world.stored(cohort_id) == before
