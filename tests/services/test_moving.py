"""A community that moves to another database finds everything again, and goes on from there."""

from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, select
from study_world import MONDAY, World, at, day, study_world

from bot.services.people import Wishes
from storage import moving
from storage.database import Database
from storage.errors import (
    DatabaseBusy,
    DatabaseOccupied,
    DatabaseOlder,
    DatabaseUnknown,
    MoveIncomplete,
    StorageError,
)
from storage.moving import move
from storage.schema import metadata
from tests.databases import address

THE_COHORT = 1
pytestmark = pytest.mark.databases("postgresql")


async def contents(url: str) -> dict[str, Sequence[Row[Any]]]:
    """All rows of all tables, in the order of their keys."""
    database = await Database.open(url)
    try:
        async with database.read() as reader:
            return {
                table.name: (await reader.execute(select(table).order_by(*table.primary_key))).all()
                for table in metadata.sorted_tables
            }
    finally:
        await database.close()


async def lived_in(directory: Path) -> str:
    """The URL of a database in which a cohort has studied for two days, some of it as buddies."""
    async with study_world(directory) as world:
        cohort_id = await world.cohort()
        for name in ("Ann", "Bob", "Eve"):
            await world.member(cohort_id, name)
            await world.wishes(name, Wishes(language="de"))
        for name in ("Ann", "Bob"):
            asker = await world.somebody(name, administers=False)
            await world.buddies.find(asker, str(cohort_id))
        await world.goes_by(at(MONDAY, "20:00"))
        await world.checks_in("Ann", cohort_id, at(MONDAY, "20:00"))
        await world.goes_by(at(day(1), "20:00"))
    return address(directory / "roadmate.db")


async def begun(directory: Path) -> str:
    """The URL of a database with a cohort in it."""
    async with study_world(directory) as world:
        await world.cohort()
    return address(directory / "roadmate.db")


async def refused(source: str, target: str) -> StorageError:
    with pytest.raises(StorageError) as caught:
        await move(source, target)
    return caught.value


async def test_everything_arrives_there_and_back_and_studying_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "AT_ONCE", 3)
    first = await lived_in(tmp_path)
    file, second = f"sqlite+aiosqlite:///{tmp_path}/moved.db", address(tmp_path / "second" / "roadmate.db")
    before = await contents(first)

    counts = await move(first, file)
    assert await move(file, second) == counts

    assert counts == {name: len(rows) for name, rows in before.items()}
    assert any(row.with_id for row in before["buddies"])
    assert await contents(first) == await contents(file) == await contents(second) == before
    async with study_world(tmp_path / "second") as world:
        await goes_on(world)


async def goes_on(world: World) -> None:
    """Everybody is known, the streak is what it was, and new rows find their numbers."""
    world.clock.at, world.events = at(day(1), "20:00"), count(1_000)  # what was heard there is known here
    await world.checks_in("Ann", THE_COHORT, at(day(1), "20:00"))
    await world.member(THE_COHORT, "Kim")
    assert (await world.streak("Ann", THE_COHORT)).current == 2
    await world.goes_by(at(day(2), "12:00"))
    assert world.numbers() == [3]


async def test_only_what_is_empty_is_filled_and_only_what_is_there_is_copied(tmp_path: Path) -> None:
    source = await begun(tmp_path)
    nowhere = await refused(f"sqlite+aiosqlite:///{tmp_path}/nowhere.db", address(tmp_path / "empty.db"))
    assert isinstance(nowhere, DatabaseUnknown)
    assert isinstance(await refused(source, source), DatabaseOccupied)
    assert not any((await contents(address(tmp_path / "empty.db"))).values())


async def test_nothing_is_moved_from_under_a_bot_at_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.postgres.PATIENCE", 0.05)
    async with study_world(tmp_path):
        busy = await refused(address(tmp_path / "roadmate.db"), f"sqlite+aiosqlite:///{tmp_path}/moved.db")
    assert isinstance(busy, DatabaseBusy)
    assert not (tmp_path / "moved.db").exists()


async def test_an_older_database_is_not_changed_to_be_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = await begun(tmp_path)
    monkeypatch.setattr("storage.revisions.latest", lambda: "0002")
    older = await refused(source, address(tmp_path / "empty.db"))
    assert isinstance(older, DatabaseOlder)
    assert older.data == {"revision": "0001"}


async def test_where_a_row_is_missing_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def forgets(*_: object) -> list[Any]:
        return []

    source, target = await begun(tmp_path), address(tmp_path / "empty.db")
    monkeypatch.setattr(moving, "_following", forgets)
    assert isinstance(await refused(source, target), MoveIncomplete)
    assert not any((await contents(target)).values())
