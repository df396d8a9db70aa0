"""Copies of the database: one a day by itself, seven days back, and whenever somebody asks for one."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hand_clock import HandClock

from bot.copies import back_up, bring_back, keep_daily
from bot.settings import Settings, load
from storage.database import Database
from storage.errors import BackupUnusable

EVENING = datetime(2027, 1, 4, 22, 30, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("ROADMATE_DATA", str(tmp_path))
    return load(tmp_path / "no.env")


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    opened = await Database.open(settings.database_url.get_secret_value())
    yield opened
    await opened.close()


def kept(settings: Settings) -> list[str]:
    return sorted(path.name for path in (settings.roadmate_data / "backups").glob("*"))


async def test_a_day_gets_one_copy_however_often_it_is_looked_after(
    settings: Settings, database: Database
) -> None:
    clock = HandClock(EVENING)
    for _ in range(3):
        await keep_daily(settings, database, clock)
        clock.sleep(hours=1)
    assert kept(settings) == ["roadmate-20270104T223000Z.db", "roadmate-20270105T003000Z.db"]


async def test_seven_days_are_kept(settings: Settings, database: Database) -> None:
    clock = HandClock(EVENING)
    for _ in range(9):
        await keep_daily(settings, database, clock)
        clock.sleep(days=1)
    assert [name[9:17] for name in kept(settings)] == [f"202701{day:02}" for day in range(6, 13)]


async def test_a_copy_can_be_asked_for_while_the_bot_runs_and_brought_back_when_it_does_not(
    settings: Settings, database: Database, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.db"
    assert back_up(settings, mine) == mine
    beside = back_up(settings, None)
    assert [beside.name] == kept(settings)
    await database.close()
    assert bring_back(settings, mine) == tmp_path / "roadmate-replaced.db"


async def test_the_database_of_a_server_is_left_to_the_server(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://me:pw@db/roadmate")
    elsewhere = load(settings.roadmate_data / "no.env")
    await keep_daily(elsewhere, database, HandClock(EVENING))
    assert kept(elsewhere) == []
    with pytest.raises(BackupUnusable) as refused:
        back_up(elsewhere, None)
    assert refused.value.where == "postgresql+asyncpg://me:***@db/roadmate"
