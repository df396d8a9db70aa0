"""A look into a database from beside: it leaves nothing behind, not even after it failed."""

import asyncio
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.errors import DatabaseDamaged, DatabaseNewer, DatabaseUnknown, DatabaseUnreachable
from storage.glance import glance

pytestmark = pytest.mark.databases("sqlite")


def held_back(_record: logging.LogRecord) -> bool:
    """Each thing that the driver's thread does waits for a little, as on a machine with much to do."""
    if threading.current_thread() is not threading.main_thread():
        threading.Event().wait(0.05)
    return False


@pytest.fixture
def slow_driver() -> Iterator[None]:
    driver = logging.getLogger("aiosqlite")  # it tells of each step before and after
    level = driver.level
    driver.addFilter(held_back)
    driver.setLevel(logging.DEBUG)
    yield
    driver.setLevel(level)
    driver.removeFilter(held_back)


@pytest.mark.usefixtures("slow_driver")
def test_the_thread_of_a_connection_that_failed_does_not_outlive_the_event_loop(
    file: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    surprises: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", surprises.append)
    put(file, b"no database" * 1000)
    before = set(threading.enumerate())
    with pytest.raises(DatabaseDamaged):
        asyncio.run(_looked_into(url))
    for thread in set(threading.enumerate()) - before:
        thread.join()
    assert not surprises


async def test_a_database_that_no_start_would_take_is_refused_here_too(url: str, database: Database) -> None:
    async with glance(url):
        pass
    async with database.write() as writer:
        await writer.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseNewer):
        await _looked_into(url)


@pytest.mark.loopback
async def test_a_server_that_does_not_answer_is_said_to_be_silent() -> None:
    with pytest.raises(DatabaseUnreachable):
        await _looked_into("postgresql+asyncpg://me:secret@127.0.0.1:1/roadmate")


async def test_an_empty_file_is_no_database_yet(url: str, file: Path) -> None:
    put(file, b"")
    with pytest.raises(DatabaseUnknown):
        await _looked_into(url)


def put(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True)
    file.write_bytes(content)


async def _looked_into(url: str) -> None:
    async with glance(url):
        pass
