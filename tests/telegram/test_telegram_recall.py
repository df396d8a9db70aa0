"""Recall on Telegram in memory: one private message that changes as its topics are graded."""

from pathlib import Path

import pytest
from study_on_telegram import study
from telegram_stage import ADA, BRUNO, key

from bot.platforms.telegram import pacer

GRADES = ["Not yet", "With effort", "Well", "Easily"]


async def test_topics_come_back_on_telegram_in_one_message(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacer, "_BURST_SECONDS", 0.0)  # Telegram would slow such a chat down
    async with study(tmp_path, tmp_path_factory.getbasetemp() / "roadmaps") as found:
        stage = found.stage
        await found.say("/settings recall=on", ADA, None)
        for day in (4, 5):
            await found.comes(day, 9)
            await found.say("/checkin", ADA, None)
        await found.comes(6, 12)
        await found.comes(6, 18)
        prompt = stage.last
        assert prompt.data["chat_id"] == ADA["id"]
        assert "Do you still know it? (1 of 2)" in prompt.text
        assert prompt.labels == [*GRADES, "Not today", "Fewer messages"]

        assert "was not made for you" in await found.pressed(prompt, "Well", BRUNO)
        await stage.restart()
        await stage.press(key(prompt, "Well"), ADA, number=500)
        second = stage.telegram.named("editMessageText")[-1]
        assert second.data["message_id"] == 500
        assert "comes back on <b>Fri, Jan 8</b>" in second.text
        assert "(2 of 2)" in second.text
        await stage.press(key(prompt, "Easily"), ADA, number=500)
        again = stage.telegram.named("editMessageText")[-1]
        assert "noted already" in again.text
        assert again.labels == GRADES
        await stage.press(key(again, "Not yet"), ADA, number=500)
        assert "That is all for now." in stage.telegram.named("editMessageText")[-1].text
        await found.say("/today recall=yes", ADA, None)
        assert "The next topic comes back on <b>Thu, Jan 7</b>" in stage.last.text
