"""Turns what a driver says about broken disks, files and servers into the errors of `storage.errors`."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from socket import gaierror

from sqlalchemy.exc import DBAPIError

from storage.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseRefused,
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
    """The database has undone the transaction by itself, as SQLite does when the disk is full or fails: what
    is written after that would be a transaction each, so nothing may be."""


class ConnectionLost(Exception):
    """The server has closed the connection: nobody knows whether what was just committed is there."""


# PostgreSQL's codes by their beginnings: https://www.postgresql.org/docs/current/errcodes-appendix.html
_REFUSED: Mapping[str, str] = {"28": "password", "3D000": "name"}
_SILENT = ("08", "53300", "57P01", "57P02", "57P03")
_LOCKED = ("55P03",)
_FORBIDDEN = ("25006", "42501", "53100")


@contextmanager
def translated(where: str) -> Iterator[None]:
    """Raise a StorageError where the driver complains of the disk, the file or the server; let all else
    pass."""
    try:
        yield
    except Exception as error:
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
        kind = "host" if isinstance(error, gaierror) else "silent"
        raise DatabaseUnreachable(where, reason=str(error), kind=kind) from error


def _translated(where: str, error: Exception) -> StorageError | None:
    cause = error.orig if isinstance(error, DBAPIError) else error
    if state := getattr(cause, "sqlstate", None):
        return _by_state(where, str(state), str(cause))
    is_lost = isinstance(error, DBAPIError) and error.connection_invalidated
    if is_lost or isinstance(cause, ConnectionLost | TimeoutError):
        return DatabaseUnreachable(where, reason=str(cause), kind="silent")
    return _by_sqlite(where, cause)


def _by_state(where: str, state: str, words: str) -> StorageError | None:
    """What a server complains of, by its code."""
    refused = [reason for prefix, reason in _REFUSED.items() if state.startswith(prefix)]
    if refused:
        return DatabaseRefused(where, reason=refused[0])
    if state.startswith(_SILENT):
        return DatabaseUnreachable(where, reason=words, kind="silent")
    if state in _LOCKED:
        return DatabaseBusy(where, pid=None, kind="server")
    return DatabaseUnwritable(where, reason=words) if state in _FORBIDDEN else None


def _by_sqlite(where: str, cause: BaseException | None) -> StorageError | None:
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the low byte is the primary code
    if code in _UNWRITABLE or isinstance(cause, RolledBack):
        return DatabaseUnwritable(where, reason=str(cause))
    if code in _DAMAGED:
        return DatabaseDamaged(where, problem=str(cause), copies=())
    if code in _BUSY:
        return DatabaseBusy(where, pid=None)
    return None
