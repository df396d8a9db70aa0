"""The way from one schema to the next: as it is drawn, with a copy before, and undone when it fails."""

import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable
from stored_people import names, remember

from storage import engines, revisions
from storage.database import Database
from storage.errors import MigrationFailed
from storage.inspection import inspected
from storage.schema import metadata
from tests.crash_points import Camera, directories, watched

pytestmark = pytest.mark.databases("sqlite")

ADDS_A_COLUMN = """
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table("extras", sa.Column("id", sa.Integer(), primary_key=True))
    with op.batch_alter_table("people") as people:
        people.add_column(sa.Column("motto", sa.Text(), nullable=False, server_default="onwards"))
        people.alter_column("name", nullable=True)
"""
STUMBLES = ADDS_A_COLUMN + "    raise LookupError\n"


@pytest.fixture
async def release(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], int]:
    """Releases the next version with the script that is given; a database with Ada in it is then older."""
    database = await Database.open(url)
    await remember(database, "Ada")
    await database.close()
    scripts = tmp_path / "100% scripts"
    shutil.copytree(revisions.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(revisions, "SCRIPTS", scripts)
    return (scripts / "versions" / "0002_next.py").write_text


def schema_of(file: Path) -> dict[str, list[str]]:
    """What each table and index consists of, in no order."""
    with closing(sqlite3.connect(file)) as it:
        rows = it.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {name: sorted(re.findall(r"[^\s(),]+", sql)) for name, sql in rows}


def kept(file: Path) -> list[Path]:
    return sorted((file.parent / "backups").glob("*"))


async def migrated(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    engine = engines.migrating(engines.parsed(f"sqlite+aiosqlite:///{file}"))
    async with engine.connect() as connection:
        await connection.run_sync(revisions.upgrade)
    await engine.dispose()


async def test_migrating_from_nothing_and_making_the_tables_at_once_give_the_same_schema(
    file: Path, tmp_path: Path
) -> None:
    await migrated(tmp_path / "migrated.db")
    await (await Database.open(f"sqlite+aiosqlite:///{file}")).close()

    assert schema_of(tmp_path / "migrated.db") == schema_of(file)


async def test_the_migrated_schema_is_the_one_that_is_drawn(file: Path) -> None:
    await migrated(file)
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        # Server defaults are left to the test above: Alembic takes every empty string for a change.
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_the_latest_revision_is_the_head_of_one_unbroken_line() -> None:
    scripts = ScriptDirectory(str(revisions.SCRIPTS))

    assert scripts.get_heads() == [revisions.latest()]
    assert [script.revision for script in scripts.walk_revisions()] == sorted(revisions.known(), reverse=True)


def test_every_table_can_be_made_on_postgresql() -> None:
    dialect = postgresql.asyncpg.dialect()
    for table in metadata.sorted_tables:
        assert str(CreateTable(table).compile(dialect=dialect))
        for index in table.indexes:
            assert str(CreateIndex(index).compile(dialect=dialect))


async def test_an_older_database_is_copied_and_then_migrated_with_its_rows(
    release: Callable[[str], int], url: str, file: Path
) -> None:
    release(ADDS_A_COLUMN)
    before = schema_of(file)
    database = await Database.open(url)
    assert await names(database) == ["Ada"]
    await database.close()

    assert "motto" in schema_of(file)["people"]
    assert [path.name for path in kept(file)] == ["roadmate-before-0002.db"]
    assert schema_of(kept(file)[0]) == before


async def test_what_hangs_on_a_rebuilt_table_stays(
    release: Callable[[str], int], url: str, file: Path
) -> None:
    release(ADDS_A_COLUMN)
    with closing(sqlite3.connect(file, isolation_level=None)) as it:
        it.execute("INSERT INTO person_clocks (person_id, since) VALUES (1, 0)").close()
    await (await Database.open(url)).close()

    with closing(sqlite3.connect(file)) as it:
        assert it.execute("SELECT person_id FROM person_clocks").fetchall() == [(1,)]


async def test_a_migration_that_fails_leaves_the_database_as_it_was(
    release: Callable[[str], int], url: str, file: Path
) -> None:
    release(STUMBLES)
    before = schema_of(file)
    for _ in range(2):
        with pytest.raises(MigrationFailed) as caught:
            await Database.open(url)

    assert [path.name for path in kept(file)] == ["roadmate-before-0002-2.db", "roadmate-before-0002.db"]
    assert caught.value.data == {"revision": "0001", "copy": kept(file)[0]}
    assert schema_of(file) == before
    release(ADDS_A_COLUMN)
    database = await Database.open(url)
    assert await names(database) == ["Ada"]
    await database.close()


async def test_a_migration_that_is_killed_at_any_statement_is_made_up_for_at_the_next_start(
    release: Callable[[str], int], url: str, file: Path, tmp_path: Path
) -> None:
    release(ADDS_A_COLUMN)
    camera = Camera(file.parent, lambda: None)
    with watched(camera):
        await (await Database.open(url)).close()
    assert any("INSERT INTO _alembic_tmp_people" in point for point in camera.points)
    migrated_schema = schema_of(file)
    for photograph, directory in zip(camera.album, directories(tmp_path / "again"), strict=False):
        photograph.restored(directory)
        database = await Database.open(f"sqlite+aiosqlite:///{directory / file.name}")
        assert await names(database) == ["Ada"], photograph.points
        await database.close()
        assert schema_of(directory / file.name) == migrated_schema, photograph.points


async def test_the_steps_before_one_that_fails_stay_done(
    release: Callable[[str], int], url: str, file: Path
) -> None:
    release(ADDS_A_COLUMN)
    stumbles = STUMBLES.replace('"0002"', '"0003"').replace('"0001"', '"0002"').replace("motto", "creed")
    (revisions.SCRIPTS / "versions" / "0003_after.py").write_text(stumbles.replace("extras", "more"))
    with pytest.raises(MigrationFailed):
        await Database.open(url)

    schema = schema_of(file)
    assert inspected(file) == "0002"
    assert "motto" in schema["people"]
    assert "creed" not in schema["people"]
    assert "more" not in schema


async def test_copies_go_where_they_are_wanted(
    release: Callable[[str], int], url: str, file: Path, tmp_path: Path
) -> None:
    release(ADDS_A_COLUMN)
    await (await Database.open(url, backups=tmp_path / "elsewhere")).close()

    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["roadmate-before-0002.db"]
    assert kept(file) == []
