"""Rests that cost nothing, and cohorts whose streaks count weeks."""

from pathlib import Path

from town import town


async def test_a_pause_bridges_the_days_that_somebody_was_away(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.done("Mon", "Tue", "Wed", "Thu", "Fri")
        rested = await t.say("Ada", "/pause from:2027-01-11 until:2027-01-13 cohort:Winter")
        assert "3 study days that cost you nothing" in rested
        assert "Your next day after it is Thu, Jan 14" in rested
        await t.done("Thu")
        assert await t.streak("Ada") == (6, 6, 2)
        assert list((await t.why("Ada")).values())[5:8] == ["excused"] * 3


async def test_checking_in_during_a_pause_counts_and_ends_it(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.done("Mon", "Tue", "Wed", "Thu", "Fri")
        await t.say("Ada", "/pause from:mon until:2027-01-15")
        await t.done("Tue")
        assert await t.streak("Ada") == (6, 6, 2)
        assert "not on a pause" in await t.say("Ada", "/resume")
        await t.at("Fri 12:00")
        assert (await t.why("Ada"))["8"] == "frozen"  # Wednesday asked again


async def test_somebody_comes_back_before_their_pause_is_over(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.done("Mon")
        await t.say("Ada", "/pause from:tue until:fri")
        await t.at("Thu 08:00")
        back = await t.press("Ada", "End the pause")
        assert "Welcome back. Your pause is over, and it cost you nothing." in back
        assert "Next: Thu, Jan 7" in back
        await t.done("Thu", "Fri")
        assert await t.streak("Ada") == (3, 3, 2)
        assert "not on a pause" in await t.say("Ada", "/resume cohort:Winter")


async def test_a_pause_is_declared_in_time_and_not_for_ever(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.done("Mon")
        await t.at("Thu 12:00")
        too_late = await t.say("Ada", "/pause from:2027-01-05 until:2027-01-08")
        assert "a pause can no longer cover it" in too_late
        assert "comes after" in await t.say("Ada", "/pause from:2027-01-12 until:2027-01-11")
        assert "a pause holds 14" in await t.say("Ada", "/pause from:2027-01-11 until:2027-01-29")
        assert "rest without a pause" in await t.say("Ada", "/pause from:2027-01-09 until:2027-01-10")
        assert "You rest from" in await t.say("Ada", "/pause from:2027-01-11 until:2027-01-12")
        assert "rest from" in await t.say("Ada", "/pause from:2027-01-12 until:2027-01-13")
        assert list((await t.why("Ada")).values())[1:3] == ["frozen", "open"]


async def test_a_week_counts_when_enough_of_its_days_are_done(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        shown = await t.say("Admin", "/cohort edit Winter quota:3")
        assert "Nothing is saved yet." in shown
        assert "Saved." in await t.press("Admin", "Save")
        await t.done("Mon", "Wed")
        assert await t.streak("Ada") == (0, 0)
        await t.done("Fri")
        assert await t.streak("Ada") == (1, 1)
        await t.done("Mon", "Tue", "Wed", "Thu")
        assert await t.streak("Ada") == (2, 2)
        await t.done("Mon")
        await t.at("Wed 20:00")
        assert await t.streak("Ada") == (2, 2)  # a week under way never breaks
        receipt = await t.say("Ada", "/why")
        assert "Week of Mon, Jan 4: 3 of 3 days, so it counts. Streak 1." in receipt
        assert "Week of Mon, Jan 18: 1 of 3 days so far." in receipt
        await t.at("Wed 12:00")
        assert await t.streak("Ada") == (0, 2)
        assert "Week of Mon, Jan 18: 1 of 3 days, which ends the streak." in await t.say("Ada", "/why")


async def test_a_week_of_holidays_asks_for_nothing(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.say("Admin", "/cohort edit Winter quota:3")
        await t.press("Admin", "Save")
        await t.done("Mon", "Tue", "Wed")
        for day in range(11, 16):
            assert "1 day is off now" in await t.say("Admin", f"/cohort skip Winter day:2027-01-{day}")
        await t.at("Tue 20:00")  # the Tuesday of the week before the holidays
        await t.done("Mon")
        await t.done("Mon", "Tue", "Wed")
        assert await t.streak("Ada") == (2, 2)


async def test_more_days_a_week_than_there_are_is_refused(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", days="mon,wed,fri")
        answer = await t.say("Admin", "/cohort edit Winter quota:5")
        assert "5 days a week are more than the 3 study days" in answer
