"""Copies of a database: consistent while it is written, a few kept, restored whole or not at all."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from stored_people import add_all, count, names, remember

from storage import backups
from storage.database import Database
from storage.errors import (
    BackupUnusable,
    DatabaseBusy,
    DatabaseClosed,
    DatabaseDamaged,
    DatabaseNewer,
    DatabaseUnwritable,
)
from storage.inspection import inspected, log_of
from storage.revisions import latest

pytestmark = pytest.mark.databases("sqlite")

NIGHT = datetime(2027, 1, 4, 3, tzinfo=UTC)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "copies" / "copy.db"


@pytest.fixture
async def copied(database: Database, target: Path) -> Path:
    """A copy with Ada in it, of a database that has since got Ben too and is closed."""
    await remember(database, "Ada")
    await database.backup(target)
    await remember(database, "Ben")
    await database.close()
    return target


content_of = Path.read_bytes
is_there = Path.exists


def names_in(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as it:
        return [name for (name,) in it.execute("SELECT name FROM people ORDER BY id")]


def put(file: Path, content: bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


async def test_a_copy_holds_everything_that_was_committed_in_one_file(
    database: Database, target: Path
) -> None:
    await remember(database, "Ada")
    await database.backup(target)

    assert inspected(target, thorough=True) == latest()
    assert names_in(target) == ["Ada"]
    assert [path.name for path in target.parent.iterdir()] == ["copy.db"]


async def test_a_copy_made_while_people_write_is_one_state_of_the_database(
    database: Database, target: Path
) -> None:
    # Each fold adds 50 at once, so that a copy with any other number would be torn.
    folds = 0

    async def keeps_writing() -> None:
        nonlocal folds
        while not is_there(target):
            await asyncio.gather(*[database.together(add_all, f"{number}") for number in range(50)])
            folds += 1

    await asyncio.gather(keeps_writing(), database.backup(target))

    assert len(names_in(target)) % 50 == 0
    assert await count(database) == folds * 50


async def test_a_copy_never_replaces_anything(database: Database, file: Path, target: Path) -> None:
    put(target, b"precious")
    for occupied in (target, file):
        with pytest.raises(BackupUnusable) as caught:
            await database.backup(occupied)
        assert caught.value.data == {"problem": "exists"}

    assert content_of(target) == b"precious"


async def test_a_copy_where_nothing_can_be_written_says_so(database: Database, tmp_path: Path) -> None:
    put(tmp_path / "occupied", b"")
    with pytest.raises(DatabaseUnwritable):
        await database.backup(tmp_path / "occupied" / "copy.db")


def test_a_copy_that_fails_leaves_nothing_behind(file: Path, target: Path) -> None:
    put(file, b"not a database" * 100)
    with pytest.raises(DatabaseDamaged):
        backups.copy(file, target)

    assert list(target.parent.iterdir()) == []


def test_what_cannot_be_copied_is_named_with_the_copies_there_are(file: Path, target: Path) -> None:
    put(file, b"not a database" * 100)
    earlier = put(target.parent / "roadmate-20270104T030000Z.db", b"a copy")
    with pytest.raises(DatabaseDamaged) as caught:
        backups.copy(file, target)

    assert caught.value.where == str(file)
    assert caught.value.data["copies"] == [earlier]


async def test_a_closed_database_is_not_copied(database: Database, target: Path) -> None:
    await database.close()
    with pytest.raises(DatabaseClosed):
        await database.backup(target)


def test_the_newest_copies_are_kept_and_other_files_left_alone(file: Path, tmp_path: Path) -> None:
    nights = [backups.stamped(tmp_path, file, NIGHT + timedelta(days=number)) for number in range(9)]
    others = [tmp_path / "roadmate-before-0002.db", tmp_path / "roadmate-mine.db", tmp_path / "notes.txt"]
    for path in [*nights, *others]:
        put(path, b"")

    assert backups.prune(tmp_path, file) == nights[:2]
    assert sorted(tmp_path.iterdir()) == sorted([*nights[2:], *others])
    assert backups.copies(tmp_path, file) == nights[2:]


def test_a_copy_more_on_one_day_costs_no_other_day_its_own(file: Path, tmp_path: Path) -> None:
    nights = [backups.stamped(tmp_path, file, NIGHT + timedelta(days=number)) for number in range(7)]
    more = [backups.stamped(tmp_path, file, NIGHT + timedelta(days=6, hours=hour)) for hour in range(1, 4)]
    for path in [*nights, *more]:
        put(path, b"")

    assert backups.prune(tmp_path, file) == []
    assert backups.copies(tmp_path, file) == [*nights, *more]


def test_a_copy_is_known_by_its_day_in_utc(file: Path, tmp_path: Path) -> None:
    put(backups.stamped(tmp_path, file, NIGHT), b"")

    assert backups.is_kept(tmp_path, file, NIGHT + timedelta(hours=20, minutes=59))
    assert not backups.is_kept(tmp_path, file, NIGHT + timedelta(hours=21))


def test_a_copy_is_stamped_in_utc(file: Path, tmp_path: Path) -> None:
    berlin = timezone(timedelta(hours=1))
    path = backups.stamped(tmp_path, file, datetime(2027, 1, 4, 0, 30, tzinfo=berlin))

    assert path.name == "roadmate-20270103T233000Z.db"


async def test_restoring_brings_back_the_copy_and_keeps_what_it_replaced(
    copied: Path, url: str, file: Path
) -> None:
    kept = backups.restore(file, copied, NIGHT)

    assert kept is not None
    assert names_in(kept) == ["Ada", "Ben"]
    database = await Database.open(url)
    assert await names(database) == ["Ada"]
    await database.close()


async def test_restoring_over_a_database_that_was_killed_takes_its_log_along(
    copied: Path, file: Path
) -> None:
    running = sqlite3.connect(file, isolation_level=None)
    running.execute("INSERT INTO people (name, created_at) VALUES ('Cem', 0)").close()
    killed, log = content_of(file), content_of(log_of(file))
    running.close()
    put(file, killed)
    put(log_of(file), log)

    kept = backups.restore(file, copied, NIGHT)

    assert kept is not None
    assert names_in(kept) == ["Ada", "Ben", "Cem"]
    assert names_in(file) == ["Ada"]
    assert not log_of(file).exists()


async def test_restoring_over_a_damaged_database_keeps_its_bytes(copied: Path, file: Path) -> None:
    put(file, b"not a database" * 100)
    put(log_of(file), b"nor a log")
    kept = backups.restore(file, copied, NIGHT)

    assert kept is not None
    assert content_of(kept) == b"not a database" * 100
    assert content_of(log_of(kept)) == b"nor a log"
    assert names_in(file) == ["Ada"]


async def test_restoring_where_there_is_nothing_makes_a_database(copied: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "new" / "roadmate.db"

    assert backups.restore(fresh, copied, NIGHT) is None
    assert names_in(fresh) == ["Ada"]


async def test_a_database_in_use_is_not_replaced(copied: Path, url: str, file: Path) -> None:
    database = await Database.open(url)
    with pytest.raises(DatabaseBusy):
        backups.restore(file, copied, NIGHT)

    assert await names(database) == ["Ada", "Ben"]
    await database.close()


@pytest.mark.parametrize(
    ("content", "problem"),
    [(None, "missing"), (b"", "empty"), (b"not a database" * 100, "DatabaseDamaged")],
)
@pytest.mark.usefixtures("copied")
async def test_what_is_no_copy_is_refused_and_nothing_changes(
    file: Path, tmp_path: Path, content: bytes | None, problem: str
) -> None:
    source = tmp_path / "source.db"
    if content is not None:
        put(source, content)
    with pytest.raises(BackupUnusable) as caught:
        backups.restore(file, source, NIGHT)

    assert caught.value.where == str(source)
    assert caught.value.data["problem"] == problem
    assert names_in(file) == ["Ada", "Ben"]


async def test_a_damaged_copy_is_refused_and_nothing_changes(copied: Path, file: Path) -> None:
    content = content_of(copied)
    put(copied, content[:8192] + b"\7" * 4096 + content[12288:])
    with pytest.raises(BackupUnusable):
        backups.restore(file, copied, NIGHT)

    assert names_in(file) == ["Ada", "Ben"]


async def test_a_copy_of_a_later_release_is_refused_and_nothing_changes(copied: Path, file: Path) -> None:
    with closing(sqlite3.connect(copied, isolation_level=None)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'").close()
    with pytest.raises(DatabaseNewer):
        backups.restore(file, copied, NIGHT)

    assert names_in(file) == ["Ada", "Ben"]
