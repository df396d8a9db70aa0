"""Requests to Telegram, each in a task of its own: whoever waits for one may give up, the request never does.

What is cancelled on its way may have had its effect, with nobody left to learn of it.
"""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, TypeVar

from bot.interface.platform import Unclear

Answer = TypeVar("Answer")

BOUND = timedelta(minutes=2)


class Calls:
    """Makes requests and keeps count of those in flight."""

    def __init__(self) -> None:
        self._in_flight: set[asyncio.Task[Any]] = set()

    async def made(self, call: Coroutine[Any, Any, Answer], name: str, within: timedelta = BOUND) -> Answer:
        """The outcome of the call; Unclear when it takes longer than `within`, while it goes on."""
        task = self.begun(call, name)
        done, _ = await asyncio.wait({task}, timeout=within.total_seconds())
        if not done:
            raise Unclear(name, within)
        return task.result()

    def begun(self, call: Coroutine[Any, Any, Answer], name: str) -> asyncio.Task[Answer]:
        """The call in its own task, which is waited for before the platform stops."""
        task = asyncio.create_task(call, name=f"telegram {name}")
        self._in_flight.add(task)
        task.add_done_callback(self._over)
        return task

    async def landed(self, patience: timedelta) -> None:
        """Waits until nothing is in flight, at most so long."""
        if self._in_flight:
            await asyncio.wait(self._in_flight, timeout=patience.total_seconds())

    def _over(self, task: asyncio.Task[Any]) -> None:
        self._in_flight.discard(task)
        if not task.cancelled():
            task.exception()  # it is seen, also when nobody waits for it any more
