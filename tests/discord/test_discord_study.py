"""The real commands on Discord: each is answered to whom it is for, and refused to everybody else."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from simulated_discord import labels, token, words
from study_on_discord import Study, studying

from bot.interface.command import Audience, Command
from bot.interface.kinds import File, Person
from bot.platforms.discord.menus import COUNT, PROGRESS

MONDAY = datetime(2026, 1, 5, 8, 0, 5, tzinfo=UTC)
TUESDAY = datetime(2026, 1, 6, 8, 0, 5, tzinfo=UTC)
WORDS = {
    "cohort": "Winter 26",
    "curriculum": "py-backend-20d",
    "name": "Spring 26",
    "text": "Hello",
    "other": "py-backend-12w",
    "project": "1",
    "link": "https://example.org",
    "from": "2026-01-06",
}


def _given(command: Command, whom: Any) -> dict[str, Any]:  # noqa: ANN401 - simcord's actor
    return {
        parameter.name: ("map.yaml", b"title: x")
        if isinstance(parameter.kind, File)
        else (whom if isinstance(parameter.kind, Person) else WORDS[parameter.name])
        for parameter in command.parameters
        if parameter.required and not getattr(parameter.kind, "long", False)
    }


async def test_a_day_on_discord(tmp_path: Path) -> None:
    async with studying(tmp_path) as study:
        stage = study.stage
        ada, bruno, chiara = await study.cohort_of("Ada", "Bruno", "Chiara")
        await study.until(MONDAY)
        assert await study.announce() == 1
        post = stage.general.last_message
        assert words(post).startswith("## Day 1 of 20")
        assert labels(post) == ["Done", "Note / proof", "Open", "Join"]

        pressed = await ada.click(post, label="Done")
        assert words(pressed).startswith("Day **1** counted. Streak **1**")
        assert words(await ada.click(post, label="Done")).startswith("Already counted at")
        asked = await bruno.click(post, label="Note / proof")
        handed_in = {"note": "read", "minutes": "30", "proof": ("green.png", b"abc")}
        noted = await bruno.submit_modal(asked, handed_in)
        assert "Your note is saved." in words(noted)
        (thread,) = stage.general.threads
        assert [file.filename for file in thread.last_message.attachments] == ["green.png"]
        said = await chiara.slash(stage.general, "checkin")
        undone = await chiara.click(said.response, label="Undo")
        assert words(undone).startswith("Day **1** is no longer counted.")
        status = await stage.admin().slash(stage.general, "cohort status", cohort="Winter 26")
        assert "2 of 3 done" in words(status)
        assert all(result.ephemeral for result in (pressed, noted, said, undone, status))
        assert len(stage.sent("POST", "/messages")) == 2  # the post, and the file in its thread


async def _offered(study: Study, person: Any) -> set[str]:  # noqa: ANN401 - simcord's actor
    return set(person.available_commands(study.stage.general))


async def test_every_command_is_answered_to_those_it_is_for(tmp_path: Path) -> None:
    async with studying(tmp_path) as study:
        stage, ada, zoe = study.stage, study.stage.member(), study.stage.admin()
        await study.cohort()
        await study.join(ada)
        await study.until(MONDAY)
        await study.announce()
        catalogue = study.core.catalogue
        assert {command.name for command in catalogue} <= await _offered(study, zoe)
        for command in catalogue:
            person = ada if command.audience is Audience.EVERYBODY else zoe
            result = await person.slash(stage.general, command.name, **_given(command, ada))
            assert result.modal or (result.ephemeral and words(result)), command.name
            assert "Something went wrong" not in (words(result) if result.response else "")


async def test_the_commands_of_admins_are_neither_offered_nor_answered_to_members(tmp_path: Path) -> None:
    async with studying(tmp_path) as study:
        stage, ada = study.stage, study.stage.member()
        await study.cohort()
        admins = [command for command in study.core.catalogue if command.audience is Audience.ADMINS]
        assert not {command.name for command in admins} & await _offered(study, ada)
        for group in ("cohort", "curriculum"):
            stage.allow(group, ada)
        for command in admins:
            result = await ada.slash(stage.general, command.name, **_given(command, ada))
            if result.modal:
                result = await ada.submit_modal(result, {"text": "Hello"})
            assert words(result).startswith("That is for the admins"), command.name


async def test_the_buttons_of_admins_are_refused_to_members(tmp_path: Path) -> None:
    async with studying(tmp_path) as study:
        stage, zoe = study.stage, study.stage.admin()
        await study.cohort()
        shown = await zoe.slash(stage.general, "cohort preview", cohort="Winter 26")
        await stage.show_button("Change", token(shown, "Change"))
        result = await stage.member().click(stage.general.last_message, label="Change")
        assert words(result).startswith("That button was not made for you")


async def test_a_button_of_a_deleted_cohort_is_refused_kindly(tmp_path: Path) -> None:
    async with studying(tmp_path) as study:
        stage, ada, zoe = study.stage, study.stage.member(), study.stage.admin()
        await study.cohort()
        await study.join(ada)
        await study.until(MONDAY)
        await study.announce()
        post = stage.general.last_message
        deleting = await zoe.slash(stage.general, "cohort delete", cohort="Winter 26")
        await zoe.click(deleting.response, label=labels(deleting)[0])
        for label in ("Done", "Open"):
            refused = await ada.click(post, label=label)
            assert refused.ephemeral
            assert "counted" not in words(refused)
            assert "cohort" in words(refused)


async def test_a_forum_has_a_post_a_day_and_members_check_in_there(tmp_path: Path) -> None:
    async with studying(tmp_path) as study:
        stage, ada = study.stage, study.stage.member()
        forum = stage.guild.create_forum_channel("days")
        await stage.admin().slash(
            stage.general,
            "cohort create",
            curriculum="py-backend-20d",
            name="Forum",
            start="2026-01-05",
            time="09:00",
            zone="Europe/Berlin",
            channel=forum,
        )
        await stage.admin().slash(stage.general, "cohort start", cohort="Forum")
        await study.join(ada, "Forum")
        for day in (MONDAY, TUESDAY):
            await study.until(day)
            assert await study.announce() == 1
        assert [thread.name.partition(" - ")[0] for thread in forum.threads] == ["Day 1 of 20", "Day 2 of 20"]
        counted = await ada.click(forum.threads[-1].last_message, label="Done")
        assert words(counted).startswith("Day **2** counted.")


async def test_a_cohort_that_chose_threads_has_one_under_each_days_post(tmp_path: Path) -> None:
    async with studying(tmp_path) as study:
        stage, admin = study.stage, study.stage.admin()
        await study.cohort()
        shown = await admin.slash(stage.general, "cohort edit", cohort="Winter 26", threads=True)
        assert "A thread a day" in words(shown)
        await admin.click(shown.response, label="Save")
        for day in (MONDAY, TUESDAY):
            await study.until(day)
            assert await study.announce() == 1
        names = [thread.name.partition(" - ")[0] for thread in stage.general.threads]
        assert names == ["Day 1 of 20", "Day 2 of 20"]


async def test_menus_and_forms_are_answered_to_members_and_refused_to_strangers(tmp_path: Path) -> None:
    async with studying(tmp_path) as study:
        stage = study.stage
        ada, bruno, eva = (stage.member(name) for name in ("Ada", "Bruno", "Eva"))
        await study.cohort()
        await study.join(ada)
        await study.join(bruno, listed="no")
        await study.until(MONDAY)
        await study.announce()
        post = stage.general.last_message

        async def noted(person: Any) -> str:  # noqa: ANN401 - simcord's actor
            form = await person.click(post, label="Note / proof")
            return words(await person.submit_modal(form, {"note": "mine"}))

        async def counted(person: Any) -> str:  # noqa: ANN401 - as above
            own = await person.send(stage.general, "read it")
            return words(await person.context_menu(stage.general, COUNT, own))

        async def shown(person: Any, whom: Any) -> str:  # noqa: ANN401 - as above
            return words(await person.context_menu(stage.general, PROGRESS, whom))

        for done in (noted, counted):
            assert (await done(eva)).startswith("You are not in **Winter 26** yet.")
        assert "Your note is saved." in await noted(bruno)
        assert "Your note is saved." in await counted(ada)
        assert (await shown(ada, ada)).startswith("## Your progress in Winter 26")
        assert (await shown(bruno, ada)).startswith("## Ada in Winter 26")
        assert not (await shown(ada, bruno)).startswith("##")
        assert not (await shown(ada, eva)).startswith("##")
        status = await stage.admin().slash(stage.general, "cohort status", cohort="Winter 26")
        assert "2 of 2 done" in words(status)
