"""People: who comes late, who sits in two cohorts, who leaves, who comes back, who wants to be forgotten."""

import json
import re
import sqlite3
from pathlib import Path

from town import name_of, town


async def test_past_days_never_count_against_somebody_who_joins_late(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.done("Mon", "Tue")
        await t.at("Wed 12:00")
        asked = await t.press("Chiara", "Join")
        assert asked == "asks for zone, reminder, plan, listed"
        joined = await t.fill_in("Chiara", {"zone": "Europe/Rome", "reminder": "20:15", "listed": True})
        assert "You are in. Past days never count against you." in joined
        assert "On the leaderboard yes" in joined
        await t.done("Thu", "Fri", who=("Ada", "Chiara"))
        assert await t.streak("Chiara") == (2, 2, 2)
        assert list((await t.why("Chiara")).values()) == ["excused"] * 3 + ["done"] * 2 + ["to come"]
        assert "over before you joined Winter" in await t.say("Chiara", "/checkin day:2027-01-04")


async def test_a_late_joiner_may_count_the_day_that_was_open_when_they_came(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter")
        await t.at("Wed 12:00")
        await t.say("Chiara", "/join cohort:Winter zone:Europe/Rome reminder:20:00 listed:yes")
        await t.done("Wed", "Thu", "Fri", who=("Chiara",))
        assert await t.streak("Chiara") == (3, 3, 2)


async def test_saying_join_asks_three_things_and_takes_no_answer_for_an_answer(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter")
        assert await t.say("Devika", "/join") == "asks for zone, reminder, plan, listed"
        assert "You are in." in await t.fill_in("Devika", {})
        again = await t.say("Devika", "/join zone:Asia/Kolkata listed:no")
        assert "You are in already, and your settings are saved." in again
        assert "Your clock Asia/Kolkata" in again


async def test_two_cohorts_share_a_room_and_everybody_finds_their_own(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada", "Bruno")
        await t.cohort("Evening", "Ada", "Chiara", time="18:00", curriculum="py-backend-20d")
        await t.at("Mon 19:00")
        titles = [(post.local, post.labels[0]) for post in await t.posts()]
        assert titles == [("Mon 04 Jan 09:00", "Done"), ("Mon 04 Jan 18:00", "Done")]
        assert "Day 1 counted" in await t.say("Bruno", "/checkin")
        assert "Day 1 counted" in await t.say("Chiara", "/checkin")
        which = await t.say("Ada", "/checkin")
        assert "several cohorts: Winter, Evening" in which or "several cohorts: Evening, Winter" in which
        assert "Day 1 counted" in await t.say("Ada", "/checkin cohort:Winter")
        assert "Day 1 counted" in await t.press("Ada", "Done")  # under the newest post
        assert await t.streak("Ada", "Winter") == (1, 1, 2)
        assert await t.streak("Ada", "Evening") == (1, 1, 2)
        assert "not in Evening yet" in await t.say("Bruno", "/checkin cohort:Evening")
        assert t.labels("Bruno") == ["Join"]
        assert "not in Winter yet" in await t.say("Chiara", "/why cohort:Winter")


async def test_a_cohort_of_another_room_is_not_asked_for_where_there_is_one(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.cohort("Owls", "Ada", room="night-owls", time="22:00")
        await t.at("Mon 23:00")
        assert len(await t.posts()) == 1
        assert len(await t.posts("night-owls")) == 1
        assert "Day 1 counted" in await t.say("Ada", "/checkin", room="night-owls")
        assert await t.streak("Ada", "Owls") == (1, 1, 2)
        assert await t.streak("Ada", "Winter") == (0, 0, 2)
        assert "several cohorts" in await t.say("Ada", "/streak", room="@ada")


async def test_somebody_leaves_and_comes_back_to_all_they_had(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada", "Bruno")
        await t.done("Mon", "Tue", who=("Ada", "Bruno"))
        left = await t.say("Ada", "/leave cohort:Winter")
        assert "Your history waits until" in left
        assert "not in Winter" in await t.say("Ada", "/checkin")
        assert "Ada" not in await t.say("Bruno", "/leaderboard")
        await t.at("Wed 08:00")
        assert await t.press("Ada", "Come back") == "asks for zone, reminder, plan, listed"
        back = await t.fill_in("Ada", {"listed": True})
        assert "Good to see you again. Your history goes on where it was." in back
        await t.done("Wed")
        assert await t.streak("Ada") == (3, 3, 2)
        assert "Ada, 3 days" in await t.say("Bruno", "/leaderboard")


async def test_thirty_days_after_leaving_nothing_is_left(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.done("Mon", "Tue")
        await t.say("Ada", "/leave")
        await t.forward(days=31)
        await t.look_after_things()
        await t.say("Ada", "/export", room="@ada")
        assert "2027-01-04" not in t.file("Ada").content.decode()


async def test_whoever_wants_to_be_forgotten_sees_first_what_goes_and_then_is(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada", "Bruno")
        await t.done("Mon", "Tue", who=("Ada", "Bruno"))
        await t.say("Ada", "/pause from:thu until:fri")
        shown = await t.say("Ada", "/forgetme")
        assert "2 check-ins with their notes" in shown
        assert "1 membership in a cohort" in shown
        assert "1 pause" in shown
        assert "0 " not in await t.say("Chiara", "/forgetme")
        assert "Nothing has been deleted yet." in shown
        assert await t.streak("Ada") == (2, 2, 2)
        gone = await t.press("Ada", "Delete it all")
        assert "I no longer know you. 2 check-ins are gone" in gone
        assert "Ada" not in await t.say("Bruno", "/leaderboard")
        assert "not in Winter yet" in await t.say("Ada", "/streak")
        status = await t.say("Admin", "/cohort status Winter")
        assert "Members 1" in status
        await t.at("Wed 12:00")
        assert "done its work" in await t.press("Ada", "Delete it all")
        assert "You are in." in await t.say("Ada", "/join zone:Europe/Berlin listed:yes")
        assert await t.streak("Ada") == (0, 0, 2)
    assert _rows_about(tmp_path, "ada") == 1  # who she is now, and nothing of before


async def test_everybody_gets_their_own_data_and_nobody_elses(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada", "Bruno")
        await t.at("Mon 20:00")
        await t.say("Ada", "/checkin all of chapter one")
        await t.say("Bruno", "/checkin some of chapter one")
        await t.say("Ada", "/export")
        sheet = t.file("Ada")
        assert sheet.name == "roadmate-my-data.json"
        assert t.answers["Ada"].whisper
        words = sheet.content.decode()
        json.loads(words)
        assert "all of chapter one" in words
        assert "some of chapter one" not in words
        assert "Bruno" not in words


async def test_admins_get_what_they_have_done_to_cohorts_too(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.say("Admin", "/export")
        done = json.loads(t.file("Admin").content)["deeds"]
        assert {deed["cohort"] for deed in done} == {"Winter"}
        assert [deed["action"] for deed in done] == ["cohort_created", "cohort_start"]
        await t.say("Ada", "/export")
        assert json.loads(t.file("Ada").content)["deeds"] == []


async def test_settings_are_shown_and_changed_one_at_a_time(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        assert "This is how it stands:" in await t.say("Ada", "/settings")
        line = "/settings zone:Asia/Kolkata rollover:04:30 reminder:21:15 language:en listed:no"
        changed = await t.say("Ada", line)
        for shown in ("Asia/Kolkata", "4:30", "9:15", "English", "On the leaderboard no"):
            assert shown in changed
        assert await t.press("Ada", "Change") == "asks for zone, rollover, reminder, plan, listed"
        again = await t.fill_in("Ada", {"reminder": "off"})
        assert "Reminder none" in again
        assert "Asia/Kolkata" in again
        assert "Only you can see that" in await t.say("Ada", "/leaderboard")
        assert "On the leaderboard yes" in await t.press("Ada", "Show me on the board")


async def test_a_streak_is_shared_only_by_those_who_let_themselves_be_listed(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada", "Bruno", "Zoë")
        await t.done("Mon", "Tue", who=("Ada", "Zoë"))
        await t.say("Zoë", "/settings listed:no")
        assert "Ada in Winter" in await t.say("Bruno", "/streak member:Ada")
        assert "Ada in Winter" in await t.say("Bruno", "/progress cohort:Winter member:Ada")
        assert "keeps their streak to themselves" in await t.say("Bruno", "/streak cohort:Winter member:Zoë")
        assert "Streak 2 days" in await t.say("Admin", "/streak member:Zoë cohort:Winter")
        assert "is not in Winter" in await t.say("Ada", "/streak member:Devika")
        board = await t.say("Ada", "/leaderboard cohort:Winter by:days")
        assert "1 Ada, 2 days" in board
        assert "Zoë" not in board


async def test_ties_on_the_board_are_fair(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada", "Bruno", "Zoë")
        await t.done("Mon", who=("Ada", "Bruno", "Zoë"))
        await t.done("Tue", who=("Ada", "Zoë"))
        await t.at("Thu 12:00")
        for order in ("streak", "attendance", "days"):
            board = await t.say("Bruno", f"/leaderboard by:{order}")
            assert "1 Ada," in board
            assert "1 Zoë," in board
            assert "3 Bruno," in board


async def test_privacy_and_help_are_answered_to_anybody(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        assert "Never kept: anything else" in await t.say("Миша", "/privacy")
        assert "/checkin - " in await t.say("Миша", "/help")
        detail = await t.say("Миша", "/help command:checkin")
        for argument in ("cohort", "day", "note", "minutes", "proof", "felt"):
            assert argument in detail
        assert "did you mean" in (await t.say("Миша", "/help chekin")).lower()
        assert "I do not know /dance" in await t.say("Миша", "/dance")
        assert "no cohort here yet" in await t.say("Миша", "/checkin")


async def test_a_code_joins_accounts_of_two_platforms_and_not_two_of_one(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        shown = await t.say("Ada", "/link")
        assert "Be one person on both platforms" in shown
        code = re.findall(r"\b[A-Z2-7]{8}\b", shown)[0]
        assert "on two platforms" in await t.say("Bruno", f"/link code:{code}")
        assert "nothing to part" in await t.say("Ada", "/unlink")
        assert "Known as Ada (the playground)" in await t.say("Ada", "/settings")


def _rows_about(directory: Path, member: str) -> int:
    with sqlite3.connect(directory / "roadmate.db") as connection:
        known = connection.execute(
            "SELECT person_id FROM identities WHERE external_id = ?", (name_of(member),)
        )
        (person,) = known.fetchone()
        (others,) = connection.execute("SELECT count(*) FROM people WHERE name = 'Ada'").fetchone()
        (check_ins,) = connection.execute(
            "SELECT count(*) FROM check_ins WHERE person_id = ?", (person,)
        ).fetchone()
        assert check_ins == 0
        return int(others)
