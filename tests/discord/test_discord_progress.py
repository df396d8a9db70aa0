"""Progress and certificates on a simulated Discord."""

from datetime import UTC, datetime
from pathlib import Path

from simulated_discord import words
from study_on_discord import studying

from bot.interface.address import RoomAddress
from bot.interface.button import Buttons
from bot.interface.reply import Card, Picture, Reply
from bot.platforms.discord.drawing import Drawing

ROOM = RoomAddress("discord", "1", "2")


async def test_progress_is_whispered_with_its_picture_and_a_code_is_checked(tmp_path: Path) -> None:
    async with studying(tmp_path) as study:
        await study.cohort()
        ana, general = study.stage.member("Ana"), study.stage.general
        await study.join(ana)
        await study.until(datetime(2026, 1, 5, 8, 0, 5, tzinfo=UTC))
        shown = await ana.slash(general, "progress")
        assert shown.ephemeral
        (attachment,) = shown.response.attachments
        assert attachment.filename == "0-picture.png"
        assert attachment.description == "Calendar of study days: 1 open, 19 to come. On track."
        assert "day 1 of 20, on track" in words(shown)
        status = await study.stage.admin().slash(general, "cohort status", cohort="Winter 26")
        assert len(status.response.attachments) == 1
        assert "I cannot confirm" in words(await ana.slash(general, "verify", code="A" * 24))
        assert "0 of 20 days" in words(await ana.slash(general, "verify"))


def test_discord_gets_the_dark_picture_where_there_is_one() -> None:
    card = Card("Progress", picture=Picture(b"light", "a picture", b"dark"))
    files = Drawing(Reply((card,)), Buttons(b"secret", ()), ROOM).message(0).files
    assert [file.fp.read() for file in files] == [b"dark"]
