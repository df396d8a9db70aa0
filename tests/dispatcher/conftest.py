"""The program's front door, fresh for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from front_door import FrontDoor, front_door


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[FrontDoor]:
    async with front_door(tmp_path) as opened:
        yield opened
