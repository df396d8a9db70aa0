"""A disk that is really full: nothing acknowledged is lost, and all goes on when there is room."""

import asyncio
import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from stored_people import names, remember

from storage.database import Database
from storage.errors import DatabaseUnwritable

pytestmark = pytest.mark.databases("sqlite")

MEGABYTES = 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, with very little room."""
    mount = tmp_path / "small"
    mount.mkdir()
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only the superuser may mount a small disk")
    size = f"size={MEGABYTES}m"
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", mount], check=False, capture_output=True
    )
    if made.returncode != 0:
        pytest.skip("nothing can be mounted here")
    yield mount
    subprocess.run(["umount", "--lazy", mount], check=True)


async def test_what_was_acknowledged_before_the_disk_was_full_is_there_and_all_goes_on_afterwards(
    small_disk: Path,
) -> None:
    url = f"sqlite+aiosqlite:///{small_disk / 'roadmate.db'}"
    ballast = small_disk / "ballast"
    database = await Database.open(url)
    acknowledged = [await _added(database, 0)]
    _fill(ballast)
    refused = 0
    for number in range(1, 2_000):
        try:
            acknowledged.append(await _added(database, number))
        except DatabaseUnwritable:
            refused += 1
            if refused == 3:
                break
    assert refused == 3
    assert await names(database) == acknowledged
    await asyncio.to_thread(ballast.unlink)
    acknowledged.append(await _added(database, -1))
    await database.close()

    database = await Database.open(url)
    assert await names(database) == acknowledged
    await database.close()


async def _added(database: Database, number: int) -> str:
    name = f"{number} " + "x" * 500
    await remember(database, name)
    return name


def _fill(ballast: Path) -> None:
    """Leaves room for a few more rows only."""
    size = MEGABYTES * 1024 * 1024
    file = os.open(ballast, os.O_WRONLY | os.O_CREAT)
    try:
        with contextlib.suppress(OSError):
            while size:
                size -= os.write(file, bytes(4096))
        os.ftruncate(file, max(0, os.fstat(file).st_size - 64 * 1024))
    finally:
        os.close(file)
