"""A loop that is blocked is noticed from outside: told once where it is, and ended when it stays so."""

import asyncio
import threading

from structlog.testing import capture_logs

from bot.watchdog import Watchdog


async def test_a_loop_that_goes_on_is_left_alone() -> None:
    ended = threading.Event()
    watchdog = Watchdog(glance=60.0, end=ended.set)
    async with watchdog.watching():
        await asyncio.sleep(0)
    assert not ended.is_set()
    assert watchdog.lag == 0.0


async def test_a_loop_that_is_blocked_is_told_of_once_and_then_ended() -> None:
    ended = threading.Event()
    watchdog = Watchdog(glance=0.002, end=ended.set)
    with capture_logs() as told:
        async with watchdog.watching():
            assert ended.wait(30)  # blocks the loop
    assert [entry["event"] for entry in told][:2] == [
        "the loop is blocked",
        "the loop is stuck: the process ends",
    ]
    assert "blocked_is_told_of_once" in told[0]["stack"]
