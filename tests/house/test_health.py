"""The program is well while its signs of life reach the database and nothing is late."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hand_clock import HandClock

from bot.core import Core
from storage.database import Database
from tests.databases import address

START = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> HandClock:
    return HandClock(START)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(address(tmp_path / "roadmate.db"))
    yield opened
    await opened.close()


@pytest.fixture
def core(database: Database, clock: HandClock) -> Core:
    return Core(database, clock, b"secret")


async def test_a_sign_of_life_that_was_written_makes_it_well(core: Core) -> None:
    await core.outages.beat()
    health = await core.health()
    assert health.is_well
    assert health.facts == {"last_sign_of_life": START.isoformat(), "seconds_late": 0, "last_success": {}}


async def test_before_the_first_sign_of_life_it_is_not_well(core: Core) -> None:
    health = await core.health()
    assert not health.is_well
    assert health.facts["last_sign_of_life"] is None


async def test_signs_of_life_that_have_ceased_are_noticed(core: Core, clock: HandClock) -> None:
    await core.outages.beat()
    clock.sleep(minutes=4)
    assert not (await core.health()).is_well
    await core.outages.beat()
    assert (await core.health()).is_well


async def test_a_database_that_cannot_be_read_is_told(core: Core, database: Database) -> None:
    await core.outages.beat()
    await database.close()
    health = await core.health()
    assert not health.is_well
    assert health.facts == {"database": "DatabaseClosed"}
