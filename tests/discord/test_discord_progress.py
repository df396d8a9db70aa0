"""Progress on a simulated Discord: the dark picture with its words, and a code that is checked."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from PIL import Image
from study_on_discord import studying

from bot.pictures.ink import DARK


async def test_progress_comes_with_the_dark_picture_and_its_words(tmp_path: Path) -> None:
    async with studying(tmp_path) as study:
        await study.cohort()
        ana = study.stage.member("Ana")
        await study.join(ana)
        await study.until(datetime(2026, 1, 5, 9, tzinfo=UTC))
        await study.announce()
        shown = (await ana.slash(study.stage.general, "progress")).response
        (attachment,) = shown.attachments
        assert attachment.filename == "0-picture.png"
