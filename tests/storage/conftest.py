"""Databases in a temporary directory, and proof that none of their threads outlives a test."""

import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.databases import address


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "roadmate.db"


@pytest.fixture
def url(file: Path) -> str:
    return address(file)


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = await Database.open(url)
    yield database
    await database.close()


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    yield
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            thread.join(timeout=5)
            assert not thread.is_alive()
