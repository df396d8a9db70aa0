"""The real answer of `/progress`, drawn for Telegram: its light picture, with its words or after them."""

from pathlib import Path

from town import town

from bot.interface.address import RoomAddress
from bot.interface.reply import Card
from bot.platforms.telegram.drawing import Drawing
from bot.platforms.telegram.markup import Markup


async def test_progress_comes_as_a_photo_after_its_text(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        await t.at("Mon 20:00")
        await t.say("Ada", "/progress")
        reply, buttons = t.answers["Ada"], t.house.core.buttons
    (card,) = reply.blocks
    assert isinstance(card, Card)
    assert card.picture is not None
    drafts = Drawing(buttons, Markup(())).drafts(reply, RoomAddress("telegram", "1", "1"), "7")
    assert drafts[-1].is_picture
    assert drafts[-1].file == ("picture.png", card.picture.png)
    assert drafts[-1].rows
    assert "day 1 of 20, on track" in "".join(draft.text for draft in drafts)
