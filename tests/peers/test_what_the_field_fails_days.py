"""What bots in the field fail about calendars, quiet and restarts, under its own name (peers.md 4, 8, 10)."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from hand_clock import HandClock
from town import local, town

from bot.settings import Settings, signing_secret


def test_each_of_the_ten_stands_here_under_its_number() -> None:
    here = "\n".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert {int(number) for number in re.findall(r"def test_(\d+)_", here)} == set(range(1, 11))


@pytest.mark.parametrize(
    ("first", "instants"),
    [
        (
            "2027-10-24",  # the clocks go back on the 31st, a Sunday, and the month ends with it
            [f"10-{day} 22:00" for day in range(23, 31)] + ["10-31 23:00", "11-01 23:00"],
        ),
        (
            "2027-03-25",  # the clocks go forward on the 28th, a Sunday
            [f"03-{day} 23:00" for day in range(24, 28)] + [f"03-{day} 22:00" for day in range(28, 32)],
        ),
    ],
)
async def test_4_days_begin_at_berlins_midnight_on_every_day_around_the_change(
    tmp_path: Path, first: str, instants: list[str]
) -> None:
    async with town(tmp_path, HandClock(local(f"{first} 00:00") - timedelta(hours=4))) as t:
        await t.cohort("Nights", start=first, time="00:00", days='"every day"')
        await t.forward(days=len(instants) - 1, hours=6)
        assert [f"{post.instant:%m-%d %H:%M}" for post in await t.posts()] == instants


@pytest.mark.parametrize(
    ("sunday", "monday"),
    [("2027-10-31", "2027-11-01"), ("2027-03-28", "2027-03-29")],
    ids=["autumn", "spring"],
)
async def test_4_weeks_end_with_berlins_sunday_and_not_an_hour_off(
    tmp_path: Path, sunday: str, monday: str
) -> None:
    async with town(tmp_path, HandClock(local(f"{sunday} 08:00"))) as t:
        await t.cohort("Weeks", "Ada", "Bruno", start=sunday, time="12:00", days='"every day"')
        await t.say("Admin", "/cohort edit Weeks quota:1 grace:0")
        assert "Saved" in await t.press("Admin", "Save")
        await t.at(f"{monday} 02:59")  # Sunday's window closes at three
        assert "Day 1 counted. Streak 1 week." in await t.say("Ada", "/checkin")
        await t.at(f"{monday} 03:00")
        assert "closed" in await t.say("Bruno", f"/checkin day:{sunday}")
        await t.at(f"{monday} 12:30")
        assert "Day 2 counted. Streak 1 week." in await t.say("Bruno", "/checkin")
        assert "Day 2 counted. Streak 2 weeks." in await t.say("Ada", "/checkin")


async def test_8_a_member_gone_for_months_gets_no_nightly_nudge(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Long", curriculum="py-backend-12w", pace="max")
        await t.say("Ada", "/join cohort:Long reminder:21:00")
        await t.done("Mon", "Tue")
        await t.forward(days=20)
        told = await t.posts("@ada")
        assert len(told) <= 3  # three unanswered, and the reminders stop
        await t.forward(days=40)
        await t.look_after_things()
        assert await t.posts("@ada") == told
        assert "Ada" not in " ".join(
            post.words for post in await t.posts()
        )  # nor does anybody tell in public
        assert "Your next check-in begins a new streak." in await t.say("Ada", "/streak")


async def test_10_buttons_from_before_a_restart_still_work(tmp_path: Path) -> None:
    clock, settings = HandClock(local("2027-01-03 12:00")), Settings(roadmate_data=tmp_path)
    async with town(tmp_path, clock, secret=signing_secret(settings)) as t:
        await t.cohort("Winter", "Ada", "Bruno")
        await t.at("Mon 20:00")
        assert "Day 1 counted" in await t.press("Ada", "Done")
    for member in ("Bruno", "Chiara"):  # each after a restart of its own
        async with town(tmp_path, clock, secret=signing_secret(settings)) as t:
            answer = await t.press(member, "Done")
            assert ("Day 1 counted" if member == "Bruno" else "not in Winter yet") in answer
            assert await t.press(member, "Note / proof") == "asks for note, minutes, felt, proof"
    async with town(tmp_path, clock, secret=signing_secret(settings)) as t:
        assert "Day 1 is no longer counted" in await t.press("Ada", "Undo")
        assert "Day 1 counted" in await t.press("Ada", "Done")
        assert await t.press("Chiara", "Join") == "asks for zone, reminder, plan, listed"
        assert "You are in." in await t.fill_in("Chiara", {})
