"""A playground on the small study, fresh for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from small_clock import SmallClock
from small_study import SmallStudy

from bot.platforms.playground.platform import Playground


@pytest.fixture
def study() -> SmallStudy:
    return SmallStudy()


@pytest.fixture
def clock() -> SmallClock:
    return SmallClock()


@pytest.fixture
async def playground(study: SmallStudy, clock: SmallClock, tmp_path: Path) -> AsyncIterator[Playground]:
    opened = Playground(study, study.buttons, clock, tmp_path)
    await opened.start()
    yield opened
    await opened.stop()
