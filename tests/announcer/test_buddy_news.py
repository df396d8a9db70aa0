"""What is heard of buddies in private as time goes by: little, kindly, in good time, and each thing once."""

from datetime import time

import pytest
from study_world import BERLIN, MONDAY, World, at, day

from bot.services import buddy_news
from bot.services.buddy_facts import Stage
from bot.services.cohort_settings import Wishes as CohortWishes
from bot.services.people import Wishes
from tests.announcer.two_buddies import two


async def test_who_was_offered_somebody_while_away_hears_of_it_once_and_not_by_night(world: World) -> None:
    it = await two(world)
    await it.find("Ann")
    await world.goes_by(at(MONDAY, "23:00"))
    await it.find("Bob")
    await world.goes_by(at(day(1), "07:59"))
    assert world.platform.told == []
    await world.goes_by(at(day(2), "20:00"))
    [said] = world.platform.said_to("Ann")
    assert said.startswith("Bob looks for a buddy too\nBoth of you are in Winter. You are awake")
    assert world.platform.labels_told() == ["Yes, gladly", "Rather somebody else", "Look no more"]
    assert world.platform.said_to("Bob") == []


async def test_who_said_yes_first_hears_that_they_are_two_now(world: World) -> None:
    it = await two(world)
    await it.find("Ann")
    await it.find("Bob")
    await it.agrees("Ann")
    await world.goes_by(at(MONDAY, "12:00"))
    await it.agrees("Bob")
    await world.goes_by(at(MONDAY, "20:00"))
    [said] = world.platform.said_to("Ann")
    assert said.startswith("Bob and you are buddies in Winter.")
    assert world.platform.said_to("Bob") == []


async def test_after_two_quiet_days_the_buddy_is_asked_once_and_says_hello(world: World) -> None:
    it = await two(world)
    await it.are_buddies()
    await it.studies("Bob", 0)
    await it.studies("Ann", 0, 1, 2)
    await world.goes_by(at(day(3), "09:59"))
    assert world.platform.told == []
    await world.goes_by(at(day(3), "10:00"))
    [said] = world.platform.said_to("Ann")
    assert said.startswith("Bob has been quiet in Winter for 2 study days, and you are the first to hear")
    assert world.platform.labels_told() == ["Say hello for me", "I ask them myself", "Fewer messages"]
    assert not (await it.says_hello("Ann")).is_back
    await world.goes_by(at(day(3), "10:10"))
    [hello] = world.platform.said_to("Bob")
    assert hello.startswith("Ann, your buddy, asks how it is going with Winter.")
    await it.studies("Ann", 3, 4)
    await world.goes_by(at(day(6), "23:00"))
    assert (len(world.platform.said_to("Ann")), len(world.platform.said_to("Bob"))) == (1, 1)


async def test_who_came_back_and_is_quiet_again_is_asked_about_again(world: World) -> None:
    it = await two(world)
    await it.are_buddies()
    await it.studies("Bob", 0)
    await it.studies("Ann", 0, 1, 2, 3)
    await it.studies("Bob", 3)
    assert (await it.says_hello("Ann")).is_back
    await it.studies("Ann", 4, 7)
    await world.goes_by(at(day(7), "20:00"))
    assert world.platform.said_to("Bob") == []
    await it.studies("Ann", 8)
    await world.goes_by(at(day(9), "20:00"))
    assert len(world.platform.said_to("Ann")) == 2


async def test_a_question_that_has_no_room_in_the_budget_comes_before_the_next_reminder(world: World) -> None:
    it = await two(world)
    await world.wishes("Ann", Wishes(zone=BERLIN, reminder=time(9, 30)))
    await it.are_buddies()
    await it.studies("Bob", 0)
    await it.studies("Ann", 0, 1, 2, 3, 4)
    assert len(world.platform.said_to("Ann")) == 3
    await it.studies("Ann", 7)
    *reminders, question = world.platform.said_to("Ann")
    assert all("Winter is open until" in said for said in reminders)
    assert question.startswith("Bob has been quiet in Winter for 4 study days")
    assert len(reminders) == 3


async def test_a_question_comes_before_a_topic_that_fades_at_whichever_hour(world: World) -> None:
    it = await two(world)
    await world.wishes("Ann", Wishes(zone=BERLIN, recall=time(9, 30)))
    await it.are_buddies()
    await it.studies("Bob", 0)
    await it.studies("Ann", 0, 1, 2, 3)
    *topics, question = world.platform.said_to("Ann")
    assert all(said.startswith("Do you still know it?") for said in topics)
    assert question.startswith("Bob has been quiet in Winter for 2 study days")
    assert len(topics) == 2


async def test_two_who_are_both_quiet_are_left_in_peace_and_free_after_ten_days(world: World) -> None:
    it = await two(world)
    await it.are_buddies()
    await world.goes_by(at(day(20), "20:00"))
    assert world.platform.told == []
    assert [await it.stands(name) for name in ("Ann", "Bob")] == [Stage.NONE, Stage.NONE]


async def test_whose_buddy_vanished_is_free_and_told_once(world: World) -> None:
    it = await two(world)
    await it.are_buddies()
    await it.studies("Bob", 0)
    await it.studies("Ann", *range(5), *range(7, 12), *range(14, 19), *range(21, 25))
    said = world.platform.said_to("Ann")
    assert len(said) == 2
    assert said[1].startswith("You have no buddy in Winter at the moment. That happens")
    assert world.platform.said_to("Bob") == []
    assert [await it.stands(name) for name in ("Ann", "Bob")] == [Stage.LOOKING, Stage.NONE]


async def test_whose_buddy_stopped_hears_of_it_before_anybody_else_is_offered(world: World) -> None:
    it = await two(world, "Zoe")
    await it.are_buddies()
    await it.find("Zoe")
    await world.goes_by(at(MONDAY, "12:00"))
    await it.buddies.stop(await world.somebody("Bob", administers=False), "")
    await it.studies("Ann", 0, 1)
    await world.goes_by(at(day(1), "20:00"))
    first, second = world.platform.said_to("Ann")
    assert first.startswith("You have no buddy in Winter at the moment.")
    assert second.startswith("Zoe looks for a buddy too")


async def test_who_does_not_answer_an_offer_looks_no_more_and_the_other_looks_on(world: World) -> None:
    it = await two(world)
    await it.find("Ann")
    await it.find("Bob")
    await it.agrees("Bob")
    await world.goes_by(at(day(2), "20:00"))
    assert await it.stands("Bob") is Stage.AGREED
    await world.goes_by(at(day(4), "20:00"))
    assert [await it.stands(name) for name in ("Ann", "Bob")] == [Stage.NONE, Stage.LOOKING]
    assert len(world.platform.told) == 1


async def test_an_offer_nobody_could_be_told_of_waits_a_week(world: World) -> None:
    it = await two(world)
    await it.find("Ann")
    await world.wishes("Ann", Wishes(nudges=0))
    await it.find("Bob")
    await it.agrees("Bob")
    await world.goes_by(at(day(6), "12:00"))
    assert await it.stands("Bob") is Stage.AGREED
    await world.goes_by(at(day(8), "12:00"))
    assert await it.stands("Bob") is Stage.LOOKING
    assert world.platform.told == []


async def test_nobody_is_asked_about_a_pause_or_on_one(world: World) -> None:
    it = await two(world)
    await it.are_buddies()
    await it.studies("Bob", 0)
    pauses = world.pauses
    await pauses.pause(await world.somebody("Bob", administers=False), day(1), day(8), "")
    await it.studies("Ann", 0, 1, 2, 3, 4, 7, 8)
    await world.goes_by(at(day(9), "20:00"))
    assert world.platform.told == []
    await pauses.pause(await world.somebody("Ann", administers=False), day(10), day(11), "")
    await world.goes_by(at(day(11), "20:00"))
    assert world.platform.told == []
    await world.goes_by(at(day(14), "20:00"))
    assert len(world.platform.said_to("Ann")) == 1


async def test_where_they_are_turned_off_nothing_is_said_and_back_on_it_is(world: World) -> None:
    it = await two(world)
    await it.are_buddies()
    await it.studies("Bob", 0)
    await it.is_edited(CohortWishes(buddies=False))
    await it.studies("Ann", 0, 1, 2, 3)
    assert world.platform.said_to("Ann") == []
    await it.is_edited(CohortWishes(buddies=True))
    await it.studies("Ann", 4)
    assert len(world.platform.said_to("Ann")) == 1


async def test_where_weeks_are_counted_what_a_week_can_spare_is_no_quiet(world: World) -> None:
    it = await two(world)
    await it.is_edited(CohortWishes(quota=3))
    await it.are_buddies()
    await it.studies("Bob", 0)
    await it.studies("Ann", 0, 1, 2, 3)
    await world.goes_by(at(day(4), "20:00"))
    assert world.platform.told == []
    await it.studies("Ann", 7)
    assert len(world.platform.said_to("Ann")) == 1


async def test_what_is_not_true_any_more_when_it_could_be_said_is_not_said(world: World) -> None:
    it = await two(world)
    await it.find("Ann")
    await world.goes_by(at(MONDAY, "23:00"))
    await it.find("Bob")
    await it.buddies.stop(await world.somebody("Bob", administers=False), "")
    await world.goes_by(at(day(2), "20:00"))
    assert world.platform.told == []


async def test_who_came_back_while_the_question_waited_its_turn_is_not_asked_about(world: World) -> None:
    it = await two(world)
    await it.are_buddies()
    await it.studies("Bob", 0)
    await it.studies("Ann", 0, 1, 2)
    await world.goes_by(at(day(3), "09:59"))
    world.clock.at = at(day(3), "10:00")
    assert await world.buddy_news.enter_due() == 1
    await world.checks_in("Bob", it.cohort_id, at(day(3), "10:00"))
    await world.goes_by(at(day(3), "20:00"))
    assert world.platform.told == []


async def test_when_the_cohort_is_over_so_is_all_of_it(world: World) -> None:
    it = await two(world, "Zoe")
    await it.are_buddies()
    await it.find("Zoe")
    await it.studies("Ann", 0)
    await world.states.end(await world.somebody(), str(it.cohort_id))
    await world.goes_by(at(day(3), "20:00"))
    assert world.platform.told == []
    assert await world.buddy_news.next_look_at() is None


async def test_who_was_kept_waiting_hears_of_somebody_else_in_the_same_look(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buddy_news, "_CHUNK", 1)
    it = await two(world, "Zoe")
    await it.find("Ann")
    await it.find("Bob")
    await it.agrees("Bob")
    await it.find("Zoe")
    await world.goes_by(at(day(3), "09:59"))
    assert await it.stands("Bob") is Stage.AGREED
    await world.goes_by(at(day(3), "10:01"))
    assert [world.platform.said_to(name)[-1].partition("\n")[0] for name in ("Bob", "Zoe")] == [
        "Zoe looks for a buddy too",
        "Bob looks for a buddy too",
    ]
