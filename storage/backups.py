"""Copies of a SQLite database: made while it is in use, a few kept, one restored. Knows no clock."""

import glob
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from storage.errors import BackupUnusable, DatabaseDamaged, DatabaseForeign
from storage.failures import on_disk
from storage.inspection import inspected, log_of
from storage.instance_lock import InstanceLock
from storage.repositories.remembered import RESTORED_AT
from storage.revisions import refuse_newer

KEPT_DAYS = 7
_STAMP = "%Y%m%dT%H%M%SZ"
_ANY_STAMP = "[0-9]" * 8 + "T" + "[0-9]" * 6 + "Z"


def copy(file: Path, target: Path) -> None:
    """A consistent copy of the database in `file`, as the new file `target`, which appears only when it is
    complete. Raises BackupUnusable where something is at `target`, DatabaseUnwritable, DatabaseDamaged."""
    if target.exists():
        raise BackupUnusable(str(target), problem="exists")
    part = target.with_name(f"{target.name}.part")
    try:
        with on_disk(str(target)):
            target.parent.mkdir(parents=True, exist_ok=True)
            with _temporary(part):
                _copy(file, part)
                _move(part, target)
    except DatabaseDamaged as error:  # the copy is new, so it is what was copied
        error.where = str(file)
        error.data["copies"] = copies(target.parent, file)
        raise


def stamped(directory: Path, file: Path, at: datetime) -> Path:
    """What the copy of `file` made at that instant is called."""
    return directory / f"{file.stem}-{at.astimezone(UTC).strftime(_STAMP)}.db"


def before(directory: Path, file: Path, revision: str) -> Path:
    """What the copy of `file` made before migrating it to `revision` is called; nothing is there yet."""
    return _unused(directory / f"{file.stem}-before-{revision}.db")


def copies(directory: Path, file: Path) -> list[Path]:
    """The stamped copies of `file` in `directory`, the oldest first."""
    return sorted(directory.glob(f"{glob.escape(file.stem)}-{_ANY_STAMP}.db"))


def made_at(copied: Path) -> datetime:
    """When a stamped copy was made (aware UTC)."""
    return datetime.strptime(copied.stem.rpartition("-")[2], _STAMP).replace(tzinfo=UTC)


def is_kept(directory: Path, file: Path, at: datetime) -> bool:
    """Whether there is a stamped copy of `file` from the day (UTC) of that instant."""
    return _day(stamped(directory, file, at)) in map(_day, copies(directory, file))


def prune(directory: Path, file: Path) -> list[Path]:
    """Delete the stamped copies of `file` but those of the newest seven days that have any; the deleted
    paths. Other files are left alone."""
    every = copies(directory, file)
    days = sorted(set(map(_day, every)))[-KEPT_DAYS:]
    old = [path for path in every if _day(path) not in days]
    for path in old:
        path.unlink()
    return old


def _day(copied: Path) -> str:
    """The day (UTC) in the name of a stamped copy, which sorts as days do."""
    return copied.stem.rpartition("-")[2].partition("T")[0]


def restore(file: Path, source: Path, at: datetime) -> Path | None:
    """Put the sound copy `source` in the place of the database `file`; where the replaced one is kept now.

    The copy is marked as restored `at` that instant: whoever opens it has to look for what was sent since,
    and for who was forgotten, which it is told as far as the replaced database can still be read.

    Nothing has changed when it raises: BackupUnusable, DatabaseNewer, DatabaseBusy, DatabaseUnwritable."""
    lock = InstanceLock(file)
    try:
        _refuse_unusable(source)
        fresh = file.with_name(f"{file.name}.restoring")
        with on_disk(str(file)), _temporary(fresh):
            _copy(source, fresh)
            _mark(fresh, at)
            _note_forgotten(fresh, _forgotten(file))
            kept = _set_aside(file)
            _move(fresh, file)
        return kept
    finally:
        lock.release()


def _refuse_unusable(source: Path) -> None:
    if not source.is_file():
        raise BackupUnusable(str(source), problem="missing")
    try:
        revision = inspected(source, thorough=True)
    except (DatabaseDamaged, DatabaseForeign) as error:
        raise BackupUnusable(str(source), problem=type(error).__name__) from error
    if revision is None:
        raise BackupUnusable(str(source), problem="empty")
    refuse_newer(str(source), revision)


@contextmanager
def _temporary(path: Path) -> Iterator[None]:
    path.unlink(missing_ok=True)  # left by a process that was killed
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _copy(file: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)) as source,
        closing(sqlite3.connect(target)) as copied,
    ):
        # In one go: in steps it would begin again whenever something is written meanwhile.
        source.backup(copied, pages=-1)
        copied.execute("PRAGMA journal_mode = DELETE").close()  # one file, that can be read anywhere


def _mark(file: Path, at: datetime) -> None:
    with closing(sqlite3.connect(file)) as it, it:
        it.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (RESTORED_AT, at.isoformat())).close()


def _forgotten(file: Path) -> list[tuple[str, int]]:
    """Who has been forgotten; nobody, where there is no database that can be read."""
    if not file.exists():
        return []
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as it:
            return it.execute("SELECT digest, at FROM forgotten").fetchall()
    except sqlite3.DatabaseError:
        return []  # it is damaged or another one's: that may be why it is replaced


def _note_forgotten(file: Path, who: list[tuple[str, int]]) -> None:
    with closing(sqlite3.connect(file)) as it, it:
        it.executemany(
            "INSERT INTO forgotten VALUES (?, ?)"
            " ON CONFLICT (digest) DO UPDATE SET at = max(at, excluded.at)",
            who,
        ).close()


def _set_aside(file: Path) -> Path | None:
    if not file.exists():
        return None
    kept = _unused(file.with_name(f"{file.stem}-replaced.db"))
    shutil.copyfile(file, kept)  # byte by byte, for it may be damaged
    if log_of(file).exists():
        shutil.copyfile(log_of(file), log_of(kept))
    for left in (log_of(file), file.with_name(f"{file.name}-shm")):
        left.unlink(missing_ok=True)  # a log must not be found beside another database than its own
    return kept


def _unused(path: Path) -> Path:
    numbers = count(2)
    free = path
    while free.exists():
        free = path.with_name(f"{path.stem}-{next(numbers)}{path.suffix}")
    return free


def _move(fresh: Path, target: Path) -> None:
    fresh.replace(target)
    if os.name == "posix":  # elsewhere a directory cannot be flushed
        directory = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
