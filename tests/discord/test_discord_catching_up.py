"""Catching up on a simulated Discord: chosen with a button, marked with another, also after a restart."""

from pathlib import Path

from simulated_discord import labels, token, words
from study_on_discord import studying


async def test_who_comes_late_catches_up_on_discord(tmp_path: Path) -> None:
    async with studying(tmp_path) as study:
        stage, general = study.stage, study.stage.general
        ada, [bruno] = stage.member("Ada"), await study.cohort_of("Bruno")
        await study.comes(5, 8)
        monday = general.last_message
        for day in (6, 7):
            await study.comes(day, 8)
        await study.comes(8, 12)
        asked = await ada.slash(general, "join", cohort="Winter 26")
        joined = await ada.submit_modal(asked, {"listed": "yes"})
        assert "3 topics are over already" in words(joined)
        assert labels(joined) == ["Today's topic", "With the group", "Two topics a day"]
        assert joined.ephemeral

        await stage.restart()
        chosen = await ada.click(joined.response, label="Two topics a day")
        assert "one a day, on study days" in words(chosen)
        today = await ada.click(chosen.response, label="Today's topic")
        assert "To catch up: Day 1 of 20" in words(today)
        assert "Caught up: day 1" in labels(today)

        await stage.restart()
        caught = await ada.click(today.response, label="Caught up: day 1")
        assert "is caught up: its topic counts as done" in words(caught)
        assert "closed" in words(await bruno.click(monday, label="Done"))
        assert "Your own plan" in words(await bruno.slash(general, "plan", keepup="study_days"))
        assert "is caught up" in words(await bruno.click(monday, label="Done"))
        again = words(await ada.slash(general, "plan", keepup="group"))
        assert "You go with the group" in again
        outsider = await stage.member("Eve").slash(general, "plan", keepup="study_days")
        assert "not in **Winter 26** yet" in words(outsider)


async def test_a_way_to_keep_up_is_chosen_by_oneself_only_on_discord(tmp_path: Path) -> None:
    async with studying(tmp_path) as study:
        stage, general = study.stage, study.stage.general
        ada, bruno = await study.cohort_of("Ada", "Bruno")
        for day in (5, 6, 7, 8):
            await study.comes(day, 12)
        offered = await ada.slash(general, "plan", keepup="study_days")
        await stage.show_button("On days off too", token(offered, "On days off too"))
        shown = general.last_message
        refused = words(await bruno.click(shown, label="On days off too"))
        assert refused.startswith("That button was not made for you")
        assert "on days off too" in words(await ada.click(shown, label="On days off too"))
