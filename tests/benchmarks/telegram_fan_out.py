"""Posts due at the same instant on Telegram: under its limits, and what is possible without them."""

import asyncio
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.clock import SystemClock
from tests.acceptance.real_process import RealProcess
from tests.acceptance.telegram_stage import Stage, telegram
from tests.benchmarks.telegram_study import Study, online, roadmate, study
from tests.command_line import ROOT

LIMIT = 30  # messages a second, by Telegram
POSTS = 600
WAYS = ("sequential", "gathered")
_PATIENCE = 300
_UNPACED = (sys.executable, "-m", "tests.benchmarks.telegram_unpaced", "run")
_BARE = (sys.executable, "-m", "tests.benchmarks.telegram_bare")


@dataclass(frozen=True, slots=True)
class FanOut:
    """Posts that arrived, each in a chat of its own, in how many seconds; and how many got a 429."""

    posts: int
    seconds: float
    refused: int

    @property
    def rate(self) -> float:
        """Posts a second."""
        return self.posts / self.seconds


async def under_limits() -> FanOut:
    """The program, as people run it."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        async with telegram(directory) as stage:
            found = await study(stage, directory / "data", [0] * (POSTS - 1))
            return await _due(stage, found, roadmate(stage, directory / "data"))


async def without_limits() -> tuple[FanOut, dict[str, FanOut]]:
    """The program without a pace, and the bare bot in each of its ways."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        async with telegram(directory, "--no-flood") as stage:
            found = await study(stage, directory / "data", [0] * (POSTS - 1))
            ours = await _due(stage, found, roadmate(stage, directory / "data", _UNPACED))
            return ours, {way: await _bare(stage, found, way, directory) for way in WAYS}


async def _due(stage: Stage, found: Study, process: RealProcess) -> FanOut:
    """The daily posts, from the first to the last."""
    await stage.ask("clear_log")
    async with online(stage, process):
        await asyncio.sleep(max(0.0, (found.due - SystemClock().now()).total_seconds()))
        await _arrived(stage)
        await asyncio.sleep(2)  # a post too many would come now
    outcome = await _outcome(stage)
    if outcome.posts != POSTS:
        message = f"{outcome.posts} of {POSTS} posts arrived"
        raise RuntimeError(message)
    return outcome


async def _arrived(stage: Stage) -> None:
    for _ in range(_PATIENCE * 4):
        stats: Any = await stage.ask("stats")
        if stats["calls"].get("sendMessage", 0) >= POSTS:
            return
        await asyncio.sleep(0.25)
    message = f"{POSTS} posts did not arrive, but {stats['calls']}"
    raise TimeoutError(message)


async def _bare(stage: Stage, found: Study, way: str, directory: Path) -> FanOut:
    await stage.ask("clear_log")
    settings = {"TELEGRAM_TOKEN": stage.token, "TELEGRAM_API_URL": stage.url}
    words = [*_BARE, way, *map(str, found.chats)]
    process = RealProcess(words, directory / "bare.log", ROOT, settings)
    process.start()
    if await asyncio.to_thread(process.ended, _PATIENCE) != 0:
        raise RuntimeError(process.said)
    return await _outcome(stage)


async def _outcome(stage: Stage) -> FanOut:
    sent = await stage.called("sendMessage")
    there = [each for each in sent if each["status"] == 200]
    if len({each["params"]["chat_id"] for each in there}) != len(there):
        raise RuntimeError("a chat has heard the same twice")
    times = [each["at"] for each in there]
    refused = len(await stage.ask("flood_hits"))
    return FanOut(len(there), max(times) - min(times), refused)
