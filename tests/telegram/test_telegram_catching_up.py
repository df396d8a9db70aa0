"""Catching up on Telegram in memory: chosen with a key, marked with another, also after a restart."""

from pathlib import Path

import pytest
from study_on_telegram import EVA, study
from telegram_stage import ADA, BRUNO

from bot.platforms.telegram import pacer


async def test_who_is_behind_catches_up_on_telegram(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacer, "_BURST_SECONDS", 0.0)  # Telegram would slow such a chat down
    async with study(tmp_path, tmp_path_factory.getbasetemp() / "roadmaps") as found:
        stage = found.stage
        for day in (4, 5, 6, 7):
            await found.comes(day, 9)
        await found.say("/checkin", ADA, None)
        await found.say("/checkin", ADA, None)
        await found.say("/plan", ADA, None)
        plan = stage.last
        assert "My own plan" in plan.labels
        assert "was not made for you" in await found.pressed(plan, "My own plan", BRUNO)

        await stage.restart()
        assert "Your own plan: 2 topics" in await found.pressed(plan, "My own plan", ADA)
        await found.say("/today", ADA, None)
        today = stage.last
        assert "To catch up: Day 1 of 20" in "\n".join(call.text for call in stage.said()[-2:])
        assert "Caught up: day 1" in today.labels

        await stage.restart()
        assert "is caught up" in await found.pressed(today, "Caught up: day 1", ADA)
        await found.say("/plan keepup=group", ADA, None)
        assert "You go with the group" in stage.last.text
        await found.say("/plan keepup=study_days", EVA, None)
        assert "Your own plan" not in stage.last.text
