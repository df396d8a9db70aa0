"""What happens to posts that nobody could make at their time, and what the streaks make of it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from study_world import GENERAL, MONDAY, World, at, words

from bot.interface.address import RoomAddress
from bot.services.cohort_settings import Wishes
from bot.services.outages import Outages
from storage.repositories.excused import cohort_days_off

TUESDAY, WEDNESDAY, THURSDAY = (MONDAY + timedelta(days=passed) for passed in (1, 2, 3))


class CrashesBeforeAmends(Outages):
    """Notes that it was silent, and then is silent again."""

    async def _make_amends(self, began: datetime, ended: datetime) -> None:  # noqa: ARG002 - inherited
        message = "crashed"
        raise OSError(message)


def _wishes(late: str) -> Wishes:
    return Wishes(start=MONDAY, zone="Europe/Berlin", late=late)


async def _numbers(world: World) -> list[str]:
    return [title.split(" of ")[0] for title in world.platform.titles() if title.startswith("Day ")]


@pytest.mark.parametrize("late", ["shift", "skip"])
@pytest.mark.parametrize(
    ("back", "posted", "is_late"),
    [
        (at(MONDAY, "09:05"), ["Day 1"], False),
        (at(MONDAY, "11:00"), ["Day 1"], True),
        (at(TUESDAY, "02:59"), ["Day 1"], True),
        (at(TUESDAY, "03:00"), [], False),  # eighteen hours are the most
    ],
)
async def test_a_missed_post_comes_late_while_it_is_worth_it(
    world: World, late: str, back: datetime, posted: list[str], is_late: bool
) -> None:
    await world.cohort(wishes=_wishes(late))
    world.clock.at = back
    await world.announcer().run_once()
    assert await _numbers(world) == posted
    said = [words(message) for _, message in world.platform.rooms[GENERAL.key]]
    assert [("comes late" in text) for text in said] == [is_late] * len(posted)


async def test_where_the_roadmap_goes_on_only_the_newest_of_several_is_posted_and_the_others_are_named(
    world: World,
) -> None:
    cohort_id = await world.cohort(wishes=_wishes("skip"))
    world.clock.at = at(WEDNESDAY, "10:00")
    announcer = world.announcer()
    assert await announcer.run_once() == 1
    ((_, post),) = world.platform.rooms[GENERAL.key]
    assert words(post).startswith("Day 3 of 20")
    assert "Days 1, 2 went by meanwhile" in words(post)
    status = await world.reports.status(await world.somebody(), str(cohort_id))
    assert [(row.day, row.state) for row in status.failures] == [
        (TUESDAY, "skipped_late"),
        (MONDAY, "skipped_late"),
    ]
    world.clock.at = at(THURSDAY)
    await announcer.run_once()
    assert "went by meanwhile" not in words(world.platform.rooms[GENERAL.key][-1][1])


async def test_where_the_roadmap_waits_no_lesson_is_lost_and_missed_dates_ask_nothing(world: World) -> None:
    cohort_id = await world.cohort(wishes=_wishes("shift"))
    await world.member(cohort_id, "Bob")
    world.clock.at = at(WEDNESDAY, "10:00")
    announcer = world.announcer()
    assert await announcer.run_once() == 1
    assert words(world.platform.rooms[GENERAL.key][0][1]).startswith("Day 1 of 20")
    while (due := await announcer.next_post_at()) is not None:
        world.clock.at = due
        await announcer.run_once()
    assert await _numbers(world) == [f"Day {number}" for number in range(1, 21)]
    assert world.clock.at == at(date(2027, 2, 2))  # two days later than planned


async def test_a_roadmap_that_waits_keeps_the_days_that_were_posted(world: World) -> None:
    await world.cohort(wishes=_wishes("shift"))
    announcer = world.announcer()
    world.clock.at = at(MONDAY)
    await announcer.run_once()
    world.clock.at = at(THURSDAY, "08:00")
    assert await announcer.run_once() == 0
    world.clock.at = at(THURSDAY)
    assert await announcer.run_once() == 1
    assert await _numbers(world) == ["Day 1", "Day 2"]


async def test_a_roadmap_that_cannot_be_laid_out_again_stops_no_other_post(world: World) -> None:
    broken = await world.cohort("Broken", room=RoomAddress("demo", "club", "broken"), wishes=_wishes("shift"))
    await world.cohort(wishes=_wishes("shift"))
    world.clock.at = at(MONDAY)
    await world.announcer().run_once()
    await world.breaks_planned_day(broken, MONDAY)
    world.clock.at = at(WEDNESDAY, "10:00")
    await world.announcer().run_once()
    assert len(world.platform.titles()) == 2


@pytest.mark.parametrize("late", ["shift", "skip"])
async def test_a_day_that_was_mostly_lost_to_an_outage_breaks_no_streak(world: World, late: str) -> None:
    cohort_id = await world.cohort(wishes=_wishes(late))
    await world.member(cohort_id, "Bob")
    outages, announcer = Outages(world.database, world.clock), world.announcer()
    for day in (MONDAY, TUESDAY):
        world.clock.at = at(day)
        await outages.beat()
        await announcer.run_once()
        await world.checks_in("Bob", cohort_id, at(day, "12:00"))
    world.clock.at = at(WEDNESDAY, "08:00")
    await outages.moved()
    world.clock.at = at(THURSDAY, "08:00")  # a day and night without a sign of life
    restarted = Outages(world.database, world.clock)
    outage = await restarted.beat()
    assert outage is not None
    await world.announcer().run_once()
    for day in (THURSDAY, MONDAY + timedelta(days=4)):
        world.clock.at = at(day)
        await announcer.run_once()
        await world.checks_in("Bob", cohort_id, at(day, "12:00"))
    assert (await world.streak("Bob", cohort_id)).current == 4


async def test_a_lesson_that_is_moved_to_a_day_that_was_mostly_lost_asks_nothing_that_day(
    world: World,
) -> None:
    every_day = replace(_wishes("shift"), weekdays=frozenset(range(7)))
    cohort_id = await world.cohort(wishes=every_day)
    await world.posted_until(date(2027, 1, 21))
    await Outages(world.database, world.clock).moved()
    world.clock.at = at(date(2027, 1, 24), "20:00")  # the roadmap was to end on the 23rd
    await Outages(world.database, world.clock).beat()
    await world.announcer().run_once()
    _, days = await world.stored(cohort_id)
    assert [day.day for day in days][-2:] == [date(2027, 1, 24), date(2027, 1, 25)]
    async with world.database.read() as connection:
        excused = [off.day.day for off in await cohort_days_off(connection, cohort_id)]
    assert excused == [21, 22, 23, 24]


async def test_amends_that_a_crash_has_prevented_are_made_at_the_next_start(world: World) -> None:
    cohort_id = await world.cohort()
    await world.member(cohort_id, "Bob")
    world.clock.at = at(MONDAY, "08:00")
    await Outages(world.database, world.clock).beat()
    world.clock.at = at(TUESDAY, "08:00")
    crashing = CrashesBeforeAmends(world.database, world.clock)
    with pytest.raises(OSError, match="crashed"):
        await crashing.beat()
    world.clock.sleep(minutes=1)
    assert await Outages(world.database, world.clock).beat() is None
    world.clock.at = at(WEDNESDAY, "12:00")
    standing = await world.streak("Bob", cohort_id)
    assert standing.possible == 0
    assert MONDAY not in standing.open_days


async def test_a_short_silence_is_no_outage_and_a_moved_clock_is_none_either(world: World) -> None:
    outages = Outages(world.database, world.clock)
    assert await outages.beat() is None
    world.clock.at += timedelta(minutes=5)
    assert await outages.beat() is None
    world.clock.at += timedelta(days=30)
    await outages.moved()
    world.clock.at += timedelta(minutes=1)
    assert await outages.beat() is None


async def test_a_clock_that_was_put_back_hides_no_outage(world: World) -> None:
    outages = Outages(world.database, world.clock)
    await outages.beat()
    world.clock.sleep(hours=-3)
    assert await outages.beat() is None
    world.clock.sleep(hours=1)
    found = await Outages(world.database, world.clock).beat()
    assert found is not None
    assert found.ended_at - found.began_at == timedelta(hours=1)
