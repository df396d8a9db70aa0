"""Topics come back by themselves to those who want it: at their own hour, seldom, and after what waits."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from study_world import BERLIN, MONDAY, World, at, day

from bot.domain.errors import Invalid
from bot.domain.recall import Grade
from bot.interface.platform import SlowDown
from bot.services.cohort_settings import Wishes as CohortWishes
from bot.services.people import People, Wishes
from bot.services.recall_facts import Prompt
from tests.recall_world import DAILY, asks, learns, prompted, says, studied

TUESDAY = date(2027, 1, 5)
AT_SIX = Wishes(zone=BERLIN, recall=time(18))


async def wanted(world: World, *passed: int, wish: Wishes = AT_SIX) -> int:
    """A cohort with Bob, who has learnt topics on some days and wants them to come back."""
    cohort_id = await studied(world, *passed)
    await world.wishes("Bob", wish)
    return cohort_id


def prompts(world: World) -> int:
    return sum("Do you still know it?" in text for text in world.platform.said_to())


async def recalls_all_that_is_due(world: World) -> None:
    """Easily: it all comes back in eight days."""
    while isinstance(prompt := await asks(world), Prompt):
        await says(world, prompt, Grade.EASY)


async def test_a_learnt_topic_comes_back_at_the_members_own_hour(world: World) -> None:
    await wanted(world, 0)
    await world.goes_by(at(TUESDAY, "17:59"))
    assert world.platform.said_to() == []
    await world.goes_by(at(TUESDAY, "18:00"))
    [said] = world.platform.said_to()
    assert said.startswith("Do you still know it? (1 of 3)\n")
    assert "From: Day 1 of " in said
    assert world.platform.labels_told() == [
        "Not yet",
        "With effort",
        "Well",
        "Easily",
        "Not today",
        "Fewer messages",
    ]


async def test_nobody_is_asked_who_has_not_said_that_they_want_it(world: World) -> None:
    await studied(world, 0, 1)
    await world.goes_by(at(day(7), "12:00"))
    assert world.platform.said_to() == []


async def test_no_topic_comes_back_by_night(world: World) -> None:
    await studied(world)
    for hour in (time(22), time(7, 59)):
        with pytest.raises(Invalid, match="quiet_hours"):
            await world.wishes("Bob", Wishes(recall=hour))


async def test_where_nothing_is_due_nothing_is_said(world: World) -> None:
    await wanted(world, 0)
    await world.goes_by(at(TUESDAY, "12:00"))
    await recalls_all_that_is_due(world)
    await world.goes_by(at(day(8), "12:00"))
    assert world.platform.said_to() == []
    await world.goes_by(at(day(9), "18:00"))
    assert prompts(world) == 1


async def test_three_a_week_are_the_most_and_the_topic_waits_for_its_turn(world: World) -> None:
    await wanted(world, 0)
    for passed in range(1, 8):
        await world.goes_by(at(day(passed), "18:30"))
        await People(world.database).not_today(await world.somebody("Bob", administers=False))
    assert prompts(world) == 3
    await world.goes_by(at(day(8), "18:30"))
    assert prompts(world) == 4
    assert (await prompted(world)).topic.study_day.day == MONDAY


async def test_after_three_unanswered_it_ends_and_a_grade_brings_it_back(world: World) -> None:
    await wanted(world, 0)
    await world.goes_by(at(day(21), "12:00"))
    assert ["last question" in text for text in world.platform.said_to()] == [False, False, True]
    await says(world, await prompted(world), Grade.AGAIN)
    await world.goes_by(at(day(21), "18:30"))
    assert prompts(world) == 4


async def test_a_reminder_of_a_day_that_waits_goes_first(world: World) -> None:
    cohort_id = await wanted(world, 0, wish=replace(AT_SIX, reminder=time(20)))
    await world.goes_by(at(TUESDAY, "23:00"))
    assert (len(world.platform.said_to()), prompts(world)) == (1, 0)
    await world.checks_in("Bob", cohort_id, at(TUESDAY, "23:00"))
    await learns(world, cohort_id, 2, shown="12:00")
    await world.goes_by(at(day(2), "23:00"))
    assert (len(world.platform.said_to()), prompts(world)) == (2, 1)


async def test_no_topic_comes_back_in_a_pause_of_the_members_own_or_of_the_cohort(world: World) -> None:
    cohort_id = await wanted(world, 0)
    bob = await world.somebody("Bob", administers=False)
    await world.pauses.pause(bob, TUESDAY, day(3), str(cohort_id))
    await world.goes_by(at(day(3), "23:00"))
    assert world.platform.said_to() == []
    await world.goes_by(at(day(4), "12:00"))
    await world.states.pause(await world.somebody(), str(cohort_id))
    await world.goes_by(at(day(6), "23:00"))
    assert world.platform.said_to() == []
    await world.states.resume(await world.somebody(), str(cohort_id))
    await world.goes_by(at(day(7), "23:00"))
    assert prompts(world) == 1


async def test_an_admin_can_turn_it_off_and_so_can_the_member(world: World) -> None:
    cohort_id = await wanted(world, 0)
    for recall in (False, True):
        shown = await world.edits.show(await world.somebody(), str(cohort_id), CohortWishes(recall=recall))
        await world.edits.save(await world.somebody(), str(cohort_id), shown.nonce)  # type: ignore[union-attr]
        await world.goes_by(at(day(2 if recall else 1), "18:30"))
        assert prompts(world) == int(recall)
    await world.wishes("Bob", Wishes(no_recall=True))
    await world.goes_by(at(day(5), "18:30"))
    assert prompts(world) == 1


async def test_what_was_recalled_while_its_prompt_waits_is_not_asked_for(world: World) -> None:
    await wanted(world, 0)
    world.platform.telling = lambda: SlowDown(timedelta(minutes=5))
    await world.goes_by(at(TUESDAY, "18:01"))
    world.platform.telling = None
    await recalls_all_that_is_due(world)
    await world.goes_by(at(TUESDAY, "19:00"))
    assert world.platform.said_to() == []


async def test_topics_go_on_coming_back_after_the_end_as_long_as_they_are_answered(world: World) -> None:
    cohort_id = await wanted(world, 0)
    await world.states.end(await world.somebody(), str(cohort_id))
    await world.goes_by(at(TUESDAY, "18:30"))
    await recalls_all_that_is_due(world)
    await world.goes_by(at(day(9), "18:30"))
    assert prompts(world) == 2
    await world.goes_by(at(day(25), "12:00"))
    assert prompts(world) == 4


async def test_who_leaves_is_asked_no_more(world: World) -> None:
    cohort_id = await wanted(world, 0)
    await world.joining.leave(await world.somebody("Bob", administers=False), str(cohort_id))
    await world.goes_by(at(day(7), "12:00"))
    assert world.platform.said_to() == []


async def test_of_two_cohorts_one_is_asked_for_each_day_and_first_what_was_learnt_first(world: World) -> None:
    winter = await wanted(world)
    spring = await world.cohort("Spring", curriculum="py-backend-20d", wishes=DAILY)
    await world.member(spring, "Bob")
    await learns(world, spring, 0, shown="12:00")
    await learns(world, winter, 0, shown="13:00")
    await world.goes_by(at(TUESDAY, "18:30"))
    found = await world.recall.begin(await world.somebody("Bob", administers=False), "Spring")
    assert isinstance(found, Prompt)
    await says(world, found, Grade.EASY)
    await world.goes_by(at(day(2), "18:30"))
    assert ["Python Core Concepts" in text for text in world.platform.said_to()] == [True, False]


@pytest.mark.parametrize(
    ("zone", "first"), [("America/New_York", "2027-03-12"), ("Australia/Lord_Howe", "2027-04-02")]
)
async def test_the_hour_is_that_of_the_members_clock_also_when_it_turns(
    world: World, zone: str, first: str
) -> None:
    begin = date.fromisoformat(first)
    world.clock.at = at(begin - timedelta(days=1), "08:00")
    cohort_id = await wanted(world, wish=Wishes(zone=zone, recall=time(18)))
    await world.goes_by(at(begin - timedelta(days=1), "12:00"))
    await world.checks_in("Bob", cohort_id, world.clock.now())
    for passed in range(4):
        on = begin + timedelta(days=passed)
        await world.goes_by(at(on, "17:59", zone))
        assert len(world.platform.said_to()) == min(passed, 3), on
        await world.goes_by(at(on, "18:00", zone))
        assert len(world.platform.said_to()) == min(passed + 1, 3), on
        await People(world.database).not_today(await world.somebody("Bob", administers=False))


async def test_somebody_without_a_zone_lives_by_the_cohorts(world: World) -> None:
    await wanted(world, 0, wish=Wishes(recall=time(18)))
    await world.goes_by(at(TUESDAY, "18:00"))
    assert prompts(world) == 1


async def test_a_roadmap_that_cannot_be_read_does_not_keep_the_program_busy(world: World) -> None:
    cohort_id = await wanted(world, 0)
    await world.breaks_planned_day(cohort_id, TUESDAY)
    await world.goes_by(at(day(2), "12:00"))
    announcer = world.announcer()
    due = await announcer.next_due_at()
    assert due is None or due > world.clock.now()
