"""Learnt topics come back, as it is told: asked for, by themselves, graded with one tap, and shown."""

import json
from pathlib import Path

from town import Town, town

GRADES = ["Not yet", "With effort", "Well", "Easily"]


async def learnt(t: Town, *days: str) -> None:
    """A cohort in which Ada checks in on these days; a day has one topic."""
    await t.cohort("Winter", "Ada", "Bruno")
    await t.done(*days)


async def test_a_member_recalls_what_they_have_learnt_one_topic_after_the_other(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        nothing = await t.say("Ada", "/today cohort:Winter recall:yes")
        assert "a topic comes back on the day after you have checked in for it" in nothing
        await t.done("Mon", "Tue")
        await t.at("Wed 12:00")
        asked = await t.say("Ada", "/today recall:yes")
        assert asked.startswith("Do you still know it? (1 of 2)")
        assert "Python basics again: file handling, OOP and exceptions" in asked
        assert "From Day 1 of 20 - Week 1 - Python Core Concepts" in asked
        assert "Say it in your own words first" in asked
        assert t.labels("Ada") == GRADES
        answered = await t.press("Ada", "Well")
        assert "exceptions comes back on Fri, Jan 8." in answered
        assert "(2 of 2)" in answered
        assert "Libraries such as" in answered
        assert t.labels("Ada") == GRADES
        done = await t.press("Ada", "Not yet")
        assert "comes back on Thu, Jan 7. That is all for now." in done
        assert "The next topic comes back on Thu, Jan 7." in await t.say("Ada", "/today recall:yes")


async def test_a_round_is_short_and_goes_on_for_those_who_like(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await learnt(t, "Mon", "Tue", "Wed", "Thu")
        await t.at("Fri 10:00")
        assert "(1 of 3)" in await t.say("Ada", "/today recall:yes")
        await t.press("Ada", "Easily")
        await t.press("Ada", "With effort")
        assert "That is all for now. 1 more is there if you like." in await t.press("Ada", "Well")
        assert "(1 of 1)" in await t.press("Ada", "Go on")


async def test_it_is_turned_on_with_one_tap_and_topics_come_by_themselves(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await learnt(t, "Mon")
        assert "Recall off" in await t.say("Ada", "/settings")
        assert "Recall a topic now and then, at 6:00" in await t.press("Ada", "Let topics come back")
        assert "at 7:30" in await t.say("Ada", "/settings recall:19:30")
        assert "I write to nobody" in await t.say("Ada", "/settings recall:23:00")
        await t.at("Tue 19:31")
        [told] = await t.posts("@ada")
        assert told.labels == (*GRADES, "Not today", "Fewer messages")
        later = await t.press("Ada", "Not today", room="@ada")
        assert "Fine, not today. The topic waits: its buttons stay good" in later
        assert "at most 1 time in seven days" in await t.press("Ada", "Fewer messages", room="@ada")
        assert "comes back on" in await t.press("Ada", "Well", room="@ada")
        assert "That one is noted already." in await t.press("Ada", "Easily", room="@ada")
        assert "Recall off" in await t.say("Ada", "/settings recall:off")
        assert "Let topics come back" in t.labels("Ada")
        await t.at("Mon 12:00")
        assert len(await t.posts("@ada")) == 1


async def test_progress_and_today_show_what_is_fresh_to_those_who_want_it(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await learnt(t, "Mon")
        await t.at("Tue 12:00")
        assert "fresh" not in await t.say("Ada", "/progress")
        assert "Recall" in t.labels("Ada")
        await t.say("Ada", "/today")
        assert "Recall" not in t.labels("Ada")
        await t.press("Ada", "Recall")
        await t.press("Ada", "Well")
        assert "Recall 1 of 1 topic is fresh" in await t.say("Ada", "/progress cohort:Winter")
        assert "Recall" not in t.labels("Ada")
        assert "fresh" not in await t.say("Bruno", "/progress cohort:Winter member:Ada")
        await t.at("Thu 12:00")
        assert "Recall 0 of 1 topic is fresh" in await t.say("Ada", "/progress")
        await t.say("Ada", "/today")
        assert "(1 of 1)" in await t.press("Ada", "Recall")


async def test_a_cohort_without_recall_says_so(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await learnt(t, "Mon")
        await t.at("Tue 12:00")
        await t.say("Ada", "/today recall:yes")
        await t.say("Admin", "/cohort edit Winter recall:no")
        await t.press("Admin", "Save")
        assert "Winter has no recall of topics." in await t.press("Ada", "Well")
        assert "Winter has no recall of topics." in await t.say("Ada", "/today recall:yes")
        await t.say("Ada", "/progress")
        assert "Recall" not in t.labels("Ada")


async def test_what_was_taken_back_is_not_asked_for(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await learnt(t, "Mon")
        await t.at("Tue 08:30")
        await t.say("Ada", "/today recall:yes")
        assert "no longer counted" in await t.say("Ada", "/undo")
        assert "not among those you have checked in for in Winter" in await t.press("Ada", "Well")


async def test_what_somebody_recalled_is_theirs_to_take_along_and_to_delete(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await learnt(t, "Mon")
        await t.at("Tue 12:00")
        await t.say("Ada", "/today recall:yes")
        await t.press("Ada", "With effort")
        await t.say("Ada", "/export")
        mine = json.loads(t.file("Ada").content)
        assert [(each["cohort"], each["grade"]) for each in mine["recalls"]] == [("Winter", "hard")]
        assert [each["turns"] for each in mine["recall_cards"]] == [1]
        assert "1 recall of a topic" in await t.say("Ada", "/forgetme")
        await t.press("Ada", "Delete it all")
        await t.say("Ada", "/join cohort:Winter listed:yes")
        assert "Nothing to recall yet" in await t.say("Ada", "/today recall:yes")
