"""The real program and what it talks to, as processes under one clock that can be moved.

Needs libfaketime (Debian: `apt install faketime`). The clock is an offset in a file that every process reads
again once a second.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import SystemClock
from tests.command_line import ROADMATE, environment

_PATIENCE = 40
_LIBRARIES = ("/usr/lib", "/usr/local/lib")


class MovableClock:
    """The wall clock of all processes that are started with one of its environments."""

    def __init__(self, directory: Path, at: datetime) -> None:
        self._file = directory / "clock"
        self._offset = timedelta()
        self.move_to(at)

    @property
    def environment(self) -> dict[str, str]:
        """What a process without threads needs to go by this clock; its timers stay real."""
        return self.of_program | {"FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"}

    @property
    def of_program(self) -> dict[str, str]:
        """What the program needs. Move the clock only while it does not run: its timers go by it too.

        With real timers libfaketime takes the deadlines at which Python's threads hand on their lock for past
        ones: a step of the database then takes a thousand times as long (measured).
        """
        return {
            "LD_PRELOAD": str(_library()),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_RESET": "1",
        }

    def now(self) -> datetime:
        """What it shows."""
        return SystemClock().now() + self._offset

    def move_to(self, at: datetime) -> None:
        """Sets it; the processes notice within a second."""
        self._offset = at - SystemClock().now()
        written = self._file.with_suffix(".new")
        written.write_text(f"{self._offset.total_seconds():+.3f}\n")
        written.replace(self._file)


class RealProcess:
    """A process whose output goes into a file; it may be started again after its end."""

    def __init__(self, command: Sequence[str], log: Path, folder: Path, settings: Mapping[str, str]) -> None:
        self.log = log
        self._command = command
        self._folder = folder
        self._settings = settings
        self._running: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process's id; it must have been started."""
        assert self._running is not None
        return self._running.pid

    @property
    def said(self) -> str:
        """All that it has written so far."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def start(self, **settings: str) -> None:
        """Starts it, with these settings besides its own."""
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(
                list(self._command),
                cwd=self._folder,
                env=environment(**{**self._settings, **settings}),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self) -> None:
        """Ends it between two instructions."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """Asks it to end, and waits for it: its exit code."""
        return self._end(signal.SIGTERM)

    def ended(self, within: float) -> int | None:
        """Its exit code, if it ends by itself in so many seconds."""
        assert self._running is not None
        try:
            return self._running.wait(within)
        except subprocess.TimeoutExpired:
            return None

    def _end(self, number: signal.Signals) -> int:
        if self._running is None:
            return 0
        if self._running.poll() is None:
            self._running.send_signal(number)
        try:
            return self._running.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._running.kill()
            return self._running.wait()


def program(directory: Path, command: Sequence[str] = (*ROADMATE, "run"), **settings: str) -> RealProcess:
    """`roadmate run`, or the like of it, with all that it keeps in the directory."""
    directory.mkdir(parents=True, exist_ok=True)
    own = {
        "ROADMATE_DATA": str(directory),
        "DATABASE_URL": f"sqlite+aiosqlite:///{directory}/roadmate.db",
        "ROADMATE_HTTP": f"127.0.0.1:{free_port()}",
        "ROADMATE_COMMANDS_A_MINUTE": "0",  # one person does here what many do elsewhere
    }
    return RealProcess(command, directory / "program.log", directory, {**own, **settings})


def emulator(folder: Path, options: Sequence[str], log: Path, **settings: str) -> RealProcess:
    """An emulator: the Python package in that folder, run as `python -m`."""
    python = os.environ.get(f"{folder.name.upper()}_PYTHON", sys.executable)
    return RealProcess([python, "-m", folder.name, *options], log, folder.parent, settings)


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _library() -> Path:
    found = [path for place in _LIBRARIES for path in Path(place).glob("**/faketime/libfaketime.so.1")]
    if not found:
        sys.exit("libfaketime is not installed: apt install faketime")
    return found[0]
