"""The world in which announcements are made."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from study_world import World, study_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with study_world(tmp_path) as found:
        yield found
