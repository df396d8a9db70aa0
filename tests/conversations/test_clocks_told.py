"""Calendars and clocks: nights in which the clocks change, leap days, New Year, and a machine that slept."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hand_clock import HandClock
from town import local, town

TIMES = ("00:00", "02:30", "09:00")
CHANGES = {
    "Berlin, spring": (
        "Europe/Berlin",
        "2027-03-27",
        {
            "00:00": ("2027-03-26 23:00", "2027-03-27 23:00", "2027-03-28 22:00"),
            "02:30": ("2027-03-27 01:30", "2027-03-28 01:30", "2027-03-29 00:30"),
            "09:00": ("2027-03-27 08:00", "2027-03-28 07:00", "2027-03-29 07:00"),
        },
    ),
    "Berlin, autumn": (
        "Europe/Berlin",
        "2027-10-30",
        {
            "00:00": ("2027-10-29 22:00", "2027-10-30 22:00", "2027-10-31 23:00"),
            "02:30": ("2027-10-30 00:30", "2027-10-31 00:30", "2027-11-01 01:30"),
            "09:00": ("2027-10-30 07:00", "2027-10-31 08:00", "2027-11-01 08:00"),
        },
    ),
    "New York, spring": (
        "America/New_York",
        "2027-03-13",
        {
            "00:00": ("2027-03-13 05:00", "2027-03-14 05:00", "2027-03-15 04:00"),
            "02:30": ("2027-03-13 07:30", "2027-03-14 07:30", "2027-03-15 06:30"),
            "09:00": ("2027-03-13 14:00", "2027-03-14 13:00", "2027-03-15 13:00"),
        },
    ),
    "New York, autumn": (
        "America/New_York",
        "2027-11-06",
        {
            "00:00": ("2027-11-06 04:00", "2027-11-07 04:00", "2027-11-08 05:00"),
            "02:30": ("2027-11-06 06:30", "2027-11-07 07:30", "2027-11-08 07:30"),
            "09:00": ("2027-11-06 13:00", "2027-11-07 14:00", "2027-11-08 14:00"),
        },
    ),
    "Cairo, spring, where midnight itself is left out": (
        "Africa/Cairo",
        "2027-04-29",
        {
            "00:00": ("2027-04-28 22:00", "2027-04-29 22:00", "2027-04-30 21:00"),
            "02:30": ("2027-04-29 00:30", "2027-04-29 23:30", "2027-04-30 23:30"),
            "09:00": ("2027-04-29 07:00", "2027-04-30 06:00", "2027-05-01 06:00"),
        },
    ),
    "Cairo, autumn, where the hour before midnight comes twice": (
        "Africa/Cairo",
        "2027-10-28",
        {
            "00:00": ("2027-10-27 21:00", "2027-10-28 22:00", "2027-10-29 22:00"),
            "02:30": ("2027-10-27 23:30", "2027-10-29 00:30", "2027-10-30 00:30"),
            "09:00": ("2027-10-28 06:00", "2027-10-29 07:00", "2027-10-30 07:00"),
        },
    ),
    "Lord Howe, spring, by half an hour": (
        "Australia/Lord_Howe",
        "2027-10-02",
        {
            "00:00": ("2027-10-01 13:30", "2027-10-02 13:30", "2027-10-03 13:00"),
            "02:30": ("2027-10-01 16:00", "2027-10-02 15:30", "2027-10-03 15:30"),
            "09:00": ("2027-10-01 22:30", "2027-10-02 22:00", "2027-10-03 22:00"),
        },
    ),
    "Lord Howe, autumn, by half an hour": (
        "Australia/Lord_Howe",
        "2027-04-03",
        {
            "00:00": ("2027-04-02 13:00", "2027-04-03 13:00", "2027-04-04 13:30"),
            "02:30": ("2027-04-02 15:30", "2027-04-03 16:00", "2027-04-04 16:00"),
            "09:00": ("2027-04-02 22:00", "2027-04-03 22:30", "2027-04-04 22:30"),
        },
    ),
}
ROOMS = dict(zip(TIMES, ("study-hall", "night-owls", "projects"), strict=True))
"""One cohort in each room, with posts at midnight, in the middle of the change, and in the morning."""


@pytest.mark.parametrize("change", CHANGES)
async def test_each_day_is_posted_once_at_its_time_whatever_the_clocks_do(
    tmp_path: Path, change: str
) -> None:
    zone, first, instants = CHANGES[change]
    eve = local(f"{first} 00:00", zone) - timedelta(hours=10)
    async with town(tmp_path, HandClock(eve), zone) as t:
        for shown, room in ROOMS.items():
            await t.cohort(room, "Ada", room=room, start=first, time=shown, days='"every day"')
        for day in range(3):
            await t.at(f"{datetime.fromisoformat(first) + timedelta(days=day):%Y-%m-%d} 20:00")
            for room in ROOMS.values():
                assert f"Day {day + 1} counted. Streak {day + 1}, 2" in await t.say("Ada", "/checkin", room)
        for shown, room in ROOMS.items():
            said = tuple(f"{post.instant:%Y-%m-%d %H:%M}" for post in await t.posts(room))
            assert said == instants[shown]
            assert await t.streak("Ada", room) == (3, 3, 2)


async def test_the_preview_marks_the_night_in_which_the_time_does_not_exist(tmp_path: Path) -> None:
    async with town(tmp_path, "2027-03-26 12:00") as t:
        made = "/cohort create name:Owls curriculum:py-backend-20d start:2027-03-27 time:02:30"
        preview = await t.say("Admin", f'{made} zone:Europe/Berlin days:"every day"')
        assert "2: Sun, Mar 28 03:30" in preview
        assert "that time does not exist then, so it comes later" in preview
        assert "3: Mon, Mar 29 02:30" in preview


async def test_a_night_that_is_an_hour_short_takes_nothing_from_anybody(tmp_path: Path) -> None:
    async with town(tmp_path, "2027-03-26 12:00") as t:
        await t.cohort("Spring", "Ada", "Bruno", start="2027-03-27", days='"every day"')
        await t.say("Ada", "/settings rollover:02:30")
        await t.say("Bruno", "/settings rollover:02:00")
        await t.at("2027-03-28 01:59")  # a minute later it is three: both their days end at that moment
        for member in ("Ada", "Bruno"):
            assert "Day 1 counted. Streak 1" in await t.say(member, "/checkin")
        await t.say("Ada", "/undo")
        await t.forward(minutes=1)
        assert "Day 1, Sat, Mar 27, counted within its grace" in await t.say("Ada", "/checkin")


async def test_a_night_that_is_an_hour_long_ends_late_for_everybody(tmp_path: Path) -> None:
    async with town(tmp_path, "2027-10-29 12:00") as t:
        await t.cohort("Autumn", "Ada", "Bruno", start="2027-10-30", days='"every day"')
        for member in ("Ada", "Bruno"):
            await t.say(member, "/settings rollover:02:30")
        await t.house.timepiece.forward(datetime(2027, 10, 31, 1, 29, tzinfo=UTC) - t.now)  # 02:29 again
        assert "Day 1 counted. Streak 1" in await t.say("Ada", "/checkin")
        await t.forward(minutes=2)
        assert "Day 1, Sat, Oct 30, counted within its grace" in await t.say("Bruno", "/checkin")


async def test_a_leap_day_is_a_day_like_any_other(tmp_path: Path) -> None:
    async with town(tmp_path, "2028-02-27 12:00") as t:
        await t.cohort("Leap", "Ada", start="2028-02-28")
        await t.done("Mon", "Tue", "Wed")
        assert [post.local for post in await t.posts()] == [
            "Mon 28 Feb 09:00",
            "Tue 29 Feb 09:00",
            "Wed 01 Mar 09:00",
        ]
        assert await t.streak("Ada") == (3, 3, 2)
        assert "Tue, Feb 29" in await t.say("Ada", "/why")


async def test_new_year_is_a_day_like_any_other_too(tmp_path: Path) -> None:
    async with town(tmp_path, "2027-12-29 12:00") as t:
        await t.cohort("Winter", "Ada", "Bruno", start="2027-12-30", time="23:59", days='"every day"')
        await t.at("2028-01-01 02:00")  # the last hour of the first day, the third of the second
        assert "Day 1 counted. Streak 1" in await t.say("Ada", "/checkin")
        assert "Day 2 counted. Streak 2" in await t.say("Ada", "/checkin")
        await t.at("2028-01-02 03:01")
        assert "Day 3 counted. Streak 3" in await t.say("Ada", "/checkin")
        assert [post.local for post in await t.posts()] == [
            "Thu 30 Dec 23:59",
            "Fri 31 Dec 23:59",
            "Sat 01 Jan 23:59",
        ]
        assert (await t.why("Bruno"))["1"] == "missed"


async def test_a_week_of_the_calendar_crosses_the_year(tmp_path: Path) -> None:
    async with town(tmp_path, "2027-12-26 12:00") as t:
        await t.cohort("Winter", "Ada", start="2027-12-27", days='"every day"')
        await t.say("Admin", "/cohort edit Winter quota:4")
        await t.press("Admin", "Save")
        await t.done("Thu", "Fri", "Sat", "Sun")  # 30 December to 2 January
        assert await t.streak("Ada") == (1, 1)


async def test_a_post_that_comes_late_says_so_and_nobody_suffers(tmp_path: Path) -> None:
    clock = HandClock(local("2027-01-03 12:00"))
    async with town(tmp_path, clock) as t:
        await t.cohort("Winter", "Ada")
        await t.done("Mon")
        await t.at("Tue 08:55")
    clock.sleep(hours=2)  # nobody ran from 08:55 to 10:55; the post was due at nine
    async with town(tmp_path, clock) as t:
        await t.look_after_things()
        await t.forward()
        post = await t.last_post()
        assert post.local == "Tue 05 Jan 10:55"
        assert "This comes late, sorry: I was away." in post.words
        assert post.title.startswith("Day 2 of 20")
        await t.done("Tue", "Wed")
        assert await t.streak("Ada") == (3, 3, 2)
        assert len(await t.posts()) == 3


async def test_after_days_of_silence_the_roadmap_has_waited(tmp_path: Path) -> None:
    clock = HandClock(local("2027-01-03 12:00"))
    async with town(tmp_path, clock) as t:
        await t.cohort("Winter", "Ada")
        await t.done("Mon")
        await t.look_after_things()
    clock.sleep(days=3)  # until Thursday evening
    async with town(tmp_path, clock) as t:
        await t.look_after_things()
        await t.forward()
        await t.done("Fri")
        assert await t.streak("Ada") == (2, 2, 2)
        titles = [post.title[:6] for post in await t.posts()]
        assert titles[0] == "Day 1 "
        assert len(set(titles)) == len(titles)
