"""Study days as they are lived: in time, late, missed, taken back, covered by a freeze."""

import re
from pathlib import Path

from town import town

from bot.platforms.playground.form import Upload


async def test_a_day_done_in_time_counts_once_and_says_what_comes_next(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.at("Mon 09:00")
        post = await t.last_post()
        assert post.title == "Day 1 of 20 - Week 1 - Python Core Concepts"
        assert post.labels == ("Done", "Note / proof", "Open", "Join")
        await t.at("20:00")
        counted = await t.press("Ada", "Done")
        assert "Day 1 counted. Streak 1, 2 freezes left." in counted
        assert re.search(r"Next: Tue, Jan 5, open from .*09:00 until .*03:00", counted)
        assert t.answers["Ada"].whisper
        await t.at("20:10")
        assert "Already counted at 20:00." in await t.press("Ada", "Done")
        assert "Already counted at 20:00." in await t.say("Ada", "/checkin day:today")
        assert await t.streak("Ada") == (1, 1, 2)


async def test_a_week_of_answers_leaves_one_public_post_a_day(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada", "Bruno")
        await t.done("Mon", "Tue", "Wed", "Thu", "Fri", who=("Ada", "Bruno"))
        await t.at("Sun 23:00")
        assert [post.local for post in await t.posts()] == [
            f"{day} Jan 09:00" for day in ("Mon 04", "Tue 05", "Wed 06", "Thu 07", "Fri 08")
        ]
        assert "yesterday 2 of 2" in (await t.posts())[1].words
        assert await t.streak("Ada") == (5, 5, 2)


async def test_asking_never_changes_an_answer(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.done("Mon", "Tue")
        questions = ("/streak", "/why", "/progress", "/leaderboard", "/plan", "/today", "/help")
        first = [await t.say("Ada", question) for question in questions]
        assert [await t.say("Ada", question) for question in questions * 3] == first * 3


async def test_yesterday_still_counts_within_its_grace_and_not_a_minute_longer(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada", "Bruno")
        await t.at("Wed 02:59")
        late = await t.say("Ada", "/checkin day:2027-01-04")
        assert "Day 1, Mon, Jan 4, counted within its grace. Streak 1" in late
        assert "Count Tue, Jan 5 too" in t.labels("Ada")
        assert "Day 2 counted. Streak 2" in await t.press("Ada", "Count Tue, Jan 5 too")
        await t.at("Wed 03:01")
        closed = await t.say("Bruno", "/checkin day:2027-01-04")
        assert "Mon, Jan 4 closed" in closed
        assert "/why" in closed
        assert await t.why("Ada") == {"1": "late", "2": "done", "3": "to come"}
        assert (await t.why("Bruno"))["1"] == "missed"


async def test_the_oldest_open_day_is_meant_unless_another_is_named(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada", "Bruno")
        await t.at("Tue 20:00")
        assert "Day 1, Mon, Jan 4, counted within its grace" in await t.say("Ada", "/checkin")
        assert "Day 2 counted. Streak 2" in await t.say("Ada", "/checkin")
        assert "Day 2 counted. Streak 1" in await t.say("Bruno", "/checkin day:today")
        assert "counted within its grace. Streak 2" in await t.say("Bruno", "/checkin day:yesterday")


async def test_a_missed_day_costs_a_freeze_and_a_holiday_declared_later_gives_it_back(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.done("Mon", "Tue", "Thu")
        assert await t.streak("Ada") == (3, 3, 2)  # Wednesday is still within its grace
        spent = await t.say("Ada", "/checkin day:fri")
        assert "Fri, Jan 8 is still to come" in spent
        await t.at("Fri 20:00")
        assert "Streak 4, 1 freeze left" in await t.press("Ada", "Done")
        assert (await t.why("Ada"))["3"] == "frozen"
        off = await t.say("Admin", "/cohort skip Winter day:2027-01-06")
        assert "1 day is off now." in off
        assert "posted already" in off
        assert (await t.why("Ada"))["3"] == "excused"
        assert await t.streak("Ada") == (4, 4, 2)
        assert "off in Winter already" in await t.say("Admin", "/cohort skip Winter day:2027-01-06")


async def test_the_check_in_that_closes_a_gap_says_what_the_freezes_did(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.done("Mon")
        await t.at("Fri 10:00")  # Tuesday and Wednesday are lost, Thursday is within its grace
        answer = await t.say("Ada", "/checkin day:2027-01-07")
        assert "Streak 2, 0 freezes left. 2 freezes covered the days you missed." in answer
        marks = await t.why("Ada")
        assert list(marks.values()) == ["done", "frozen", "frozen", "late", "open", "to come"]


async def test_a_gap_longer_than_the_freezes_ends_the_streak_and_keeps_the_longest(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.done("Mon", "Tue", "Wed", "Thu", "Fri")
        await t.at("Fri 12:00")  # nothing in the second week until the third miss is settled
        assert await t.streak("Ada") == (0, 5, 2)
        assert "Your next check-in begins a new streak." in await t.say("Ada", "/streak")
        assert "Day 9, Thu, Jan 14, counted within its grace. Streak 1" in await t.say("Ada", "/checkin")
        assert [number for number, mark in (await t.why("Ada")).items() if mark == "missed"] == [
            "6",
            "7",
            "8",
        ]


async def test_ten_counted_days_earn_a_spent_freeze_back(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.done("Mon", "Tue", "Wed", "Thu", "Fri", "Tue", "Wed", "Thu", "Fri")
        assert await t.streak("Ada") == (9, 9, 1)
        await t.at("Mon 20:00")
        assert "Streak 10, 2 freezes left. You have earned a freeze." in await t.press("Ada", "Done")


async def test_a_check_in_can_be_taken_back_while_its_day_is_open(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.done("Mon", "Tue")
        undone = await t.press("Ada", "Undo")
        assert "Day 2 is no longer counted. Streak 1, 2 freezes left." in undone
        assert "counted again until" in undone
        assert "Day 2 counted. Streak 2" in await t.press("Ada", "Check in again")
        assert "Day 2 is no longer counted" in await t.say("Ada", "/undo cohort:Winter")
        assert "Day 1 is no longer counted" in await t.say("Ada", "/undo")
        assert "no check-in to take back" in await t.say("Ada", "/undo")
        assert await t.streak("Ada") == (0, 0, 2)


async def test_after_its_window_a_check_in_stays(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.done("Mon")
        await t.at("Wed 03:01")
        assert "Mon, Jan 4 is settled and stays counted" in await t.press("Ada", "Undo")
        assert "Mon, Jan 4 is settled and stays counted" in await t.say("Ada", "/undo")
        assert (await t.why("Ada"))["1"] == "done"


async def test_what_somebody_did_is_kept_with_the_day_and_stays_private(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada", "Bruno")
        await t.at("Mon 20:00")
        asked = await t.press("Ada", "Note / proof")
        assert asked == "asks for note, minutes, proof"
        answer = await t.fill_in("Ada", {"note": "Read it twice", "minutes": "50"})
        assert "Day 1 counted. Streak 1, 2 freezes left. Your note is saved." in answer
        assert await t.press("Ada", "Add a note") == "asks for note, minutes, proof"
        more = await t.fill_in(
            "Ada", {"note": "And once more", "proof": Upload("ada.png", "image/png", b"x")}
        )
        assert "Already counted at 20:00. Your note is saved." in more
        line = "/checkin The first route answers: 200! minutes:45"
        assert "Day 1 counted" in await t.say("Bruno", line)
        await t.say("Ada", "/export", room="@ada")
        own = t.file("Ada").content.decode()
        assert "Read it twice\\nAnd once more" in own
        assert "ada.png" in own
        assert "200" not in own
        assert "Read it twice" not in " ".join(post.words for post in await t.posts())


async def test_a_note_is_full_at_some_point_and_says_so(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.at("Mon 20:00")
        await t.say("Ada", f"/checkin {'a' * 300}")
        full = await t.press("Ada", "Add a note", {"note": "b" * 300})
        assert "601 characters" in full
        assert "hold 500" in full


async def test_a_check_in_on_a_day_off_is_noted_and_moves_no_streak(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.done("Mon", "Tue", "Wed", "Thu", "Fri")
        await t.at("Sat 15:00")
        assert "no study day here, so your streak stays" in await t.say("Ada", "/checkin day:today")
        assert await t.streak("Ada") == (5, 5, 2)
        assert "1 day that asked for nothing" in await t.say("Ada", "/progress")
        assert "no study day in Winter" in await t.say("Ada", "/checkin day:2027-01-17")


async def test_today_and_plan_follow_what_was_done(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada", "Bruno")
        assert "Nothing is open right now. Day 1 comes" in await t.say("Ada", "/today")
        await t.at("Mon 10:00")
        lesson = await t.say("Ada", "/today cohort:Winter")
        assert "Day 1 of 20" in lesson
        assert "Counts until" in lesson
        assert t.answers["Ada"].whisper
        assert "Day 1 counted" in await t.press("Ada", "Done")
        assert "Counted" in await t.press("Ada", "Open")
        week = await t.say("Ada", "/plan cohort:Winter week:1")
        assert re.search(r"done +Day 1, Mon, Jan 4", week)
        assert re.search(r"to come +Day 2, Tue, Jan 5", week)
        assert "20 study days in all" in week
        assert "Day 6, Mon, Jan 11" in await t.press("Ada", "Week after")
        assert "Day 1, Mon, Jan 4" in await t.press("Ada", "Week before")
        assert re.search(r"open +Day 1, Mon, Jan 4", await t.say("Bruno", "/plan week:1"))


async def test_a_member_far_away_has_until_the_end_of_their_own_night(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada", "Bruno")
        for member in ("Ada", "Bruno"):
            await t.say(member, "/settings zone:Pacific/Auckland")
        await t.at("Tue 14:59")  # posted at nine in their evening, Monday closes on Wednesday at three there
        assert "Day 1 counted. Streak 1" in await t.say("Ada", "/checkin")
        await t.at("Tue 15:01")
        assert "Day 1, Mon, Jan 4, counted within its grace" in await t.say("Bruno", "/checkin")
        assert await t.why("Ada") == {"1": "done", "2": "open", "3": "to come"}


async def test_moving_away_while_a_day_is_open_only_lengthens_it(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada", "Bruno")
        await t.at("Mon 18:00")
        await t.say("Ada", "/settings zone:America/Los_Angeles")
        await t.say("Bruno", "/settings zone:Asia/Tokyo")
        await t.at("Tue 02:30")  # over in Tokyo, not yet in Berlin
        assert "Day 1 counted" in await t.say("Bruno", "/checkin")
        await t.at("Tue 05:00")  # over in Berlin, Monday evening in Los Angeles
        assert "Day 1 counted" in await t.say("Ada", "/checkin")
