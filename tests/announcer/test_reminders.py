"""Reminders come at the member's own hour while a day waits: seldom, and once."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from study_world import BERLIN, MONDAY, World, at, day

from bot.domain.errors import Invalid
from bot.domain.nudging import BEFORE_THE_END
from bot.interface.platform import SlowDown, Unclear
from bot.services.cohort_settings import Wishes as CohortWishes
from bot.services.people import People, Wishes
from bot.services.reminders import Reminders

on_both = pytest.mark.databases("sqlite", "postgresql")

TUESDAY = date(2027, 1, 5)


async def reminded(world: World, *names: str, wish: Wishes | None = None) -> int:
    """A cohort with members who want to be reminded at eight in the evening unless told otherwise."""
    cohort_id = await world.cohort()
    for name in names:
        await world.member(cohort_id, name)
        await world.wishes(name, wish or Wishes(zone=BERLIN, reminder=time(20)))
    return cohort_id


@on_both
async def test_a_reminder_comes_at_the_members_own_hour_and_says_what_is_open(world: World) -> None:
    await reminded(world, "Bob", wish=Wishes(zone=BERLIN, reminder=time(20), plan="breakfast"))
    await world.goes_by(at(MONDAY, "19:59"))
    assert world.platform.said_to() == []
    await world.goes_by(at(MONDAY, "20:00"))
    [said] = world.platform.said_to()
    assert said.startswith("Your plan: after breakfast I open the topic. Day 1 of Winter is open until ")
    assert "The smallest next step: " in said
    assert world.platform.labels_told() == ["Done", "Not today", "Fewer reminders"]


async def test_who_has_checked_in_hears_nothing(world: World) -> None:
    cohort_id = await reminded(world, "Bob", "Eve")
    await world.goes_by(at(MONDAY, "12:00"))
    await world.checks_in("Bob", cohort_id, at(MONDAY, "12:00"))
    await world.goes_by(at(MONDAY, "23:00"))
    assert world.platform.said_to("Bob") == []
    assert len(world.platform.said_to("Eve")) == 1


async def test_a_reminder_before_ones_day_ends_comes_before_the_quiet_hours(world: World) -> None:
    await reminded(world, "Bob", wish=Wishes(zone=BERLIN, reminder=BEFORE_THE_END))
    await world.goes_by(at(MONDAY, "20:59"))
    assert world.platform.said_to() == []
    await world.goes_by(at(MONDAY, "21:00"))
    assert len(world.platform.said_to()) == 1


async def test_a_day_that_ends_by_day_is_reminded_of_two_hours_before(world: World) -> None:
    wish = Wishes(zone=BERLIN, rollover=time(20, 30), reminder=BEFORE_THE_END)
    await reminded(world, "Bob", wish=wish)
    await world.goes_by(at(MONDAY, "18:29"))
    assert world.platform.said_to() == []
    await world.goes_by(at(MONDAY, "18:30"))
    assert len(world.platform.said_to()) == 1


async def test_nobody_is_reminded_by_night(world: World) -> None:
    cohort_id = await world.cohort()
    await world.member(cohort_id, "Bob")
    for hour in (time(22), time(3), time(7, 59)):
        with pytest.raises(Invalid, match="quiet_hours"):
            await world.wishes("Bob", Wishes(reminder=hour))


@on_both
async def test_three_times_a_week_is_the_most_and_after_three_unanswered_it_ends(world: World) -> None:
    await reminded(world, "Bob")
    await world.goes_by(at(day(28), "12:00"))
    said = world.platform.said_to()
    assert len(said) == 3
    assert ["last reminder" in text for text in said] == [False, False, True]


async def test_reminders_come_back_by_themselves_when_the_member_does(world: World) -> None:
    cohort_id = await reminded(world, "Bob")
    await world.goes_by(at(day(14), "12:00"))
    await world.checks_in("Bob", cohort_id, at(day(14), "12:00"))
    await world.goes_by(at(day(16), "12:00"))
    assert len(world.platform.said_to()) == 4


async def test_somebody_who_answers_is_told_at_most_three_times_in_seven_days(world: World) -> None:
    await reminded(world, "Bob")
    for passed in range(14):
        await world.goes_by(at(day(passed), "20:30"))
        await People(world.database).not_today(await world.somebody("Bob", administers=False))
    days = [passed for passed in range(14) if passed % 7 < 5]
    assert len(world.platform.said_to()) == 6 < len(days)


async def test_fewer_reminders_are_one_a_week_then_none_and_settings_bring_them_back(world: World) -> None:
    await reminded(world, "Bob")
    people = People(world.database)
    await world.goes_by(at(MONDAY, "20:00"))
    assert await people.fewer(await world.somebody("Bob", administers=False)) == 1
    await world.goes_by(at(day(6), "20:00"))
    assert len(world.platform.said_to()) == 1
    await world.goes_by(at(day(7), "20:00"))
    assert len(world.platform.said_to()) == 2
    assert await people.fewer(await world.somebody("Bob", administers=False)) == 0
    await world.goes_by(at(day(20), "20:00"))
    assert len(world.platform.said_to()) == 2
    await world.wishes("Bob", Wishes(nudges=3))
    await world.goes_by(at(day(21), "20:00"))
    assert len(world.platform.said_to()) == 3


async def test_a_member_lives_by_their_own_clock(world: World) -> None:
    await reminded(world, "Bob", wish=Wishes(zone="America/New_York", reminder=time(19)))
    await world.goes_by(at(MONDAY, "23:00"))
    assert world.platform.said_to() == []
    await world.goes_by(at(TUESDAY, "01:00"))
    assert len(world.platform.said_to()) == 1
    await world.wishes("Bob", Wishes(zone=BERLIN))
    await world.goes_by(at(day(2), "19:00"))  # on their new calendar they were told on Tuesday already
    assert len(world.platform.said_to()) == 2


async def test_the_cohort_can_turn_reminders_off(world: World) -> None:
    cohort_id = await reminded(world, "Bob")
    admin = await world.somebody()
    shown = await world.edits.show(admin, str(cohort_id), CohortWishes(reminders=False))
    await world.edits.save(await world.somebody(), str(cohort_id), shown.nonce)  # type: ignore[union-attr]
    await world.goes_by(at(day(4), "12:00"))
    assert world.platform.said_to() == []


async def test_no_reminder_on_a_day_off_in_a_pause_or_at_the_weekend(world: World) -> None:
    cohort_id = await reminded(world, "Bob")
    await world.holidays.skip(await world.somebody(), str(cohort_id), MONDAY, "")
    await world.goes_by(at(MONDAY, "23:00"))
    assert world.platform.said_to() == []
    await world.goes_by(at(day(4), "12:00"))  # three were sent by Thursday
    await world.wishes("Bob", Wishes(reminder=time(20)))
    before = len(world.platform.said_to())
    await world.goes_by(at(day(6), "23:00"))
    assert len(world.platform.said_to()) == before


async def test_a_reminder_that_is_ninety_minutes_late_is_not_sent(world: World) -> None:
    await reminded(world, "Bob", wish=Wishes(zone=BERLIN, reminder=time(18)))
    await world.goes_by(at(MONDAY, "12:00"))
    world.clock.at = at(MONDAY, "19:29")
    await world.announcer().run_once()
    assert len(world.platform.said_to()) == 1
    world.clock.at = at(TUESDAY, "19:30")
    await world.announcer().run_once()
    assert len(world.platform.said_to()) == 1


async def test_a_closed_private_chat_is_left_alone_and_the_member_hears_of_it_elsewhere(world: World) -> None:
    await reminded(world, "Bob")
    world.platform.private_is_closed = True
    await world.goes_by(at(day(10), "12:00"))
    assert world.platform.asked.count(("tell", "bob")) == 1
    world.platform.private_is_closed = False
    await world.wishes("Bob", Wishes(reminder=time(20)))
    await world.goes_by(at(day(10), "20:00"))
    assert len(world.platform.said_to()) == 1


@on_both
async def test_what_may_have_arrived_is_never_sent_again(world: World) -> None:
    await reminded(world, "Bob")
    world.platform.telling = Unclear
    await world.goes_by(at(MONDAY, "20:00"))
    world.platform.telling = None
    await world.goes_by(at(MONDAY, "23:00"))
    assert world.platform.said_to() == []
    assert world.platform.asked.count(("tell", "bob")) == 1


@on_both
async def test_a_reminder_whose_sender_died_is_not_sent_again(world: World) -> None:
    await reminded(world, "Bob")
    await world.goes_by(at(MONDAY, "19:00"))
    world.clock.at = at(MONDAY, "20:00")
    reminders: Reminders = world.reminders
    assert await reminders.enter_due() == 1
    assert len(await world.nudges.claim("demo")) == 1  # and then it is killed
    await world.goes_by(at(MONDAY, "21:59"))
    assert world.platform.said_to() == []


async def test_a_platform_that_is_busy_is_asked_again_while_it_is_worth_it(world: World) -> None:
    await reminded(world, "Bob")
    world.platform.telling = lambda: SlowDown(timedelta(minutes=5))
    await world.goes_by(at(MONDAY, "20:04"))
    world.platform.telling = None
    await world.goes_by(at(MONDAY, "20:10"))
    assert len(world.platform.said_to()) == 1


async def test_many_reminders_are_spread_so_that_they_do_not_look_like_spam(world: World) -> None:
    names = [f"Member{number}" for number in range(30)]
    await reminded(world, *names)
    await world.goes_by(at(MONDAY, "20:00"))
    assert len(world.platform.told) == 1
    await world.goes_by(at(MONDAY, "20:01"))
    assert len(world.platform.told) == 21
    await world.goes_by(at(MONDAY, "20:02"))
    assert len(world.platform.told) == 30


async def test_who_checks_in_while_their_reminder_waits_its_turn_does_not_get_it(world: World) -> None:
    cohort_id = await reminded(world, "Ann", "Bob")
    await world.goes_by(at(MONDAY, "20:00"))
    await world.checks_in("Bob", cohort_id, at(MONDAY, "20:00"))
    await world.goes_by(at(MONDAY, "20:30"))
    assert world.platform.said_to("Bob") == []


@on_both
async def test_two_cohorts_share_one_budget(world: World) -> None:
    await reminded(world, "Bob")
    second = await world.cohort("Spring")
    asker = await world.member(second, "Bob")
    await People(world.database).change_settings(
        replace(asker, at=world.clock.now()), Wishes(reminder=time(20))
    )
    await world.goes_by(at(MONDAY, "23:00"))
    assert len(world.platform.said_to()) == 1


async def test_who_leaves_hears_nothing_more(world: World) -> None:
    cohort_id = await reminded(world, "Bob")
    await world.goes_by(at(MONDAY, "12:00"))
    await world.joining.leave(await world.somebody("Bob", administers=False), str(cohort_id))
    await world.goes_by(at(day(4), "12:00"))
    assert world.platform.said_to() == []
