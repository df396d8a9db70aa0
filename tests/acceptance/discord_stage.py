"""A Discord to try the real program against: an emulator's control API, and what its people see and do.

The environment names the folder of an emulator of Discord's wire protocol (DISCORD_EMULATOR: a Python package
with a control API over HTTP) and, if it needs another one, its interpreter (DISCORD_EMULATOR_PYTHON).
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.acceptance.real_process import MovableClock, emulator, free_port
from tests.benchmarks.discord_stage import TOKEN, Stage

Json = Mapping[str, Any]

WHISPERED = 64
_ATTEMPTS = 300
_OF_THE_LIBRARY = ("/messages/@original: tts", "/threads: use_nested_fields")
"""What discord.py 2.7 adds to every edit and to every post in a forum; Discord overlooks it."""


@asynccontextmanager
async def staged(directory: Path, clock: MovableClock, *options: str) -> AsyncIterator[Stage]:
    """An emulator that goes by the clock, started with these flags."""
    folder = os.environ.get("DISCORD_EMULATOR") or sys.exit(
        "DISCORD_EMULATOR should name an emulator's folder"
    )
    port = free_port()
    flags = ("--port", str(port), "--token", TOKEN, *options)
    process = emulator(Path(folder), flags, directory / "discord.log", **clock.environment)
    process.start()
    try:
        connector, timeout = aiohttp.TCPConnector(limit=0), aiohttp.ClientTimeout(total=120)
        async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
            found = Stage(session, f"http://127.0.0.1:{port}")
            await _up(found)
            yield found
    finally:
        process.stop()


def settings(stage: Stage, clock: MovableClock) -> dict[str, str]:
    """What the program needs to be on this Discord."""
    return {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": stage.api_url, **clock.of_program}


async def objections(stage: Stage) -> list[str]:
    """The rules that the bot broke, what Discord would alter silently, and whom it notified."""
    found = {what: await stage.ask(what) for what in ("violations", "warnings", "rate_limit_hits", "pings")}
    found["warnings"] = [each for each in found["warnings"] if not each["message"].endswith(_OF_THE_LIBRARY)]
    found["pings"] = [each for each in found["pings"] if each["notified"] and not _is_private_word(each)]
    return [f"{what}: {each}" for what, all_of_them in found.items() for each in all_of_them]


def _is_private_word(ping: Json) -> bool:
    """A silent private message, by which an admin hears of a lost room."""
    return ping["guild_id"] is None and bool(ping["silent"])


async def _up(stage: Stage) -> None:
    for _ in range(_ATTEMPTS):
        if await stage.is_up():
            return
        await asyncio.sleep(0.1)
    sys.exit("the emulator does not start")
