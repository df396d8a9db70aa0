"""A small school on Telegram for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from small_school import SmallSchool
from telegram_stage import Stage, staged


@pytest.fixture
def school() -> SmallSchool:
    return SmallSchool()


@pytest.fixture
async def stage(school: SmallSchool, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(school, tmp_path) as opened:
        yield opened
