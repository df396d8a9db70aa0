"""What keeps people studying, as it is told: reminders and their answers, excuses, who needs a word."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from front_door import ADA, front_door, words
from town import town


async def test_a_member_asks_to_be_reminded_and_answers_with_its_buttons(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter")
        joined = await t.say("Ada", '/join Winter zone:Europe/Berlin reminder:20:00 plan:"my tea" listed:yes')
        assert "Reminder 8:00" in joined
        await t.at("Mon 20:01")
        [told] = await t.posts("@ada")
        assert told.words.startswith(
            "Your plan: after my tea I open the topic. Day 1 of Winter is open until"
        )
        assert told.labels == ("Done", "Not today", "Fewer reminders")
        assert "Fine, not today." in await t.press("Ada", "Not today", room="@ada")
        await t.at("Tue 20:01")
        assert len(await t.posts("@ada")) == 2
        assert "Day 2 counted." in await t.press("Ada", "Done", room="@ada")
        await t.at("Wed 20:01")
        fewer = await t.press("Ada", "Fewer reminders", room="@ada")
        assert "at most 1 time in seven days" in fewer
        assert "Private messages at most 3 in seven days" in await t.press("Ada", "As before", room="@ada")


async def test_reminders_and_plans_are_changed_in_the_settings(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        shown = await t.say("Ada", "/settings reminder:before plan:lunch nudges:2")
        assert "Reminder 2 h before your day ends" in shown
        assert "Plan after lunch I open the topic" in shown
        assert "Private messages at most 2 in seven days" in shown
        assert "From 22:00 to 08:00 I write to nobody" in await t.say("Ada", "/settings reminder:23:00")
        shown = await t.say("Ada", "/settings reminder:off plan:off nudges:0")
        for words in ("Reminder none", "Plan none", "Private messages none"):
            assert words in shown


async def test_an_admin_turns_each_of_them_off_for_a_cohort(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter")
        await t.say("Ada", "/join Winter reminder:20:00 listed:yes")
        shown = await t.say(
            "Admin",
            "/cohort edit Winter reminders:no digest:no summary:no leaderboard:no projects:no keepup:no"
            " buddies:no recall:no team:0",
        )
        assert shown.count("yes > no") == 8
        assert "Saved" in await t.press("Admin", "Save")
        await t.at("Sun 19:00")
        assert [await t.posts(room) for room in ("@ada", "@admin")] == [[], []]
        assert await t.posts(digests=True) == []


async def test_an_admin_excuses_a_member_and_the_streak_follows_both_ways(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.done("Mon", "Thu", "Fri")
        assert await t.streak("Ada") == (3, 3, 0)
        excused = await t.say(
            "Admin", "/cohort excuse cohort:Winter member:Ada from:2027-01-05 until:2027-01-06 reason:flu"
        )
        assert "Ada is excused for Tue, Jan 5, Wed, Jan 6: 2 study days that cost nothing." in excused
        assert await t.streak("Ada") == (3, 3, 2)
        assert list((await t.why("Ada")).values())[:3] == ["done", "excused", "excused"]
        again = await t.say("Admin", "/cohort excuse cohort:Winter member:Ada from:2027-01-05")
        assert "excused for that already" in again
        assert "Swap the two dates" in await t.say(
            "Admin", "/cohort excuse cohort:Winter member:Ada from:2027-01-05 until:2027-01-04"
        )
        assert "no study day from" in await t.say(
            "Admin", "/cohort excuse cohort:Winter member:Ada from:2027-01-09"
        )
        assert "is not in Winter" in await t.say(
            "Admin", "/cohort excuse cohort:Winter member:Devika from:2027-01-05"
        )
        await t.say("Admin", "/cohort status Winter")
        log = await t.press("Admin", "What was done")
        assert "Admin excused Ada for Tue, Jan 5, Wed, Jan 6" in log
        assert "Admin made the cohort" in log
        assert "Ada is no longer excused" in await t.press("Admin", "Take back: Ada")
        assert await t.streak("Ada") == (3, 3, 0)
        assert "was taken back already" in await t.press("Admin", "Take back: Ada")


async def test_an_admin_reads_topic_by_topic_where_members_drop_off(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.done("Mon")
        await t.at("Tue 12:00")
        await t.say("Admin", "/cohort status Winter")
        assert "Where fewer than 5 members could take part" in await t.press("Admin", "Topic by topic")


async def test_a_digest_and_small_boards_bring_people_of_one_pace_together(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada", "Bruno", "Zoë")
        await t.done("Mon", "Tue", "Wed", "Thu", who=("Ada", "Zoë"))
        await t.at("Fri 20:00")
        told = await t.press("Ada", "Done")
        assert "Two milestones at once: 5 study days in all, and 5 in a row." in told
        await t.at("Sun 19:00")
        [week] = await t.posts(digests=True)
        assert "9 of 15 check-ins this week." in week.words
        assert "Every day this week Ada" in week.words
        assert "Bruno" not in week.words
        await t.done("Mon", who=("Bruno",))
        assert "Your place is number" in await t.say("Bruno", "/leaderboard cohort:Winter by:days")
        board = await t.press("Bruno", "My pace")
        assert "Winter: your pace" in board
        assert "1 Bruno, 1 day" in board
        assert board == await t.say("Bruno", "/leaderboard cohort:Winter by:pace")
        await t.say("Bruno", "/settings listed:no")
        assert "you are not on the board" in await t.say("Bruno", "/leaderboard by:pace")


async def test_a_cohort_without_a_leaderboard_says_so(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.say("Admin", "/cohort edit Winter leaderboard:no")
        await t.press("Admin", "Save")
        for line in ("/leaderboard", "/leaderboard by:pace"):
            assert "Winter has no leaderboard." in await t.say("Ada", line)


async def test_beginning_again_after_a_miss_is_welcomed(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.done("Mon")
        await t.forward(days=7)
        assert "beginning again is the step that matters most" in await t.say("Ada", "/checkin")


async def test_holidays_of_a_part_of_a_country_can_be_given(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter")
        off = await t.say("Admin", "/cohort skip cohort:Winter country:DE-BY")
        assert "Wed, Jan 6" in off
        assert "Did you mean" in await t.say("Admin", "/cohort skip cohort:Winter country:DE-XX")


@pytest.mark.databases("sqlite")  # it looks into the file
async def test_who_cannot_be_written_to_hears_of_it_in_their_next_answer(tmp_path: Path) -> None:
    async with front_door(tmp_path) as door:
        await door.cohort("Winter", ADA)
        await door.say(ADA, "settings", reminder="20:00")
        with closing(sqlite3.connect(door.path)) as connection, connection:
            connection.execute("UPDATE identities SET private_chat = 'closed' WHERE external_id = 'ada'")
        assert "I could not write to you in private" in words(await door.say(ADA, "streak"))
        assert "in private" not in words(await door.say(ADA, "streak"))
        await door.say(ADA, "settings", reminder="20:00")
        with closing(sqlite3.connect(door.path)) as connection:
            chats = connection.execute("SELECT private_chat FROM identities WHERE external_id = 'ada'")
            assert chats.fetchall() == [("",)]
