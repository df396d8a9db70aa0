"""Looks at a SQLite file before it is used: is it sound, is it ours, and which revision is it?"""

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.errors import DatabaseDamaged, DatabaseForeign
from storage.failures import translated

# The check reads everything, 10 ms a megabyte: always affordable below this size, and above it worth the wait
# only after a process that did not close the database, which its leftover log betrays.
SMALL = 16 * 1024 * 1024

_OURS = {"alembic_version", "memberships"}


def inspected(file: Path, *, thorough: bool = False) -> str | None:
    """The revision of the sound database in `file`, None where there is nothing yet.

    Raises DatabaseDamaged, DatabaseForeign, DatabaseUnwritable."""
    if not file.exists() or (file.is_file() and file.stat().st_size == 0):
        return None
    left_open = log_of(file).exists()
    with (
        translated(str(file)),
        closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)) as it,
    ):
        if thorough or left_open or file.stat().st_size <= SMALL:
            _check(it, file)
        return _revision(it, file)


def log_of(file: Path) -> Path:
    """The write-ahead log beside a database; it is gone after a clean close."""
    return file.with_name(f"{file.name}-wal")


def _check(connection: sqlite3.Connection, file: Path) -> None:
    (problem,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if problem != "ok":
        raise DatabaseDamaged(str(file), problem=problem, copies=())


def _revision(connection: sqlite3.Connection, file: Path) -> str | None:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return None
    if not tables >= _OURS:
        raise DatabaseForeign(str(file), tables=sorted(tables)[:3])
    (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(revision)
