"""Turns what a driver says about broken disks and files into the errors of `storage.errors`."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from storage.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseUnreachable,
    DatabaseUnwritable,
    StorageError,
)

_UNWRITABLE = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class RolledBack(sqlite3.OperationalError):
    """SQLite has undone the transaction by itself, as it does when the disk is full or fails: what is written
    after that would be a transaction each, so nothing may be."""


@contextmanager
def translated(where: str) -> Iterator[None]:
    """Raise a StorageError where the driver complains of the disk or the file; let all else pass."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        failure = _translated(where, error)
        if failure is None:
            raise
        raise failure from error


@contextmanager
def on_disk(where: str) -> Iterator[None]:
    """As `translated`, for work on files: the system's own complaints become DatabaseUnwritable."""
    try:
        with translated(where):
            yield
    except OSError as error:
        raise DatabaseUnwritable(where, reason=str(error.strerror)) from error


@contextmanager
def reached(where: str) -> Iterator[None]:
    """As `translated`, for the first word with a server: its silence becomes DatabaseUnreachable."""
    try:
        with translated(where):
            yield
    except OSError as error:
        raise DatabaseUnreachable(where, reason=str(error)) from error


def _translated(where: str, error: DBAPIError | sqlite3.Error) -> StorageError | None:
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the low byte is the primary code
    if code in _UNWRITABLE or isinstance(cause, RolledBack):
        return DatabaseUnwritable(where, reason=str(cause))
    if code in _DAMAGED:
        return DatabaseDamaged(where, problem=str(cause), copies=())
    if code in _BUSY:
        return DatabaseBusy(where, pid=None)
    return None
