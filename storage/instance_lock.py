"""One process per database: a lock on a file beside it, which the system releases when the process dies."""

import os
import sys
from pathlib import Path

from storage.errors import DatabaseBusy
from storage.failures import on_disk

if sys.platform == "win32":
    import msvcrt

    def _seize(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _seize(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


# Windows refuses to read locked bytes, so the lock sits on the first byte and the process id behind it.
_PID_AT = 1


class InstanceLock:
    """Holds the lock of the database at `path` until `release`. Raises DatabaseBusy, DatabaseUnwritable."""

    def __init__(self, path: Path) -> None:
        lock = path.with_name(f"{path.name}.lock")
        with on_disk(str(lock)):
            lock.parent.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            _seize(self._descriptor)
        except OSError as error:
            pid = _written_pid(self._descriptor)
            os.close(self._descriptor)
            raise DatabaseBusy(str(path), pid=pid) from error
        self._held = True
        self._write_pid()

    def _write_pid(self) -> None:
        os.ftruncate(self._descriptor, 0)
        os.lseek(self._descriptor, _PID_AT, os.SEEK_SET)
        os.write(self._descriptor, str(os.getpid()).encode())

    def release(self) -> None:
        """Let others in. The file stays: deleting it could unlock a process that is just opening it."""
        if self._held:
            self._held = False
            os.close(self._descriptor)


def holder(path: Path) -> int | None:
    """The process that works on the database at `path`; None where there is none, or it is not known."""
    if not path.with_name(f"{path.name}.lock").exists():
        return None
    try:
        InstanceLock(path).release()
    except DatabaseBusy as error:
        return error.data["pid"] if isinstance(error.data["pid"], int) else None
    return None


def _written_pid(descriptor: int) -> int | None:
    os.lseek(descriptor, _PID_AT, os.SEEK_SET)
    text = os.read(descriptor, 20)
    return int(text) if text.isdigit() else None
