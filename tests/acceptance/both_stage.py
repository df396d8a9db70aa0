"""Discord and Telegram to try the real program on at once, each of which may be away for a while.

The environment names the folders of two emulators of their wire protocols (DISCORD_EMULATOR and
TELEGRAM_EMULATOR: Python packages with a control API over HTTP) and, if it needs another one, the interpreter
of Discord's (DISCORD_EMULATOR_PYTHON).
"""

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from tests.benchmarks.discord_stage import TOKEN, process

TELEGRAM_TOKEN = "4200:AA-a-token-for-the-telegram-of-the-tests"  # noqa: S105 - opens nothing
_BOUND = aiohttp.ClientTimeout(total=300)


@dataclass(slots=True)
class Emulator:
    """One emulator: up or away, always at the same address. `ask` is its control API."""

    folder: Path
    options: tuple[str, ...]
    python: str = sys.executable
    port: int = field(init=False)
    _running: ExitStack = field(default_factory=ExitStack, init=False)

    def __post_init__(self) -> None:
        """Takes a port, and keeps it while away."""
        self.port = free_port()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def up(self) -> None:
        """Starts it."""
        command = [self.python, "-m", self.folder.name, "--port", str(self.port), *self.options]
        self._running.enter_context(process(command, {}, self.folder.parent))

    def away(self) -> None:
        """Ends it."""
        self._running.close()

    async def ask(self, what: str, **arguments: Any) -> Any:  # noqa: ANN401 - JSON
        """What a control method answers; raises RuntimeError for what people cannot do."""
        async with (
            aiohttp.ClientSession(timeout=_BOUND) as session,
            session.post(f"{self.url}/_control/{what}", json=arguments) as response,
        ):
            answer = await response.json(content_type=None)
        if not answer.get("ok"):
            message = f"{what}: {answer}"
            raise RuntimeError(message)
        return answer.get("result")

    async def is_up(self) -> bool:
        """Whether it answers."""
        try:
            async with aiohttp.ClientSession(timeout=_BOUND) as session, session.get(f"{self.url}/_control/"):
                return True
        except aiohttp.ClientError:
            return False


def discord() -> Emulator:
    """Discord, not up yet."""
    python = os.environ.get("DISCORD_EMULATOR_PYTHON", sys.executable)
    return Emulator(Path(os.environ["DISCORD_EMULATOR"]), ("--token", TOKEN), python)


def telegram() -> Emulator:
    """Telegram, not up yet; it knows the bot."""
    return Emulator(Path(os.environ["TELEGRAM_EMULATOR"]), ("--bot", f"roadmate_bot={TELEGRAM_TOKEN}"))


@contextmanager
def roadmate(directory: Path, on: tuple[Emulator, Emulator]) -> Iterator[None]:
    """One `roadmate run` on both platforms for as long as the block lasts, with its data in the directory."""
    settings = {
        "ROADMATE_DATA": str(directory),
        "DATABASE_URL": f"sqlite+aiosqlite:///{directory}/roadmate.db",
        "ROADMATE_HTTP": f"127.0.0.1:{free_port()}",
        "ROADMATE_LOG_LEVEL": "warning",
        "ROADMATE_COMMANDS_A_MINUTE": "0",  # one person does here what many do elsewhere
        "DISCORD_TOKEN": TOKEN,
        "DISCORD_API_URL": f"{on[0].url}/api/v10",
        "TELEGRAM_TOKEN": TELEGRAM_TOKEN,
        "TELEGRAM_API_URL": on[1].url,
    }
    with process([sys.executable, "-m", "bot", "run"], settings, Path.cwd()):
        yield


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
