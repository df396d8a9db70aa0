"""What befalls the machine of a chaos run: it dies, stands still, loses its time, disk or database."""

import asyncio
import contextlib
import os
import random
import signal
import sqlite3
import subprocess
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from tests.acceptance.real_process import RealProcess
from tests.chaos.books import open_rows
from tests.chaos.hands import Hands
from tests.chaos.town import Town

DISK = 48  # megabytes
_PATIENCE = 180
_LONGEST_JUMP = 3 * 3_600
_CHUNK = b"\0" * 65_536


class Machine:
    """The one that the program runs on, with its data in this directory, if possible on a small disk."""

    def __init__(self, process: RealProcess, hands: Hands, directory: Path, chance: random.Random) -> None:
        self._process = process
        self._hands = hands
        self._data = directory
        self._chance = chance
        self.has_small_disk = _mounted(directory)

    def troubles(self) -> list[Callable[[Town], Awaitable[None]]]:
        """Those that this machine can have."""
        always = [self.killed, self.stopped, self.misdated, self.locked]
        return [*always, self.full] if self.has_small_disk else always

    async def killed(self, town: Town) -> None:
        """SIGKILL, and a start."""
        self._process.kill()
        await self.up(town)

    async def stopped(self, town: Town) -> None:  # noqa: ARG002 - as the others
        """SIGSTOP, for some seconds."""
        os.kill(self._process.pid, signal.SIGSTOP)
        try:
            await asyncio.sleep(self._chance.uniform(3, 9))
        finally:
            os.kill(self._process.pid, signal.SIGCONT)

    async def misdated(self, town: Town) -> None:  # noqa: ARG002 - as the others
        """Its clock is up to three hours wrong, for some seconds."""
        self._hands.put_wrong(timedelta(seconds=self._chance.uniform(-_LONGEST_JUMP, _LONGEST_JUMP)))
        await asyncio.sleep(self._chance.uniform(3, 6))
        self._hands.put_wrong(timedelta())

    async def locked(self, town: Town) -> None:  # noqa: ARG002 - as the others
        """Another program holds the database, for some seconds."""
        with closing(sqlite3.connect(self._data / "roadmate.db", isolation_level=None)) as study:
            study.execute("PRAGMA busy_timeout = 2000")
            try:
                study.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return
            await asyncio.sleep(self._chance.uniform(3, 8))
            study.execute("ROLLBACK")

    async def full(self, town: Town) -> None:
        """Its disk is full, for some seconds."""
        ballast = self._data / "ballast"
        try:
            with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
                while True:
                    file.write(_CHUNK)
            await asyncio.sleep(self._chance.uniform(3, 6))
        finally:
            ballast.unlink()
        await self.up(town)

    async def up(self, town: Town) -> None:
        """Starts the program again, if it has ended."""
        if self._process.ended(0) is not None:
            town.discord.online.clear()
            town.telegram.online.clear()
            self._process.start()

    async def restarted(self, town: Town) -> None:
        """Another life, whatever became of the last one; it hears on both platforms again on return."""
        self._process.kill()
        await self.up(town)
        async with asyncio.timeout(_PATIENCE):
            await town.discord.online.wait()
            await town.telegram.online.wait()

    def open_rows(self) -> int:
        """Posts that are neither there nor given up."""
        return open_rows(self._data)

    def leave(self) -> None:
        """Gives the disk back."""
        if self.has_small_disk:
            subprocess.run(["umount", "--lazy", self._data], check=True)


def _mounted(directory: Path) -> bool:
    directory.mkdir(exist_ok=True)
    if os.geteuid() != 0:
        return False
    size = f"size={DISK}m"
    command = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(directory)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0
