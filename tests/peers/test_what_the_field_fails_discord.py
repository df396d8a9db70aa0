"""Four of the ten tests that the field fails, on Discord (numbered as in the list of ten)."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from simulated_discord import words
from study_on_discord import Study, studying

from bot.interface.address import RoomAddress
from bot.interface.platform import Receipt, Unclear
from bot.interface.reply import Reply

MONDAY = datetime(2026, 1, 5, 8, 0, 5, tzinfo=UTC)


def _posts(channel: Any) -> list[str]:  # noqa: ANN401 - simcord's handle
    """The titles of what the bot has posted in a room for all to see."""
    public = [message for message in channel.history() if not message.flags.ephemeral and message.components]
    return [words(message).split("\n")[0] for message in public]


async def _posted(study: Study) -> Any:  # noqa: ANN401 - discord.py's message
    await study.cohort()
    await study.until(MONDAY)
    await study.announce()
    return study.stage.general.last_message


async def test_3_two_presses_count_once(tmp_path: Path) -> None:
    async with studying(tmp_path) as study:
        ada = study.stage.member()
        post = await _posted(study)
        await study.join(ada)
        first, second = [words(await ada.click(post, label="Done")) for _ in range(2)]
        assert first.startswith("Day **1** counted. Streak **1**")
        assert second.startswith("Already counted at")


@pytest.mark.parametrize("arrived", [True, False])
async def test_5_when_the_answer_to_a_post_is_lost_there_is_one_post(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, arrived: bool
) -> None:
    async with studying(tmp_path) as study:
        await study.cohort()
        await study.until(MONDAY)
        platform = study.stage.platform
        real = platform.post

        async def lost(room: RoomAddress, message: Reply, key: str) -> Receipt:
            if arrived:
                await real(room, message, key)
            raise Unclear(key)

        monkeypatch.setattr(platform, "post", lost)
        assert await study.announce() == 0
        monkeypatch.undo()
        await study.stage.restart()
        await study.stage.env.advance_time(11)
        assert await study.announce() == 1
        assert len(_posts(study.stage.general)) == 1


async def test_9_one_servers_forbidden_does_not_stop_the_others_posts(tmp_path: Path) -> None:
    async with studying(tmp_path) as study:
        stage = study.stage
        await study.cohort("First")
        shut = stage.guild.create_text_channel("shut")
        await study.cohort("Shut", channel=shut)
        last = stage.guild.create_text_channel("last")
        await study.cohort("Last", channel=last)
        stage.shut(shut)
        await study.until(MONDAY)
        assert await study.announce() == 2
        assert (len(_posts(stage.general)), len(_posts(shut)), len(_posts(last))) == (1, 0, 1)
        await study.until(MONDAY.replace(day=6))
        assert await study.announce() == 2
        assert len(stage.sent("POST", f"/channels/{shut.id}/messages")) == 1


async def test_10_buttons_from_before_a_restart_still_work(tmp_path: Path) -> None:
    async with studying(tmp_path) as study:
        ada = study.stage.member()
        post = await _posted(study)
        await study.join(ada)
        await study.stage.restart()
        pressed = await ada.click(post, label="Done")
        assert words(pressed).startswith("Day **1** counted.")
        await study.stage.restart()
        assert words(await ada.click(pressed.response, label="Undo")).startswith("Day **1** is no longer")
