"""Days off: those an admin names, and the public holidays of a country. The roadmap waits."""

from pathlib import Path

from town import town


async def test_skipped_days_leave_the_timetable_and_the_roadmap_waits(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.done("Mon")
        one = await t.say("Admin", "/cohort skip Winter day:2027-01-06")
        assert "1 day is off now." in one
        await t.done("Tue", "Thu")
        assert [post.local for post in await t.posts()] == [
            f"{day} Jan 09:00" for day in ("Mon 04", "Tue 05", "Thu 07")
        ]
        assert (await t.last_post()).title[:6] == "Day 3 "
        assert await t.streak("Ada") == (3, 3, 2)
        assert "Say a day to skip, or a country" in await t.say("Admin", "/cohort skip Winter")


async def test_the_public_holidays_of_a_country_are_days_off(tmp_path: Path) -> None:
    async with town(tmp_path, "2027-12-19 12:00") as t:
        await t.cohort("Winter", "Ada", days='"every day"')
        off = await t.say("Admin", "/cohort skip cohort:Winter country:DE")
        for day in ("Sat, Dec 25", "Sun, Dec 26", "Sat, Jan 1"):
            assert day in off
        assert "3 days are off now." in off
        preview = await t.say("Admin", "/cohort preview cohort:Winter")
        assert "Days off in between" in preview
        await t.done("Mon", "Tue", "Wed", "Thu", "Fri", "Mon")
        assert await t.streak("Ada") == (6, 6, 2)
        assert "Did you mean one of: Germany (DE)" in await t.say(
            "Admin", "/cohort skip Winter country:Germny"
        )


async def test_a_country_without_holidays_in_the_cohorts_weeks_changes_nothing(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter")
        answer = await t.say("Admin", "/cohort skip Winter country:DE")
        assert "no public holidays in DE from Mon, Jan 4 to Fri, Jan 29" in answer
        assert "Jan 29, 2027" in await t.say("Admin", "/cohort preview Winter")


async def test_a_day_that_is_a_holiday_too_is_off_once(tmp_path: Path) -> None:
    async with town(tmp_path, "2027-12-19 12:00") as t:
        await t.cohort("Winter", days='"every day"')
        off = await t.say("Admin", "/cohort skip Winter day:2027-12-25 country:DE")
        assert "3 days are off now." in off
        assert off.count("Dec 25") == 1
