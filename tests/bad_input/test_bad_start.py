"""A start that cannot be: one sentence on standard error that names the cure, exit code 1, no traceback."""

import re
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import Database
from tests.command_line import roadmate


def start(directory: Path, *arguments: str, **settings: str) -> str:
    """What `roadmate` says on standard error when it ends with exit code 1."""
    ended = roadmate(directory, *arguments, exit_code=1, **settings)
    assert ended.stdout == ""
    sentence = ended.stderr.removesuffix("\n")
    assert "\n" not in sentence, sentence
    assert re.search(r"[.!?]$", sentence), sentence
    return sentence


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """The database of a program that runs."""
    (tmp_path / "data").mkdir()
    opened = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'data' / 'roadmate.db'}")
    yield opened
    await opened.close()


@pytest.mark.parametrize(
    ("content", "cure"),
    [
        (b"\xff\xfe\x00broken", ".env"),
        (b"TELEGRAM_TOKEN=hunter2hunter2\n", "TELEGRAM_TOKEN should be"),
    ],
)
def test_a_broken_env_file(tmp_path: Path, content: bytes, cure: str) -> None:
    (tmp_path / ".env").write_bytes(content)
    sentence = start(tmp_path, "play", "--port", "0")
    assert cure in sentence
    assert "hunter2" not in sentence


def test_a_database_that_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "roadmate.db").write_bytes(b"SQLite format 3\0" + b"rubbish" * 1_000)
    sentence = start(tmp_path, "play", "--port", "0")
    assert "damaged" in sentence
    assert "roadmate restore" in sentence


async def test_a_database_of_a_newer_release(tmp_path: Path, database: Database) -> None:
    await database.close()
    with closing(sqlite3.connect(tmp_path / "data" / "roadmate.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'from the future'")
    sentence = start(tmp_path, "play", "--port", "0")
    assert "newer Roadmate" in sentence
    assert "install that version again" in sentence


@pytest.mark.usefixtures("database")
def test_a_second_copy_on_the_same_data(tmp_path: Path) -> None:
    sentence = start(tmp_path, "play", "--port", "0")
    assert "Another Roadmate works on" in sentence
    assert "stop that one first" in sentence


@pytest.mark.loopback
def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        sentence = start(tmp_path, "play", "--port", str(port))
    assert f"port {port}" in sentence
    assert "choose another port" in sentence


@pytest.mark.parametrize("place", ["occupied/data", "/proc/roadmate"])
def test_a_data_directory_that_cannot_be_written(tmp_path: Path, place: str) -> None:
    (tmp_path / "occupied").write_text("a file, and no directory")
    # Root may write everywhere but in /proc, which takes no directory from anybody.
    sentence = start(tmp_path, "play", "--port", "0", ROADMATE_DATA=place)
    assert "ROADMATE_DATA" in sentence
    assert "directory to write to" in sentence


def test_a_history_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "playground.db").write_bytes(b"rubbish" * 1_000)
    sentence = start(tmp_path, "play", "--port", "0")
    assert "playground.db" in sentence
    assert "move the file away" in sentence


def test_a_start_without_any_token_offers_the_playground(tmp_path: Path) -> None:
    assert "`roadmate play`" in start(tmp_path, "run")
