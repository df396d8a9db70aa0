"""What opening a database comes to: made, checked, refused with what helps, one process at a time."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from stored_people import names, remember

from storage import inspection
from storage.database import Database
from storage.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseForeign,
    DatabaseNewer,
    DatabaseUnknown,
    DatabaseUnreachable,
    DatabaseUnwritable,
    StorageError,
)
from storage.instance_lock import InstanceLock
from storage.revisions import latest

pytestmark = pytest.mark.databases("sqlite")

HOLD = """
import sys
from pathlib import Path
from storage.instance_lock import InstanceLock

lock = InstanceLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
async def filled(url: str, file: Path) -> Path:
    """The file of a database with Ada in it, closed."""
    database = await Database.open(url)
    await remember(database, "Ada")
    await database.close()
    return file


async def refused(url: str) -> StorageError:
    with pytest.raises(StorageError) as caught:
        await Database.open(url)
    return caught.value


@contextmanager
def held_by_another_process(file: Path) -> Iterator[int]:
    file.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-c", HOLD, file]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin
        assert child.stdout
        child.stdout.readline()
        yield child.pid
        child.stdin.close()


content_of = Path.read_bytes
change_mode = Path.chmod


def put(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


async def test_a_directory_that_is_missing_is_made(url: str, file: Path) -> None:
    await (await Database.open(url)).close()

    assert content_of(file)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("nonsense", "syntax"),
        ("sqlite:///data/roadmate.db", "scheme"),
        ("mysql+aiomysql://me:secret@host/name", "scheme"),
        ("sqlite+aiosqlite:///:memory:", "memory"),
        ("sqlite+aiosqlite://", "memory"),
    ],
)
async def test_an_unusable_url_is_refused_without_telling_its_password(url: str, reason: str) -> None:
    error = await refused(url)

    assert isinstance(error, DatabaseUnknown)
    assert error.data == {"reason": reason}
    assert "secret" not in str(error)


@pytest.mark.loopback
async def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    error = await refused("postgresql+asyncpg://me:secret@127.0.0.1:1/roadmate")

    assert isinstance(error, DatabaseUnreachable)
    assert "secret" not in str(error)


async def test_a_second_process_is_told_who_holds_the_database(url: str, file: Path) -> None:
    with held_by_another_process(file) as pid:
        error = await refused(url)
    assert isinstance(error, DatabaseBusy)
    assert error.where == str(file)
    assert error.data == {"pid": pid}


async def test_the_lock_ends_with_the_process_that_held_it(url: str, file: Path) -> None:
    with held_by_another_process(file) as pid:
        os.kill(pid, 9)
    await (await Database.open(url)).close()


async def test_a_database_cannot_be_opened_twice_by_one_process(database: Database, url: str) -> None:
    assert isinstance(await refused(url), DatabaseBusy)
    await remember(database, "Ada")
    assert await names(database) == ["Ada"]


@pytest.mark.parametrize("problem", ["closed", "failed"])
async def test_the_lock_is_let_go_after_closing_and_after_a_failed_opening(
    url: str, file: Path, problem: str
) -> None:
    if problem == "closed":
        await (await Database.open(url)).close()
    else:
        put(file, b"not a database" * 100)
        await refused(url)
    InstanceLock(file).release()


async def test_a_path_through_a_file_is_unwritable(tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("a file")
    error = await refused(f"sqlite+aiosqlite:///{tmp_path}/occupied/roadmate.db")

    assert isinstance(error, DatabaseUnwritable)
    assert "occupied" in error.where


async def test_a_directory_in_the_place_of_the_file_is_unwritable(url: str, file: Path) -> None:
    put(file / "occupied", b"")

    assert isinstance(await refused(url), DatabaseUnwritable)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
@pytest.mark.parametrize("protected", ["directory", "file"])
async def test_what_may_only_be_read_is_unwritable(url: str, filled: Path, protected: str) -> None:
    path = {"directory": filled.parent, "file": filled}[protected]
    change_mode(path, 0o500)
    error = await refused(url)
    change_mode(path, 0o700)

    assert isinstance(error, DatabaseUnwritable)


async def test_a_full_disk_ends_in_an_error_and_the_database_goes_on_afterwards(database: Database) -> None:
    async with database.write() as writer:
        pages = (await writer.exec_driver_sql("PRAGMA page_count")).scalar_one()
        await writer.exec_driver_sql(f"PRAGMA max_page_count = {pages}")  # SQLite then says SQLITE_FULL
    with pytest.raises(DatabaseUnwritable, match="full"):
        await remember(database, "A" * 100_000)
    async with database.write() as writer:
        await writer.exec_driver_sql("PRAGMA max_page_count = 1000000")
    await remember(database, "Ben")

    assert await names(database) == ["Ben"]


@pytest.mark.parametrize("content", [b"not a database at all" * 50, b"SQLite format 3\0" + b"\7" * 5000])
async def test_a_file_that_is_no_database_is_damaged_and_left_as_it_is(
    url: str, file: Path, content: bytes
) -> None:
    put(file, content)

    assert isinstance(await refused(url), DatabaseDamaged)
    assert content_of(file) == content


async def test_damage_inside_a_database_is_found_and_the_copies_are_named(
    url: str, file: Path, filled: Path
) -> None:
    copy = file.parent / "backups" / "roadmate-20270104T030000Z.db"
    put(copy, b"a copy")
    damage(filled)

    error = await refused(url)
    assert isinstance(error, DatabaseDamaged)
    assert error.data["copies"] == [copy]


@pytest.mark.parametrize("left_open", [True, False])
async def test_a_large_file_is_read_through_only_after_a_process_that_did_not_close_it(
    url: str, filled: Path, monkeypatch: pytest.MonkeyPatch, *, left_open: bool
) -> None:
    monkeypatch.setattr(inspection, "SMALL", 1000)
    damage(filled)
    if left_open:
        inspection.log_of(filled).touch()
        assert isinstance(await refused(url), DatabaseDamaged)
    else:
        await (await Database.open(url)).close()


async def test_an_empty_file_becomes_a_database(url: str, file: Path) -> None:
    put(file, b"")
    await (await Database.open(url)).close()

    assert inspection.inspected(file) == latest()


async def test_the_database_of_another_program_is_refused_and_left_as_it_is(url: str, file: Path) -> None:
    put(file, b"")
    with closing(sqlite3.connect(file)) as foreign:
        foreign.execute("CREATE TABLE bookmarks (url TEXT)").close()
    content = content_of(file)

    error = await refused(url)
    assert isinstance(error, DatabaseForeign)
    assert error.data == {"tables": ["bookmarks"]}
    assert content_of(file) == content


async def test_a_newer_database_is_refused_and_left_as_it_is(url: str, filled: Path) -> None:
    with closing(sqlite3.connect(filled, isolation_level=None)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'").close()
    content = content_of(filled)

    error = await refused(url)
    assert isinstance(error, DatabaseNewer)
    assert error.data == {"revision": "9999", "known": latest()}
    assert content_of(filled) == content


def damage(file: Path) -> None:
    """Break an index, as a bad disk does: SQLite itself would not notice before it reads that page."""
    with closing(sqlite3.connect(file)) as it:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'uq_check_ins_standing'"
        (page,) = it.execute(query).fetchone()
        (size,) = it.execute("PRAGMA page_size").fetchone()
    content = bytearray(file.read_bytes())
    content[(page - 1) * size : page * size] = b"\7" * size
    file.write_bytes(content)
