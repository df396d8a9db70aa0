"""Where a test's databases are: in files, or, of a test that runs on PostgreSQL, on a server of this machine.

A test marked `databases("sqlite", "postgresql")` runs on each. With ROADMATE_TESTS_ON=postgresql all tests
run there that are not marked otherwise and have their databases from here.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres_server import PostgresServer

USUAL = os.environ.get("ROADMATE_TESTS_ON", "sqlite")


class _Databases:
    """The databases of the test that runs now, each under the file that it stands for."""

    def __init__(self) -> None:
        self.server: PostgresServer | None = None
        self.names: dict[Path, str] = {}


_now = _Databases()


@contextmanager
def on(server: PostgresServer | None) -> Iterator[None]:
    """Has the databases of a test on a server; where there is none, in their files."""
    _now.server = server
    try:
        yield
    finally:
        for name in _now.names.values() if server else ():
            server.drop(name)
        _now.server = None
        _now.names.clear()


def address(file: Path) -> str:
    """The URL of the database that a file stands for: of the same one each time."""
    if _now.server is None:
        return f"sqlite+aiosqlite:///{file}"
    path = file.resolve()
    if path not in _now.names:
        _now.names[path] = _now.server.new()
    return _now.server.url(_now.names[path])
