"""What is said twice has one effect, for as long as anybody could repeat it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hand_clock import HandClock

from bot.services.once import SeenEvents
from storage.database import Database
from storage.repositories.inbox import first_time, spend
from tests.databases import address

pytestmark = pytest.mark.databases("sqlite", "postgresql")

START = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(address(tmp_path / "roadmate.db"))
    yield opened
    await opened.close()


async def heard(database: Database, event: str, at: datetime = START) -> bool:
    async with database.write() as connection:
        return await first_time(connection, "playground", event, at)


async def test_an_event_is_heard_once(database: Database) -> None:
    assert await heard(database, "hello")
    assert not await heard(database, "hello")
    assert await heard(database, "goodbye")


async def test_an_event_is_forgotten_after_a_week_and_a_spent_button_never(database: Database) -> None:
    async with database.write() as connection:
        assert await spend(connection, "button", START)
    await heard(database, "long ago")
    await heard(database, "lately", START + timedelta(days=3))

    seen = SeenEvents(database, HandClock(START + timedelta(days=8)))
    assert await seen.forget_old() == 1
    assert await seen.forget_old() == 0

    assert await heard(database, "long ago")
    assert not await heard(database, "lately")
    async with database.write() as connection:
        assert not await spend(connection, "button", START)
