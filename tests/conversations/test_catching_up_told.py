"""Keeping up, as it is told: who comes late chooses, who is behind makes a plan, both change their mind."""

import json
from pathlib import Path

from town import Town, town

from bot.interface.reply import Board


def row(t: Town, who: str, number: int) -> str:
    """The mark and the words of a study day on the page of the plan that somebody sees."""
    board = t.answers[who].blocks[0]
    assert isinstance(board, Board)
    rows = ("".join(getattr(span, "text", "") for span in each.text) for each in board.rows)
    marks = (each.mark for each in board.rows)
    return next(
        f"{mark}: {words}" for mark, words in zip(marks, rows, strict=True) if f"Day {number}," in words
    )


async def late(t: Town) -> str:
    """Bruno joins on Thursday; what he is told."""
    await t.at("Thu 10:00")
    return await t.say("Bruno", "/join cohort:Winter listed:yes")


async def test_who_joins_late_chooses_to_catch_up_with_two_topics_a_day(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        joined = await late(t)
        assert "3 topics are over already. Go with the group from today on, or catch up with two" in joined
        assert "level on Jan 11, 2027. You can change your mind at any time." in joined
        assert t.labels("Bruno") == ["Today's topic", "With the group", "Two topics a day"]
        chosen = await t.press("Bruno", "Two topics a day")
        assert "Your own plan: 3 topics beside the group's, one a day, on study days." in chosen
        assert "You are level on Jan 11, 2027. It begins with day 1" in chosen
        assert t.labels("Bruno") == ["Today's topic", "On days off too", "With the group"]

        today = await t.press("Bruno", "Today's topic")
        assert "Day 4 of 20" in today
        assert "To catch up: Day 1 of 20 - Week 1 - Python Core Concepts" in today
        assert "3 topics to go in your own plan; level on Jan 11, 2027." in today
        caught = await t.press("Bruno", "Caught up: day 1")
        assert "Day 1, Mon, Jan 4, is caught up: its topic counts as done. Your streak stays" in caught
        again = await t.say("Bruno", "/today")
        assert "Day 4 of 20" in again
        assert "To catch up" not in again
        assert await t.streak("Bruno") == (0, 0, 2)

        await t.say("Bruno", "/plan")
        assert row(t, "Bruno", 1).startswith("caught up: ")
        assert row(t, "Bruno", 2).endswith("(your plan: Fri, Jan 8)")
        assert row(t, "Bruno", 5).endswith("(and day 2)")
        progress = await t.say("Bruno", "/progress")
        assert "on track" in progress
        assert "To catch up 2 topics, one beside the group's on study days; level on Jan 11, 2027" in progress
        assert "Caught up 1 topic" in progress
        assert "\N{WHITE SQUARE CONTAINING BLACK SMALL SQUARE} caught up" in progress
        assert "You caught up on it" in await t.say("Bruno", "/why")


async def test_a_plan_that_nobody_wants_any_more_is_gone_and_comes_back_as_it_was(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await late(t)
        assert "You go with the group, from today's topic on." in await t.press("Bruno", "With the group")
        assert "To catch up" not in await t.press("Bruno", "Today's topic")
        assert "To catch up" not in await t.say("Bruno", "/progress")
        assert "one a day, on study days" in await t.press("Bruno", "My own plan")
        assert "one a day, on days off too. You are level on Jan 9, 2027" in await t.press(
            "Bruno", "On days off too"
        )
        assert "To catch up on days off: Sat, Jan 9 day 3." in await t.say("Bruno", "/plan")
        await t.done("Thu", "Fri", who=("Bruno",))
        await t.at("Sat 12:00")
        day_off = await t.say("Bruno", "/today")
        assert "Nothing is open right now. Day 6 comes" in day_off
        assert "To catch up: Day 1 of 20" in day_off
        await t.press("Bruno", "Caught up: day 1")
        taken_back = await t.say("Bruno", "/undo")
        assert "Day 1 is no longer counted." in taken_back
        assert "To catch up: Day 1 of 20" in await t.say("Bruno", "/today")
        assert "You go with the group" in await t.say("Bruno", "/plan keepup:group")
        assert "To catch up" not in await t.say("Bruno", "/today")
        assert "was over before you joined" in await t.say("Bruno", "/checkin day:2027-01-04")


async def test_who_is_behind_gets_the_same_plan_for_what_they_missed(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada", "Bruno")
        await t.done("Mon")
        await t.at("Fri 10:00")
        before = await t.streak("Ada")
        assert "2 days behind" in await t.say("Ada", "/progress")
        assert "Tue, Jan 5 closed" in await t.say("Ada", "/checkin day:2027-01-05")
        await t.say("Ada", "/progress")
        plan = await t.press("Ada", "My own plan")
        assert "Your own plan: 2 topics beside the group's" in plan
        assert "your plan" not in await t.say("Bruno", "/plan")
        assert "is caught up" in await t.say("Ada", "/checkin day:2027-01-05")
        assert "1 day behind" in await t.say("Ada", "/progress")
        assert "is caught up" in await t.say("Ada", "/checkin day:2027-01-06")
        assert "Already counted" in await t.say("Ada", "/checkin day:2027-01-05")
        told = await t.say("Ada", "/progress")
        assert "on track" in told
        assert "To catch up nothing: you are level" in told
        assert await t.streak("Ada") == before
        assert "nothing to catch up with: it waits until there is" in await t.say(
            "Ada", "/plan keepup:every_day"
        )


async def test_where_weeks_are_counted_there_is_nothing_to_catch_up_with(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.say("Admin", "/cohort edit Winter quota:3")
        await t.press("Admin", "Save")
        joined = await late(t)
        assert "are over already" not in joined
        assert t.labels("Bruno") == ["Today's topic"]
        assert "Winter counts weeks" in await t.say("Bruno", "/plan keepup:study_days")
        assert "was over before you joined Winter" in await t.say("Bruno", "/checkin day:2027-01-04")


async def test_a_cohort_may_keep_up_as_a_group_and_plans_made_before_rest(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.at("Thu 10:00")
        await t.say("Bruno", "/join cohort:Winter listed:yes")
        await t.press("Bruno", "Two topics a day")
        await t.say("Bruno", "/checkin day:2027-01-04")
        assert "Own catch-up plans yes > no" in await t.say("Admin", "/cohort edit Winter keepup:no")
        await t.press("Admin", "Save")
        assert "To catch up" not in await t.say("Bruno", "/today")
        assert "was over before you joined" in await t.say("Bruno", "/checkin day:2027-01-05")
        progress = await t.say("Bruno", "/progress")
        assert "To catch up your own plan rests, and is kept: all go with the group" in progress
        assert "Caught up 1 topic" in progress
        assert "With the group" not in t.labels("Bruno")
        assert "Winter keeps up as a group" in await t.say("Bruno", "/plan keepup:every_day")
        joined = await t.say("Chiara", "/join cohort:Winter listed:yes")
        assert "are over already" not in joined
        assert t.labels("Chiara") == ["Today's topic"]
        assert "My own plan" not in (await t.say("Ada", "/progress"), *t.labels("Ada"))
        own = await t.say("Ada", "/plan keepup:group")
        assert own.startswith("You go with the group")
        assert "whenever you want" not in own

        await t.say("Admin", "/cohort edit Winter keepup:yes")
        await t.press("Admin", "Save")
        await t.at("Fri 10:00")
        assert "To catch up: Day 2 of 20" in await t.say("Bruno", "/today")


async def test_what_was_caught_up_with_is_theirs_to_take_along_and_to_delete(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await late(t)
        await t.press("Bruno", "Two topics a day")
        await t.say("Bruno", "/checkin day:2027-01-04")
        await t.say("Bruno", "/export")
        mine = json.loads(t.file("Bruno").content)
        assert [each["way"] for each in mine["memberships"]] == ["study_days"]
        assert [each["kind"] for each in mine["check_ins"]] == ["caught_up"]
        await t.say("Bruno", "/forgetme")
        await t.press("Bruno", "Delete it all")
        assert "3 topics are over already" in await t.say("Bruno", "/join cohort:Winter listed:yes")


async def test_catching_up_after_the_end_finishes_the_roadmap(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.done(*("Mon", "Tue", "Wed", "Thu", "Fri") * 3)
        await t.at("2027-02-01 20:00")
        assert "You have done 15 of 20 days" in await t.say("Ada", "/verify cohort:Winter")
        assert "Your own plan: 5 topics" in await t.say("Ada", "/plan keepup:study_days")
        assert "is caught up" in await t.say("Ada", "/checkin day:2027-01-25")
        await t.say("Ada", "/progress")
        mine = await t.press("Ada", "Your certificate")
        assert "16 of 20, from Jan 4, 2027 to Feb 1, 2027" in mine
