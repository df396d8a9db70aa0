"""A small school on Telegram for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from small_school import SmallSchool
from study_on_telegram import Study, study
from telegram_stage import Stage, staged

from bot.platforms.telegram import pacer


@pytest.fixture
def school() -> SmallSchool:
    return SmallSchool()


@pytest.fixture
async def stage(school: SmallSchool, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(school, tmp_path) as opened:
        yield opened


@pytest.fixture
async def winter(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Study]:
    """A group with a cohort; everybody speaks at once there, which Telegram would slow down."""
    for limit in ("_BURST_SECONDS", "_MINUTE"):
        monkeypatch.setattr(pacer, limit, 0.0)
    async with study(tmp_path, tmp_path_factory.getbasetemp() / "roadmaps") as found:
        yield found
