"""Cohorts under way: made, changed, stopped, taken up again, looked after; the past always stays."""

import csv
import io
import re
from pathlib import Path

from town import town


async def test_a_cohort_is_made_from_a_form_and_starts_with_a_button(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        assert "Roadmaps" in await t.say("Admin", "/curriculum list")
        looked_at = await t.press("Admin", "py-backend-20d")
        assert "20 study days" in looked_at
        assert await t.press("Admin", "Start a cohort on it") == "asks for name, start, time, zone, days"
        wishes = {"name": "Winter", "start": "2027-01-04", "time": "09:00", "zone": "Europe/Berlin"}
        preview = await t.fill_in("Admin", wishes | {"days": "mon,wed,fri"})
        assert "Nothing is posted before you press Start." in preview
        assert "Jan 4, 2027 to Feb 17, 2027, 20 study days" in preview
        await t.at("Sun 23:59")
        assert await t.posts() == []
        assert await t.press("Admin", "Change") == "asks for name, start, time, zone, days"
        assert "6:30" in await t.fill_in("Admin", {"time": "06:30"})
        assert "Winter runs." in await t.press("Admin", "Start")
        await t.at("Wed 12:00")
        assert [post.local for post in await t.posts()] == ["Mon 04 Jan 06:30", "Wed 06 Jan 06:30"]


async def test_a_cohort_says_all_that_it_wishes_in_one_line(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        preview = await t.say(
            "Admin",
            '/cohort create name:"Winter 27" curriculum:py-backend-20d start:2027-01-11 time:21h15'
            ' zone:Asia/Tokyo days:"every day" channel:night-owls pace:max language:en',
        )
        assert "Winter 27: preview" in preview
        assert "9:15" in preview
        assert "every day, Asia/Tokyo" in preview
        assert "Rooms night-owls" in preview
        assert "called winter 27 here already" in await t.say(
            "Admin", '/cohort create name:"winter 27" curriculum:py-backend-20d'
        )
        await t.say("Admin", '/cohort start cohort:"Winter 27"')
        await t.forward(days=10)
        assert [post.title[:11] for post in await t.posts("night-owls")] == ["Day 1 of 20", "Day 2 of 20"]
        assert await t.posts() == []


async def test_an_edit_is_shown_before_it_is_saved_and_the_past_stays(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.done("Mon", "Tue", "Wed")
        shown = await t.say(
            "Admin",
            "/cohort edit cohort:Winter name:Frost time:12:00 zone:Europe/Rome days:tue,thu channel:projects"
            " pace:mid language:en quota:2 grace:2 late:skip items:2 review:no catchup:0"
            " threads:yes",
        )
        assert "Nothing is saved yet." in shown
        assert "Mon to Fri > Tue, Thu" in shown
        assert "in Europe/Rome" in shown
        assert "Day 4: Thu, Jan 7, 09:00 > Thu, Jan 7, 12:00" in shown
        assert "3 days were posted already and stay as they are." in shown
        before = await t.why("Ada")
        assert "Saved. The next post comes Thu, Jan 7, 12:00." in await t.press("Admin", "Save")
        await t.at("Wed 12:00")
        assert [post.local for post in await t.posts()] == [
            f"{day} Jan 09:00" for day in ("Mon 04", "Tue 05", "Wed 06")
        ]
        assert [(post.local, post.title[:5]) for post in await t.posts("projects")] == [
            ("Thu 07 Jan 12:00", "Day 4"),
            ("Tue 12 Jan 12:00", "Day 5"),
        ]
        after = await t.why("Ada", "Frost")
        assert [after[day] for day in "123"] == [before[day] for day in "123"] == ["done"] * 3


async def test_an_edit_is_saved_once_and_only_as_it_was_shown(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter")
        await t.say("Admin", "/cohort edit Winter time:12:00")
        await t.say("Admin", "/cohort skip Winter day:2027-01-06")
        assert "Winter has changed since that was shown." in await t.press("Admin", "Save")
        await t.say("Admin", "/cohort edit Winter time:12:00")
        assert "Saved." in await t.press("Admin", "Save")
        assert "done its work" in await t.press("Admin", "Save")
        await t.at("Mon 13:00")
        assert [post.local for post in await t.posts()] == ["Mon 04 Jan 12:00"]


async def test_an_edit_shows_how_it_is_when_nothing_is_to_change(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter")
        assert "This cohort is running." in await t.say("Admin", "/cohort edit Winter")
        assert "That is how Winter is already" in await t.say("Admin", "/cohort edit Winter time:09:00")
        await t.at("Mon 10:00")
        assert "has begun, so its start stays" in await t.say("Admin", "/cohort edit Winter start:2027-02-01")


async def test_a_longer_grace_reaches_back_for_what_is_missed(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.at("Wed 12:00")
        assert "closed" in await t.say("Ada", "/checkin day:2027-01-04")
        await t.say("Admin", "/cohort edit Winter grace:3")
        await t.press("Admin", "Save")
        assert "Day 1, Mon, Jan 4, counted within its grace" in await t.say("Ada", "/checkin")


async def test_a_paused_cohort_is_silent_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.done("Mon", "Tue")
        assert "no streak suffers" in await t.say("Admin", "/cohort pause Winter")
        assert "is paused already" in await t.say("Admin", "/cohort pause Winter")
        await t.forward(days=7)
        assert len(await t.posts()) == 2
        assert "Winter is paused. Your streak waits" in await t.say("Ada", "/today")
        assert await t.streak("Ada") == (2, 2, 2)
        assert "Winter goes on. The next post comes" in await t.press("Admin", "Resume")
        await t.done("Wed", "Thu")
        assert [post.title[:6] for post in await t.posts()] == ["Day 1 ", "Day 2 ", "Day 3 ", "Day 4 "]
        assert await t.streak("Ada") == (4, 4, 2)


async def test_an_ended_cohort_keeps_what_was_reached(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.done("Mon", "Tue", "Wed")
        assert "Streaks and notes stay as they are" in await t.say("Admin", "/cohort end Winter")
        await t.forward(days=9)
        assert len(await t.posts()) == 3
        assert await t.streak("Ada") == (3, 3, 2)
        assert "has come to its end" in await t.say("Ada", "/today")
        assert "cannot end now" in await t.say("Admin", "/cohort end Winter")
        assert "stays as it is" in await t.say("Admin", "/cohort edit Winter time:10:00")
        assert "days off change nothing" in await t.say("Admin", "/cohort skip Winter day:2027-01-20")
        assert "nothing more is planned" in await t.say("Admin", "/cohort preview Winter")
        assert "not open for joining" in await t.say("Bruno", "/join cohort:Winter listed:yes")


async def test_a_cohort_whose_roadmap_is_over_ends_by_itself(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada", days='"every day"')
        await t.forward(days=22)
        posts = await t.posts()
        assert len(posts) == 20
        assert "This is the last day. What a way you have come!" in posts[-1].words
        await t.forward(days=3)
        await t.look_after_things()
        assert "Winter: ended" in await t.say("Admin", "/cohort status Winter")


async def test_a_deleted_cohort_can_be_brought_back_with_everything_in_it(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.done("Mon", "Tue")
        asked = await t.say("Admin", "/cohort delete Winter")
        assert "Delete Winter, with the history of its 1 member?" in asked
        assert await t.streak("Ada") == (2, 2, 2)
        assert "Winter is deleted. Undo brings it back" in await t.press("Admin", "Delete it")
        assert "no cohort here yet" in await t.say("Ada", "/streak")
        assert "nobody would hear it" in await t.say("Admin", "/cohort announce cohort:Winter text:Hello")
        await t.at("Wed 12:00")
        assert len(await t.posts()) == 2
        assert "Winter goes on. The next post comes" in await t.press("Admin", "Undo")
        await t.done("Thu")
        assert (await t.last_post()).title[:6] == "Day 3 "
        assert await t.streak("Ada") == (3, 3, 2)


async def test_after_thirty_days_a_deleted_cohort_is_gone(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.at("Mon 20:00")
        await t.say("Ada", "/checkin a note to forget")
        await t.say("Admin", "/cohort delete Winter")
        await t.press("Admin", "Delete it")
        await t.forward(days=31)
        await t.look_after_things()
        assert "no cohort here yet" in await t.say("Admin", "/cohort resume Winter")
        await t.say("Ada", "/export")
        assert "a note to forget" not in t.file("Ada").content.decode()


async def test_an_announcement_is_heard_once_in_each_of_the_rooms(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        said = await t.say("Admin", "/cohort announce Tomorrow we meet at seven. cohort:Winter")
        assert "On its way to study-hall." in said
        await t.forward(minutes=1)
        await t.forward(hours=1)
        assert [post.words for post in await t.posts()] == ["Tomorrow we meet at seven."]
        line = '/cohort announce cohort:Winter text:"Bring *questions* and <b>tea</b>"'
        assert "On its way" in await t.say("Admin", line)
        await t.forward(minutes=1)
        assert (await t.last_post()).words == "Bring *questions* and <b>tea</b>"


async def test_the_check_ins_of_a_cohort_come_as_a_file_that_no_spreadsheet_obeys(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada", "Bruno")
        await t.at("Mon 20:00")
        await t.say("Ada", '/checkin =HYPERLINK("https://example.org") minutes:30')
        await t.say("Bruno", "/checkin plain words, with a comma")
        await t.say("Bruno", "/undo")
        assert "2 check-ins of Winter." in await t.say("Admin", "/cohort export Winter")
        sheet = t.file("Admin")
        assert t.answers["Admin"].whisper
        rows = list(csv.DictReader(io.StringIO(sheet.content.decode("utf-8-sig"))))
        assert [(row["study_date"], row["study_day"], row["member"]) for row in rows] == [
            ("2027-01-04", "1", "Ada"),
            ("2027-01-04", "1", "Bruno"),
        ]
        assert rows[0]["note"].startswith("'=HYPERLINK")
        assert rows[0]["minutes"] == "30"
        assert rows[0]["checked_in_at"] == "2027-01-04T20:00:00+01:00"
        assert rows[1]["note"] == "plain words, with a comma"
        assert rows[1]["undone_at"] != ""
        assert "One export an hour." in await t.say("Admin", "/cohort export cohort:Winter")
        await t.forward(hours=1)
        assert "2 check-ins" in await t.say("Admin", "/cohort export Winter")


async def test_the_status_tells_admins_in_private_who_went_quiet(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada", "Bruno")
        await t.done("Mon", "Tue", "Wed", "Thu")
        await t.at("Fri 12:00")
        assert "I have every right I need" in await t.say("Admin", "/cohort check cohort:Winter")
        status = await t.say("Admin", "/cohort status cohort:Winter")
        assert "Winter: running" in status
        assert "Members 2" in status
        assert "day 5 of 20: 0 of 2 done" in status
        assert "5 messages in 7 days" in status
        assert "May need a kind word * Bruno: quiet for 4 study days" in status
        assert t.answers["Admin"].whisper


async def test_the_roadmaps_can_be_looked_into(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        listed = await t.say("Admin", "/curriculum list")
        assert listed.count(" projects, ") == 4
        assert "55 topics, English" in listed
        shown = await t.say("Admin", "/curriculum show curriculum:py-backend-20d")
        assert "Monday to Friday 20 study days" in shown
        assert "not on the list" in await t.say("Admin", "/curriculum show py-frontend")


async def test_a_cohort_takes_one_more_room_and_leaves_it_again(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        shown = await t.say("Admin", "/cohort attach cohort:Winter")
        code = re.findall(r"\b[A-Z2-7]{8}\b", shown)[0]
        attached = await t.say("Admin", f"/cohort attach code:{code}", room="night-owls")
        assert "Winter speaks here too" in attached
        await t.say("Bruno", "/join listed:yes", room="night-owls")
        await t.at("Mon 20:00")
        assert [post.title for post in await t.posts("night-owls")] == [
            post.title for post in await t.posts()
        ]
        assert "counted" in await t.press("Bruno", "Done", room="night-owls")
        assert "Bruno, 1 day" in await t.say("Ada", "/leaderboard")
        await t.say("Admin", "/cohort detach cohort:Winter")
        assert "no more" in await t.press("Admin", "Leave night-owls")
        await t.at("Tue 20:00")
        assert (len(await t.posts()), len(await t.posts("night-owls"))) == (2, 1)
