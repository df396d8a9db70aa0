"""A Discord to measure against, and bots on it as processes of their own.

The environment names the folder of an emulator of Discord's wire protocol (DISCORD_EMULATOR: a Python package
with a control API over HTTP) and, if it needs another one, its interpreter (DISCORD_EMULATOR_PYTHON).
"""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import aiohttp

TOKEN = "MTEwMDAwMDAwMDAwMDAwMDAwMQ.GabcdE." + "x" * 38
_ATTEMPTS = 600


class Stage:
    """The emulator's control API: `await stage.ask("click", user=..., message=...)`."""

    def __init__(self, session: aiohttp.ClientSession, base: str) -> None:
        self._session = session
        self._base = base
        self.api_url = f"{base}/api/v10"

    async def ask(self, what: str, **arguments: Any) -> Any:  # noqa: ANN401 - JSON
        """What a control method answers."""
        async with self._session.post(f"{self._base}/_control/{what}", json=arguments) as response:
            answer = await response.json(content_type=None)
        if not answer["ok"]:
            message = f"{what}: {answer}"
            raise RuntimeError(message)
        return answer["result"]

    async def is_up(self) -> bool:
        """Whether it answers."""
        try:
            await self.ask("info")
        except aiohttp.ClientError:
            return False
        return True


@asynccontextmanager
async def stage(*options: str) -> AsyncIterator[Stage]:
    """An emulator that has just been started with these flags."""
    folder = Path(os.environ["DISCORD_EMULATOR"])
    python = os.environ.get("DISCORD_EMULATOR_PYTHON", sys.executable)
    port = _free_port()
    command = [python, "-m", folder.name, "--port", str(port), "--token", TOKEN, *options]
    timeout = aiohttp.ClientTimeout(total=300)
    with process(command, {}, folder.parent):
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=timeout) as session:
            found = Stage(session, f"http://127.0.0.1:{port}")
            for _ in range(_ATTEMPTS):
                if await found.is_up():
                    break
                await asyncio.sleep(0.1)
            yield found


@contextmanager
def roadmate(api_url: str, directory: Path) -> Iterator["Process"]:
    """The real program, which keeps its data in the directory."""
    settings = {
        "ROADMATE_DATA": str(directory),
        "DATABASE_URL": f"sqlite+aiosqlite:///{directory}/roadmate.db",
        "ROADMATE_HTTP": f"127.0.0.1:{_free_port()}",
        "ROADMATE_LOG_LEVEL": "warning",
        "ROADMATE_COMMANDS_A_MINUTE": "0",  # one person does here what many do elsewhere
        "DISCORD_TOKEN": TOKEN,
        "DISCORD_API_URL": api_url,
    }
    with process([sys.executable, "-m", "bot", "run"], settings, Path.cwd()) as running:
        yield running


@contextmanager
def bare_bot(api_url: str) -> Iterator["Process"]:
    """A discord.py bot that stores nothing."""
    settings = {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": api_url}
    command = [sys.executable, "-m", "tests.benchmarks.discord_bare"]
    with process(command, settings, Path.cwd()) as running:
        yield running


class Process:
    """A process that runs."""

    def __init__(self, popen: "subprocess.Popen[bytes]") -> None:
        self._popen = popen

    @property
    def cpu(self) -> float:
        """Seconds of CPU so far, its own and the system's."""
        fields = Path(f"/proc/{self._popen.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def memory(self) -> float:
        """Resident, in MiB, as the Linux kernel counts it."""
        [kibibytes] = re.findall(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{self._popen.pid}/status").read_text())
        return int(kibibytes) / 1024


@contextmanager
def process(command: list[str], settings: Mapping[str, str], folder: Path) -> Iterator[Process]:
    """A process for as long as the block lasts."""
    running = subprocess.Popen(command, env={**os.environ, **settings}, cwd=folder, stdout=subprocess.DEVNULL)
    try:
        yield Process(running)
    finally:
        running.send_signal(signal.SIGTERM)
        try:
            running.wait(30)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
