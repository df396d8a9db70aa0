"""Long work gives the others on the loop their turn."""

import asyncio
from itertools import count

from bot.services.breaths import in_breaths


async def test_whoever_waits_comes_first_once_the_work_took_long_enough() -> None:
    happened = []

    async def somebody_else() -> None:
        happened.append("somebody else")

    waiting = asyncio.create_task(somebody_else())
    looks = count()
    async for item in in_breaths("abcd", seconds=lambda: 0.0015 * next(looks)):
        happened.append(item)  # noqa: PERF401 - one by one, for the order matters
    await waiting
    assert happened == ["a", "b", "c", "somebody else", "d"]
