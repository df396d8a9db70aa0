"""A Discord server for each test, with the small class answering in it."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from simulated_discord import Stage, staged
from small_class import SmallClass

Open = Callable[[SmallClass], AbstractAsyncContextManager[Stage]]


@pytest.fixture
def open_stage(tmp_path: Path) -> Open:
    """Opens the server in the test itself: simcord keeps its clock in the task's own context."""
    return lambda school: staged(school, school.buttons, tmp_path)
