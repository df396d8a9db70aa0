"""Who can reach the real program on Discord at all, and what becomes of a name that is made of markup."""

from datetime import UTC, datetime
from pathlib import Path

import discord
from simulated_discord import words
from study_on_discord import studying

from bot.interface.command import Audience

HOSTILE = "@everyone **[x](http://e.vil)** <@1> `||"
MONDAY = datetime(2026, 1, 5, 12, tzinfo=UTC)


async def test_neither_webhooks_nor_bots_are_heard_for_no_message_is(tmp_path: Path) -> None:
    async with studying(tmp_path) as study:
        assert study.stage.env.bot.intents == discord.Intents(guilds=True)


async def test_a_name_made_of_markup_stays_a_name(tmp_path: Path) -> None:
    """What is sent is looked at when the stage closes."""
    async with studying(tmp_path) as study:
        stage, mallory = study.stage, study.stage.member(HOSTILE)
        await study.cohort(HOSTILE)
        await study.join(mallory, HOSTILE)
        await study.until(MONDAY)
        await study.announce()
        await mallory.slash(stage.general, "checkin", note=HOSTILE)
        for command in study.core.catalogue:
            if command.audience is Audience.EVERYBODY and not any(
                each.required for each in command.parameters
            ):
                await mallory.slash(stage.general, command.name)
        board = words(await mallory.slash(stage.general, "leaderboard"))
        assert r"\<@1\>" in board
        told = await stage.admin().slash(stage.general, "cohort announce", cohort=HOSTILE, text=HOSTILE)
        assert told.modal or words(told)
        await study.announce()
