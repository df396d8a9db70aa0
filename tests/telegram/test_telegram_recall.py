"""Recall on Telegram in memory: one private message that changes as its topics are graded."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from study_on_telegram import Study, study
from telegram_stage import ADA, BRUNO, key

from bot.platforms.telegram import pacer

GRADES = ["Not yet", "With effort", "Well", "Easily"]


async def comes(found: Study, day: int, hour: int) -> None:
    """Time goes by until then, and what is due is said."""
    found.clock.at = found.stage.now = datetime(2027, 1, day, hour, tzinfo=UTC)
    await found.core.announcer((found.stage.platform,)).run_once()


async def test_topics_come_back_on_telegram_in_one_message(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacer, "_BURST_SECONDS", 0.0)  # Telegram would slow such a chat down
    async with study(tmp_path, tmp_path_factory.getbasetemp() / "roadmaps") as found:
        stage = found.stage
        await found.say("/settings recall=on", ADA, None)
        for day in (4, 5):
            await comes(found, day, 9)
            await found.say("/checkin", ADA, None)
        await comes(found, 6, 12)
        await comes(found, 6, 18)
        prompt = stage.last
        assert prompt.data["chat_id"] == ADA["id"]
        assert "Do you still know it? (1 of 2)" in prompt.text
        assert prompt.labels == [*GRADES, "Not today", "Fewer messages"]

        assert "was not made for you" in await pressed(found, "Well", BRUNO, prompt_keys=prompt.keys)
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


async def pressed(found: Study, label: str, user: dict, *, prompt_keys: list) -> str:  # type: ignore[type-arg]
    """What somebody is told who presses a key in their own private chat."""
    data = next(each for each in prompt_keys if each["text"] == label)
    answer = await found.stage.press(data, user)
    return str(answer.data.get("text", "")) + found.stage.last.text
