"""Recall on a simulated Discord: a topic comes back in private, one tap grades it, also after a restart."""

from pathlib import Path

from simulated_discord import labels, token, words
from study_on_discord import studying

GRADES = ["Not yet", "With effort", "Well", "Easily"]


async def test_topics_come_back_on_discord_and_are_graded_with_one_tap(tmp_path: Path) -> None:
    async with studying(tmp_path) as study:
        stage, general = study.stage, study.stage.general
        ada, _ = await study.cohort_of("Ada", "Bruno")
        assert "at 6:00" in words(await ada.slash(general, "settings", recall="on"))
        for day in (5, 6):
            await study.comes(day, 8)
            await ada.click(general.last_message, label="Done")
        await study.comes(6, 20)
        await study.comes(7, 12)
        await study.comes(7, 17)  # it is six in the evening in Berlin
        prompt = ada.user.dm_channel.last_message
        assert words(prompt).startswith("## Do you still know it? (1 of 2)")
        assert labels(prompt) == [*GRADES, "Not today", "Fewer messages"]

        await stage.restart()
        answered = await ada.user.click(prompt, label="Well")
        assert "comes back on **Fri, Jan 9**" in words(answered)
        assert "(2 of 2)" in words(answered)
        assert "noted already" in words(await ada.user.click(prompt, label="Easily"))
        done = await ada.user.click(answered.response, label="Not yet")
        assert "That is all for now." in words(done)
        assert "(2 of 2)" not in words(done.response)
        assert "The next topic comes back on **Thu, Jan 8**" in words(
            await ada.slash(general, "today", recall=True)
        )


async def test_recall_is_asked_for_on_discord_and_its_buttons_are_for_one_person(tmp_path: Path) -> None:
    async with studying(tmp_path) as study:
        stage, general = study.stage, study.stage.general
        ada, bruno = await study.cohort_of("Ada", "Bruno")
        await study.comes(5, 8)
        for person in (ada, bruno):
            await person.click(general.last_message, label="Done")
        await study.comes(6, 12)
        asked = await ada.slash(general, "today", recall=True)
        assert asked.ephemeral
        assert labels(asked) == GRADES
        await stage.show_button("Not yet", token(asked, "Not yet"))
        shown = general.last_message
        assert words(await bruno.click(shown, label="Not yet")).startswith("That button was not made for you")
        assert "comes back on" in words(await ada.click(shown, label="Not yet"))
        outsider = await stage.member("Eve").slash(general, "today", recall=True)
        assert "not in **Winter 26** yet" in words(outsider)
