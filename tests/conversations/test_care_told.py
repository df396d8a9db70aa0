"""What keeps people studying, as it is told: reminders and their answers, excuses, who needs a word."""

from pathlib import Path

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
            "Admin", "/cohort edit Winter reminders:no digest:no summary:no leaderboard:no team:0"
        )
        for words in ("Reminders yes > no", "Weekly digest yes > no", "Leaderboard yes > no"):
            assert words in shown
        assert "Saved" in await t.press("Admin", "Save")
        await t.at("Tue 12:00")
        assert await t.posts("@ada") == []
